import type { OrderView } from '@mt5-bridge/mcp-server/dashboard';
import { Badge, Card, Empty } from '../components/basics.tsx';
import { Price, Profit } from '../components/figures.tsx';
import { lots, number, pointsBetween, price } from '../format/numbers.ts';
import { dateTime } from '../format/time.ts';
import { title } from '../format/words.ts';
import { now } from '../state/clock.ts';
import { account, orders, positions } from '../state/live.ts';
import { EventProblem } from './parts/event-problem.tsx';
import { NotYet } from './parts/not-yet.tsx';
import { Cell, PositionTable } from './parts/position-table.tsx';

export function Positions() {
  return (
    <div class="stack">
      <EventProblem of={['positions', 'orders', 'account']} />
      <OpenPositions />
      <PendingOrders />
    </div>
  );
}

function OpenPositions() {
  const list = positions.value;
  const total = account.value?.profit;
  return (
    <Card
      flush
      title={<>Open positions {list && <Badge>{list.length}</Badge>}</>}
      aside={
        list &&
        list.length > 0 &&
        total !== undefined && (
          <span class="row">
            <span class="quiet small">Floating</span>
            <b>
              <Profit value={total} unit />
            </b>
          </span>
        )
      }
    >
      {list === undefined ? (
        <NotYet lines={5} />
      ) : list.length === 0 ? (
        <Empty icon="positions" title="No open positions">
          What is bought or sold stands here, with its profit as the market moves.
        </Empty>
      ) : (
        <PositionTable positions={list} chartOf={(symbol) => `/chart?symbol=${encodeURIComponent(symbol)}`} />
      )}
    </Card>
  );
}

function PendingOrders() {
  const list = orders.value;
  return (
    <Card flush title={<>Pending orders {list && <Badge>{list.length}</Badge>}</>}>
      {list === undefined ? (
        <NotYet lines={3} />
      ) : list.length === 0 ? (
        <Empty icon="clock" title="No pending orders">
          Limit and stop orders wait here for their price.
        </Empty>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>Symbol</th>
              <th>Type</th>
              <th class="end">Price</th>
              <th class="end">Now</th>
              <th class="end">Stop loss</th>
              <th class="end">Take profit</th>
              <th class="end">Expires</th>
            </tr>
          </thead>
          <tbody>
            {list.map((order) => (
              <OrderRow key={order.ticket} order={order} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function OrderRow({ order }: { readonly order: OrderView }) {
  const { symbol, type, volume, digits } = order;
  const isBuy = type.startsWith('buy');
  return (
    <tr>
      <Cell name="Symbol" lead>
        <a class="symbol" href={`/chart?symbol=${encodeURIComponent(symbol)}`}>
          {symbol}
        </a>
        <span class="under">#{order.ticket}</span>
        {order.comment && <span class="under break">“{order.comment}”</span>}
      </Cell>
      <Cell name="Type" lead>
        <span class="sided">
          <span class={`side side-${isBuy ? 'buy' : 'sell'}`}>{title(type)}</span>
          <span class="side-volume">{lots(volume)}</span>
        </span>
      </Cell>
      <Cell name="Price" end>
        {price(order.price, digits)}
        {order.stop_limit_price !== null && <span class="under">limit {price(order.stop_limit_price, digits)}</span>}
      </Cell>
      <Cell name="Now" end>
        <Price value={order.price_current} digits={digits} />
        <span class="under">
          {number(Math.abs(pointsBetween(order.price_current, order.price, digits)), 0)} pt away
        </span>
      </Cell>
      <Cell name="Stop loss" end>
        {order.sl === null ? <span class="warn">No stop</span> : price(order.sl, digits)}
      </Cell>
      <Cell name="Take profit" end>
        {order.tp === null ? <span class="faint">–</span> : price(order.tp, digits)}
      </Cell>
      <Cell name="Expires" end>
        <span class="quiet">
          {order.expires_at === null ? 'Until cancelled' : dateTime(order.expires_at, now.value)}
        </span>
      </Cell>
    </tr>
  );
}
