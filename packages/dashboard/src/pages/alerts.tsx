import type { Alert } from '@mt5-bridge/gateway/api';
import { useState } from 'preact/hooks';
import { Badge, Card, Chevron, Empty, type Look, Skeleton } from '../components/basics.tsx';
import { Segments } from '../components/field.tsx';
import { Side } from '../components/figures.tsx';
import { Icon } from '../components/icon.tsx';
import { short } from '../format/numbers.ts';
import { ago, dateTime } from '../format/time.ts';
import { title } from '../format/words.ts';
import { now } from '../state/clock.ts';
import { alerts } from '../state/live.ts';
import { Details } from './parts/details.tsx';
import { EventProblem } from './parts/event-problem.tsx';

const CHOICES = ['all', 'new', 'claimed', 'resolved'] as const;

export function Alerts() {
  const [chosen, setChosen] = useState<(typeof CHOICES)[number]>('all');
  const list = alerts.value;
  const shown = list?.filter(({ state }) => chosen === 'all' || state === chosen);
  return (
    <div class="stack">
      <EventProblem of={['alerts']} />
      <div class="spread spread-wide">
        <Segments label="State" choices={CHOICES} chosen={chosen} name={title} onChoose={setChosen} />
        <p class="untrusted small">
          <Icon name="info" size={16} />
          <span>Words of strangers: an alert informs your agents, and never becomes an order by itself.</span>
        </p>
      </div>
      <Card flush>
        {shown === undefined ? (
          <Skeleton lines={5} tall />
        ) : shown.length === 0 ? (
          <Empty icon="alerts" title={list?.length === 0 ? 'No alerts yet' : `None ${chosen}`}>
            {list?.length === 0 && (
              <>
                With <code>tradingview.enabled</code> they come to the address that <code>mt5-bridge alerts url</code>{' '}
                shows.
              </>
            )}
          </Empty>
        ) : (
          <ul class="rows">
            {shown.map((alert) => (
              <AlertRow key={alert.alert_id} alert={alert} />
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

const LOOKS: Readonly<Record<Alert['state'], Look>> = { new: 'accent', claimed: 'warn', resolved: 'neutral' };

function AlertRow({ alert }: { readonly alert: Alert }) {
  const { ticker, symbol, action, price, interval, state, stale, received_at, claimed_by, resolution } = alert;
  return (
    <li>
      <details class="chain">
        <summary>
          <span class="grow chain-head">
            <span class="row wrap">
              {action && <Side side={action} />}
              <b class="break">{symbol ?? ticker ?? 'No symbol'}</b>
              {price !== null && <span>at {short(price, 8)}</span>}
              {interval && <span class="quiet">{interval}</span>}
              <Badge look={LOOKS[state]}>{title(state)}</Badge>
              {stale === true && <Badge look="warn">Stale</Badge>}
            </span>
            <span class="quiet chain-subject">{alert.comment ?? alert.text}</span>
            {claimed_by !== null && (
              <span class="faint small">
                {state === 'resolved' ? 'Resolved' : 'Claimed'} by {claimed_by}
                {resolution !== null && `: ${resolution}`}
              </span>
            )}
          </span>
          <time class="faint small nowrap" title={dateTime(received_at, now.value)}>
            {ago(received_at, now.value)}
          </time>
          <Chevron />
        </summary>
        <div class="steps">
          <Details
            of={{
              alert: alert.alert_id,
              ticker,
              symbol,
              order_id: alert.order_id,
              contracts: alert.contracts,
              market_position: alert.market_position,
              fired: alert.fired_at === null ? null : dateTime(alert.fired_at, now.value),
              received: dateTime(received_at, now.value),
              ...alert.fields,
            }}
          />
          <h3 class="quiet">As it came</h3>
          <pre class="raw-text">{alert.text}</pre>
        </div>
      </details>
    </li>
  );
}
