import type { OrderView, PositionView } from '@mt5-bridge/mcp-server/dashboard';
import type { ComponentChildren } from 'preact';
import { Badge, Card, Empty, Skeleton } from '../components/basics.tsx';
import { Price, Profit, Side } from '../components/figures.tsx';
import { lots, number, pointsBetween, price, signed } from '../format/numbers.ts';
import { dateTime, span } from '../format/time.ts';
import { title } from '../format/words.ts';
import { now } from '../state/clock.ts';
import { account, moneyDigits, orders, positions } from '../state/live.ts';
import { EventProblem } from './parts/event-problem.tsx';

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
        <Skeleton lines={5} />
      ) : list.length === 0 ? (
        <Empty icon="positions" title="No open positions">
          What is bought or sold stands here, with its profit as the market moves.
        </Empty>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>Symbol</th>
              <th>Side</th>
              <th class="end">Open</th>
              <th class="end">Now</th>
              <th class="end">Stop loss</th>
              <th class="end">Take profit</th>
              <th class="end">Swap</th>
              <th class="end">Profit</th>
            </tr>
          </thead>
          <tbody>
            {list.map((position) => (
              <PositionRow key={position.ticket} position={position} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function PositionRow({ position }: { readonly position: PositionView }) {
  const { symbol, side, volume, digits, price_open, price_current, sl, tp } = position;
  return (
    <tr>
      <Cell name="Symbol" lead>
        <a class="symbol" href={`/chart?symbol=${encodeURIComponent(symbol)}`}>
          {symbol}
        </a>
        <span class="under">
          #{position.ticket} · {span(now.value - position.opened_at)}
        </span>
        {position.comment && <span class="under break">“{position.comment}”</span>}
      </Cell>
      <Cell name="Side" lead>
        <Side side={side} volume={volume} />
      </Cell>
      <Cell name="Open" end>
        {price(price_open, digits)}
      </Cell>
      <Cell name="Now" end>
        <Price value={price_current} digits={digits} />
        <span class="under">
          {signed(pointsBetween(price_open, price_current, digits) * (side === 'buy' ? 1 : -1), 0)} pt
        </span>
      </Cell>
      <Cell name="Stop loss" end>
        <Stop at={sl} from={price_current} digits={digits} none="No stop" />
      </Cell>
      <Cell name="Take profit" end>
        <Stop at={tp} from={price_current} digits={digits} none="–" />
      </Cell>
      <Cell name="Swap" end>
        <span class="quiet">{signed(position.swap, moneyDigits.value)}</span>
      </Cell>
      <Cell name="Profit" end lead>
        <b class="profit">
          <Profit value={position.profit} />
        </b>
      </Cell>
    </tr>
  );
}

interface StopProps {
  readonly at: number | null;
  readonly from: number;
  readonly digits: number;
  readonly none: string;
}

/** A level, and how far the market is from it. */
function Stop({ at, from, digits, none }: StopProps) {
  if (at === null) return <span class={none === '–' ? 'faint' : 'warn'}>{none}</span>;
  return (
    <>
      {price(at, digits)}
      <span class="under">{number(Math.abs(pointsBetween(from, at, digits)), 0)} pt away</span>
    </>
  );
}

interface CellProps {
  readonly name: string;
  readonly end?: boolean;
  /** Stands in the head line of the card that the row is on a phone. */
  readonly lead?: boolean;
  readonly children: ComponentChildren;
}

function Cell({ name, end = false, lead = false, children }: CellProps) {
  return (
    <td class={`${end ? 'end' : ''} ${lead ? 'lead' : ''}`} data-name={name}>
      <div>{children}</div>
    </td>
  );
}

function PendingOrders() {
  const list = orders.value;
  return (
    <Card flush title={<>Pending orders {list && <Badge>{list.length}</Badge>}</>}>
      {list === undefined ? (
        <Skeleton lines={3} />
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
