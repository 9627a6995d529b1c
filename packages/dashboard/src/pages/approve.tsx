import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { useEffect, useState } from 'preact/hooks';
import { recordOf } from '../api/call.ts';
import { readApproval } from '../api/owner.ts';
import { Badge, Card, Fact, Skeleton } from '../components/basics.tsx';
import { Money, Side } from '../components/figures.tsx';
import { Icon } from '../components/icon.tsx';
import { Problem } from '../components/problem.tsx';
import { number } from '../format/numbers.ts';
import { moment } from '../format/time.ts';
import { fingerprint, title } from '../format/words.ts';
import { EnvironmentBadge } from '../shell/header.tsx';
import { now } from '../state/clock.ts';
import { account, approvals, takeApproval } from '../state/live.ts';
import { DecisionPanel } from './parts/decision.tsx';
import { PriceNow } from './parts/price-now.tsx';

/** One approval: the whole order, and the decision. */
export function Approve({ id }: { readonly id: string }) {
  const approval = approvals.value?.find(({ approval_id }) => approval_id === id);
  const isMissing = approvals.value !== undefined && approval === undefined;
  const [error, setError] = useState<ErrorRecord>();
  useEffect(() => {
    // Older than the stream's list.
    if (isMissing) readApproval(id).then(takeApproval, (failure: unknown) => setError(recordOf(failure)));
  }, [id, isMissing]);
  return (
    <>
      <a class="back-link" href="/approvals">
        <Icon name="back" size={16} /> All approvals
      </a>
      {approval ? <Whole approval={approval} /> : error ? <Problem error={error} /> : <Loading />}
    </>
  );
}

function Loading() {
  return (
    <div class="approve">
      <Card>
        <Skeleton lines={6} tall />
      </Card>
      <Card>
        <Skeleton lines={4} tall />
      </Card>
    </div>
  );
}

function Whole({ approval }: { readonly approval: ApprovalView }) {
  return (
    <div class={`approve ${approval.environment === 'live' ? 'approve-live' : ''}`}>
      <div class="stack approve-order">
        <Stake approval={approval} />
        <PriceNow approval={approval} />
        {approval.reason !== null && <Reason text={approval.reason} by={approval.proposed_by} />}
        <Fields approval={approval} />
      </div>
      <DecisionPanel approval={approval} />
    </div>
  );
}

function Stake({ approval }: { readonly approval: ApprovalView }) {
  const { side, volume, symbol, action, money_at_risk, notional, margin, currency, risk } = approval;
  const equity = account.value?.equity;
  const part = money_at_risk !== null && equity ? (money_at_risk / equity) * 100 : null;
  return (
    <Card class="stake">
      <div class="row wrap">
        <EnvironmentBadge of={approval.environment} />
        <Badge look={risk === 'adds' ? 'warn' : 'up'}>{risk === 'adds' ? 'Adds risk' : 'Reduces risk'}</Badge>
        <span class="quiet small">
          {title(action)} · {approval.login} · {approval.server}
        </span>
      </div>
      <p class="stake-order">
        {side && <Side side={side} volume={volume} />}
        <b>{symbol ?? title(action)}</b>
      </p>
      <p class="quiet">{approval.summary}</p>
      <div class="stake-figures">
        <div class="stake-risk">
          <span class="figure-label">Money at risk</span>
          {money_at_risk === null ? (
            <span class={`stake-value ${risk === 'adds' ? 'warn' : ''}`}>{risk === 'adds' ? 'No stop' : 'None'}</span>
          ) : (
            <span class="stake-value">
              <Money value={money_at_risk} of={currency} />
            </span>
          )}
          <span class="figure-note">
            {part !== null && `${number(part)} % of equity, if the stop is hit`}
            {money_at_risk === null && risk === 'adds' && 'The loss has no bound but the account'}
          </span>
        </div>
        <div class="figure">
          <span class="figure-label">Notional</span>
          <span class="figure-value">
            <Money value={notional} of={currency} />
          </span>
        </div>
        <div class="figure">
          <span class="figure-label">Margin</span>
          <span class="figure-value">
            <Money value={margin} of={currency} />
          </span>
        </div>
      </div>
    </Card>
  );
}

function Reason({ text, by }: { readonly text: string; readonly by: string }) {
  return (
    <Card class="reason" title="What the agent says">
      <blockquote class="break">{text}</blockquote>
      <p class="untrusted small">
        <Icon name="warning" size={16} />
        <span>Words of “{by}”, unchecked. Only the figures above and below are facts; decide by those.</span>
      </p>
    </Card>
  );
}

/** Those whose name of the wire says little. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  sl: 'Stop loss',
  tp: 'Take profit',
  magic: 'Magic number',
  stoplimit: 'Stop limit price',
  deviation: 'Slippage allowed',
};

function Fields({ approval }: { readonly approval: ApprovalView }) {
  return (
    <Card title="Every field that will be sent">
      <dl class="facts fields">
        {approval.fields.map(({ name, value }) => (
          <Fact key={name} label={FIELD_NAMES[name] ?? title(name)}>
            <span class="break">{value === '' ? '–' : value}</span>
          </Fact>
        ))}
      </dl>
      <dl class="facts fields origin">
        <Fact label="Proposed by">
          <span class="break">{approval.proposed_by}</span>
        </Fact>
        <Fact label="Proposed at">{moment(approval.created_at, now.value)}</Fact>
        <Fact label="Request">
          <a class="mono" href={`/activity?request_id=${encodeURIComponent(approval.request_id)}`}>
            {approval.request_id}
          </a>
        </Fact>
        <Fact label="Order hash">
          <span class="mono" title={approval.hash}>
            {fingerprint(approval.hash)}
          </span>
        </Fact>
      </dl>
    </Card>
  );
}
