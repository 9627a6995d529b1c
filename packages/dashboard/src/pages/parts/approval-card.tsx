import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { Badge, type Look } from '../../components/basics.tsx';
import { EnvironmentBadge } from '../../components/environment.tsx';
import { Money, Side } from '../../components/figures.tsx';
import { Icon } from '../../components/icon.tsx';
import { CountdownRing } from '../../components/ring.tsx';
import { title } from '../../format/words.ts';
import { approvalAddress } from '../../shell/routes.ts';
import { link } from '../../state/live.ts';

/** One that waits, with what decides whether to look closer. */
export function ApprovalCard({ approval }: { readonly approval: ApprovalView }) {
  const { side, volume, symbol, money_at_risk, notional, currency, risk } = approval;
  return (
    <a class="waiting-card" href={approvalAddress(approval.approval_id)}>
      <CountdownRing from={approval.created_at} to={approval.expires_at} size={48} />
      <span class="grow">
        <span class="row wrap waiting-title">
          {side && <Side side={side} volume={volume} />}
          <b>{symbol ?? title(approval.action)}</b>
          {approval.environment !== link.value?.environment && <EnvironmentBadge of={approval.environment} />}
        </span>
        <span class="quiet waiting-summary">{approval.summary}</span>
      </span>
      <span class="waiting-risk">
        {risk === 'reduces' ? (
          <Badge look="up">Reduces risk</Badge>
        ) : money_at_risk === null ? (
          <>
            <span class="small warn">No stop; notional</span>
            <b>
              <Money value={notional} of={currency} />
            </b>
          </>
        ) : (
          <>
            <span class="small quiet">At risk</span>
            <b>
              <Money value={money_at_risk} of={currency} />
            </b>
          </>
        )}
      </span>
      <span class="waiting-go">
        Decide <Icon name="right" size={16} />
      </span>
    </a>
  );
}

const LOOKS: Readonly<Record<ApprovalView['state'], Look>> = {
  pending: 'warn',
  approved: 'up',
  denied: 'down',
  expired: 'neutral',
  void: 'neutral',
};

export function ApprovalBadge({
  state,
  isOver = false,
}: {
  readonly state: ApprovalView['state'];
  readonly isOver?: boolean;
}) {
  return <Badge look={isOver ? 'neutral' : LOOKS[state]}>{isOver ? 'Expired' : title(state)}</Badge>;
}
