import type { ApprovalView, OutcomeView } from '@mt5-bridge/mcp-server/dashboard';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { lots, price } from '../../format/numbers.ts';
import { moment } from '../../format/time.ts';
import { CHANNELS } from '../../format/words.ts';
import { now } from '../../state/clock.ts';

/** One line: what became of it. */
export function outcomeText(
  { status, volume_filled, price_filled, ticket }: OutcomeView,
  digits: number | null,
): string {
  switch (status) {
    case 'done': {
      if (volume_filled !== null && volume_filled > 0 && price_filled !== null) {
        return `Filled ${lots(volume_filled)} at ${price(price_filled, digits ?? 5)}`;
      }
      return ticket === null ? 'Done' : `Done, ticket ${ticket}`;
    }
    case 'rejected':
      return 'Rejected';
    case 'unknown':
      return 'Outcome unknown';
    case 'in_flight':
      return 'On its way';
    case 'pending_approval':
      return 'Waits for approval';
  }
}

interface Verdict {
  readonly tone: 'good' | 'bad' | 'warn' | 'calm';
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
}

/** All of it that its verdict is told from. */
type Told = Omit<ApprovalView, 'proposed_by' | 'channels'>;

function verdictOf(approval: Told, isOver: boolean): Verdict {
  const { outcome, digits, decided_by, channel } = approval;
  const by = `${decided_by ?? 'the owner'}${channel ? ` (${CHANNELS[channel].name})` : ''}`;
  if (isOver) {
    const text = 'Nobody decided in time. Nothing was sent; the agent may propose it again.';
    return { tone: 'calm', icon: 'clock', title: 'Expired', text };
  }
  switch (approval.state) {
    case 'denied':
      return { tone: 'bad', icon: 'cross', title: 'Denied', text: `By ${by}. Nothing was sent; the agent knows.` };
    case 'void':
      return {
        tone: 'warn',
        icon: 'warning',
        title: 'Void',
        text: 'The market or the order moved too far from what was shown. Nothing was sent.',
      };
    default: {
      if (outcome === null) return { tone: 'calm', icon: 'send', title: 'Approved', text: `By ${by}. On its way.` };
      const text = `${outcomeText(outcome, digits)}. Approved by ${by}.`;
      if (outcome.status === 'done') return { tone: 'good', icon: 'check', title: 'Approved and done', text };
      if (outcome.status === 'rejected') return { tone: 'bad', icon: 'cross', title: 'Approved, then rejected', text };
      if (outcome.status === 'unknown') {
        const what = 'It is looked up until it is known; nothing is sent twice.';
        return { tone: 'warn', icon: 'warning', title: 'Outcome unknown', text: `${what} Approved by ${by}.` };
      }
      return { tone: 'calm', icon: 'send', title: 'Approved', text };
    }
  }
}

/** What was decided and what came of it. */
export function OutcomePanel({ approval, isOver }: { readonly approval: Told; readonly isOver: boolean }) {
  const { tone, icon, title, text } = verdictOf(approval, isOver);
  const at = approval.decided_at ?? (isOver ? approval.expires_at : null);
  const ticket = approval.outcome?.ticket ?? null;
  return (
    <div class={`verdict verdict-${tone}`} role="status">
      <span class="verdict-icon">
        <Icon name={icon} size={26} />
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      <p class="small quiet">
        {at !== null && moment(at, now.value)}
        {ticket !== null && ` · ticket ${ticket}`}
      </p>
      {approval.outcome?.problem && <Problem error={approval.outcome.problem} />}
    </div>
  );
}
