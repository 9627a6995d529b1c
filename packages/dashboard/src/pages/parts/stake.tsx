import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { Badge, Card } from '../../components/basics.tsx';
import { EnvironmentBadge } from '../../components/environment.tsx';
import { Money, Side } from '../../components/figures.tsx';
import { number } from '../../format/numbers.ts';
import { title } from '../../format/words.ts';
import { account } from '../../state/live.ts';

type Told = Pick<
  ApprovalView,
  | 'side'
  | 'volume'
  | 'symbol'
  | 'action'
  | 'money_at_risk'
  | 'notional'
  | 'margin'
  | 'currency'
  | 'risk'
  | 'environment'
  | 'login'
  | 'server'
  | 'summary'
>;

/** What is proposed, and how much of whose money it puts at risk. */
export function Stake({ approval }: { readonly approval: Told }) {
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
