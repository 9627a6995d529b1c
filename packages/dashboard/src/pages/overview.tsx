import { Badge, Card, Empty, Figure, Skeleton } from '../components/basics.tsx';
import { EquityChart } from '../components/equity-chart.tsx';
import { Money, Price, Profit, Side } from '../components/figures.tsx';
import { Gauge, type MeterTone } from '../components/meter.tsx';
import { number, price, share, signed, toneOf } from '../format/numbers.ts';
import { hourMinute } from '../format/time.ts';
import { account, activity, currency, equity, moneyDigits, pending, positions } from '../state/live.ts';
import { ApprovalCard } from './parts/approval-card.tsx';
import { ChainList } from './parts/chain-list.tsx';
import { EventProblem } from './parts/event-problem.tsx';
import { NotYet } from './parts/not-yet.tsx';

export function Overview() {
  return (
    <div class="overview">
      <EventProblem of={['account', 'positions', 'equity']} />
      {pending.value.length > 0 && (
        <section class="waiting" aria-label="Waiting for your decision">
          {pending.value.slice(0, 3).map((approval) => (
            <ApprovalCard key={approval.approval_id} approval={approval} />
          ))}
          {pending.value.length > 3 && <a href="/approvals">All {pending.value.length} approvals</a>}
        </section>
      )}
      <Figures />
      <div class="overview-main">
        <Day />
        <Margin />
        <Holdings />
        <Recent />
      </div>
    </div>
  );
}

function Figures() {
  const state = account.value;
  if (state === undefined) {
    return (
      <div class="figures">
        {['a', 'b', 'c', 'd'].map((key) => (
          <Skeleton key={key} lines={2} />
        ))}
      </div>
    );
  }
  if (state === null) return <NoTerminal />;
  return (
    <div class="figures">
      <Figure label="Equity" note={state.name}>
        <Money value={state.equity} />
      </Figure>
      <Figure label="Balance" note={state.credit === 0 ? null : `Credit ${number(state.credit, moneyDigits.value)}`}>
        <Money value={state.balance} />
      </Figure>
      <Figure label="Floating profit" note={positions.value && `${positions.value.length} open`}>
        <Profit value={state.profit} unit />
      </Figure>
      <Figure label="Free margin" note={`Leverage 1:${state.leverage}`}>
        <Money value={state.margin_free} />
      </Figure>
    </div>
  );
}

function NoTerminal() {
  return (
    <Card>
      <Empty icon="plug" title="No terminal answers">
        Account and prices come as soon as the expert advisor is on a chart. <code>mt5-bridge doctor</code> says what is
        missing.
      </Empty>
    </Card>
  );
}

function Day() {
  const curve = equity.value;
  const [first, last] = [curve?.equity[0], curve?.equity.at(-1)];
  const change = first === undefined || last === undefined ? undefined : last - first;
  return (
    <Card
      class="day"
      title="Today"
      aside={
        change !== undefined &&
        first !== undefined &&
        (curve?.at.length ?? 0) > 1 && (
          <span class={toneOf(change) === 'flat' ? 'quiet' : toneOf(change)}>
            {signed(change, moneyDigits.value)} {currency.value} ({signed(first === 0 ? 0 : (change / first) * 100)} %)
          </span>
        )
      }
    >
      {curve === undefined ? (
        <NotYet lines={1} tall />
      ) : curve.at.length < 2 ? (
        <Empty icon="clock" title="Nothing to draw yet">
          The curve grows from here. The server’s day began at {hourMinute(curve.day)}.
        </Empty>
      ) : (
        <EquityChart curve={curve} />
      )}
    </Card>
  );
}

const marginTone = (level: number | null): MeterTone => {
  if (level === null || level >= 300) return 'calm';
  return level >= 150 ? 'warn' : 'bad';
};

function Margin() {
  const state = account.value;
  const level = state?.margin_level ?? null;
  const used = state ? share(state.margin, state.equity) : 0;
  return (
    <Card class="margin" title="Margin">
      {state ? (
        <>
          <div class="gauge-frame">
            <Gauge
              share={used}
              label="Equity in use as margin"
              text={`${number(used * 100, 1)} %`}
              tone={marginTone(level)}
            />
            <p class="gauge-text">
              <b>{level === null ? '–' : `${number(level, 0)} %`}</b>
              <span class="quiet small">Margin level</span>
            </p>
          </div>
          <dl class="facts">
            <div class="fact">
              <dt>Used</dt>
              <dd>
                <Money value={state.margin} />
              </dd>
            </div>
            <div class="fact">
              <dt>Free</dt>
              <dd>
                <Money value={state.margin_free} />
              </dd>
            </div>
            <div class="fact">
              <dt>Trading</dt>
              <dd>{state.trade_allowed ? 'Allowed' : <Badge look="warn">Not allowed</Badge>}</dd>
            </div>
          </dl>
        </>
      ) : state === null ? (
        <Empty icon="plug" title="Not known" />
      ) : (
        <Skeleton lines={6} />
      )}
    </Card>
  );
}

function Holdings() {
  const list = positions.value;
  return (
    <Card class="holdings" flush title="Positions" aside={<a href="/positions">All positions and orders</a>}>
      {list === undefined ? (
        <NotYet lines={4} />
      ) : list.length === 0 ? (
        <Empty icon="positions" title="No open positions" />
      ) : (
        <ul class="rows">
          {list.slice(0, 6).map((position) => (
            <li key={position.ticket} class="holding">
              <span class="strong">{position.symbol}</span>
              <Side side={position.side} volume={position.volume} />
              <span class="holding-price quiet">
                {price(position.price_open, position.digits)} →{' '}
                <Price value={position.price_current} digits={position.digits} />
              </span>
              <Profit value={position.profit} />
            </li>
          ))}
        </ul>
      )}
      {account.value && list && list.length > 0 && (
        <p class="total">
          <span class="quiet">Floating profit</span>
          <Profit value={account.value.profit} unit />
        </p>
      )}
    </Card>
  );
}

function Recent() {
  const list = activity.value;
  return (
    <Card class="recent" flush title="Latest activity" aside={<a href="/activity">All activity</a>}>
      {list === undefined ? (
        <Skeleton lines={4} />
      ) : list.length === 0 ? (
        <Empty icon="activity" title="Nothing has happened yet" />
      ) : (
        <ChainList records={list} most={4} />
      )}
    </Card>
  );
}
