import { Card, Empty, Skeleton } from '../components/basics.tsx';
import { Side } from '../components/figures.tsx';
import { moment } from '../format/time.ts';
import { CHANNELS, title } from '../format/words.ts';
import { approvalAddress } from '../shell/routes.ts';
import { now } from '../state/clock.ts';
import { approvals, pending } from '../state/live.ts';
import { ApprovalBadge, ApprovalCard } from './parts/approval-card.tsx';
import { EventProblem } from './parts/event-problem.tsx';
import { outcomeText } from './parts/outcome.tsx';

export function Approvals() {
  const all = approvals.value;
  const waiting = pending.value;
  if (all === undefined) {
    return (
      <Card>
        <Skeleton lines={5} tall />
      </Card>
    );
  }
  const decided = all.filter((one) => !waiting.includes(one));
  return (
    <div class="stack">
      <EventProblem of={['approvals']} />
      {waiting.length === 0 ? (
        <Card>
          <Empty icon="approvals" title="Nothing waits for you">
            Orders that your rules let no agent send alone appear here, with a countdown.
          </Empty>
        </Card>
      ) : (
        <section class="waiting" aria-label="Waiting for your decision">
          {waiting.map((approval) => (
            <ApprovalCard key={approval.approval_id} approval={approval} />
          ))}
        </section>
      )}
      {decided.length > 0 && (
        <Card flush title="Decided">
          <ul class="rows">
            {decided.map((one) => (
              <li key={one.approval_id}>
                <a class="decided" href={approvalAddress(one.approval_id)}>
                  <ApprovalBadge state={one.state} isOver={one.state === 'pending'} />
                  <span class="grow">
                    <span class="row wrap">
                      {one.side && <Side side={one.side} volume={one.volume} />}
                      <b>{one.symbol ?? title(one.action)}</b>
                      <span class="quiet small">{one.outcome && outcomeText(one.outcome, one.digits)}</span>
                    </span>
                    <span class="faint small decided-by">
                      {one.decided_by ?? one.proposed_by.name}
                      {one.channel && ` · ${CHANNELS[one.channel].name}`}
                    </span>
                  </span>
                  <time class="faint small nowrap">{moment(one.decided_at ?? one.expires_at, now.value)}</time>
                </a>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}
