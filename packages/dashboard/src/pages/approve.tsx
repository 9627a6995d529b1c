import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { useEffect, useState } from 'preact/hooks';
import { recordOf } from '../api/call.ts';
import { readApproval } from '../api/owner.ts';
import { Card, Fact, Skeleton } from '../components/basics.tsx';
import { Icon } from '../components/icon.tsx';
import { Problem } from '../components/problem.tsx';
import { moment } from '../format/time.ts';
import { fingerprint } from '../format/words.ts';
import { now } from '../state/clock.ts';
import { approvals, takeApproval } from '../state/live.ts';
import { DecisionPanel } from './parts/decision.tsx';
import { OrderFields } from './parts/order-fields.tsx';
import { PriceNow } from './parts/price-now.tsx';
import { Reason } from './parts/reason.tsx';
import { Stake } from './parts/stake.tsx';

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
        {approval.reason !== null && <Reason text={approval.reason} by={`“${approval.proposed_by.name}”`} />}
        <Fields approval={approval} />
      </div>
      <DecisionPanel approval={approval} />
    </div>
  );
}

function Fields({ approval }: { readonly approval: ApprovalView }) {
  const { name, token, profile } = approval.proposed_by;
  return (
    <Card title={approval.state === 'pending' ? 'Every field that will be sent' : 'Every field of the order'}>
      <OrderFields fields={approval.fields} />
      <dl class="facts fields origin">
        <Fact label="Proposed by">
          <span class="break">{name}</span>
        </Fact>
        {token !== null && <Fact label="Token">{token}</Fact>}
        {profile !== null && <Fact label="Profile">{profile}</Fact>}
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
