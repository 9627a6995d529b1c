import { useState } from 'preact/hooks';
import { Badge, Card } from '../components/basics.tsx';
import { Button } from '../components/button.tsx';
import { EnvironmentBadge } from '../components/environment.tsx';
import { Side } from '../components/figures.tsx';
import { Icon } from '../components/icon.tsx';
import { Problem } from '../components/problem.tsx';
import { CountdownRing } from '../components/ring.tsx';
import { moment } from '../format/time.ts';
import { title } from '../format/words.ts';
import { ApprovalBadge } from '../pages/parts/approval-card.tsx';
import { Ladder, levelsOf } from '../pages/parts/ladder.tsx';
import { OrderFields } from '../pages/parts/order-fields.tsx';
import { OutcomePanel, outcomeText } from '../pages/parts/outcome.tsx';
import { Reason } from '../pages/parts/reason.tsx';
import { Stake } from '../pages/parts/stake.tsx';
import { now } from '../state/clock.ts';
import { Answered } from './answered.tsx';
import type { Host, Told } from './host.ts';
import { type ApprovalTold, type OutcomeTold, orderOf } from './order.ts';

/** An order: what waits for its owner's yes, or what became of it. It shows the way to the decision and takes none. */
export function OrderCard({ host }: { readonly host: Host }) {
  const [newer, setNewer] = useState<Told>();
  const told = newer?.kind === 'answer' ? newer : host.told.value;
  return (
    <main class="view">
      <Answered told={told}>
        {(answer) => {
          const order = orderOf(answer);
          if (order.kind === 'outcome') return <Outcome outcome={order.outcome} />;
          const ask = async () =>
            setNewer(await host.call('get_approval', { approval_id: order.approval.approval_id }));
          return (
            <Approval
              approval={order.approval}
              host={host}
              ask={ask}
              problem={newer?.kind === 'problem' ? newer : undefined}
            />
          );
        }}
      </Answered>
    </main>
  );
}

interface ApprovalProps {
  readonly approval: ApprovalTold;
  readonly host: Host;
  readonly ask: () => Promise<void>;
  readonly problem: Extract<Told, { kind: 'problem' }> | undefined;
}

function Approval({ approval, host, ask, problem }: ApprovalProps) {
  const [isAsking, setAsking] = useState(false);
  const isOver = approval.state === 'pending' && approval.expires_at <= now.value;
  const isOpen = approval.state === 'pending' && !isOver;
  const levels = levelsOf(approval, null);
  return (
    <article class={approval.environment === 'live' ? 'approve-live' : ''}>
      <header class="view-head">
        <h1>Approval</h1>
        <ApprovalBadge state={approval.state} isOver={isOver} />
        {host.callsTools() && !isSettled(approval) && (
          <Button
            look="ghost"
            icon="reload"
            busy={isAsking}
            onClick={() => {
              setAsking(true);
              void ask().finally(() => setAsking(false));
            }}
          >
            Check again
          </Button>
        )}
      </header>
      {problem && (
        <div class="view-part">
          <Problem error={problem.error} />
        </div>
      )}
      <Stake approval={approval} />
      {isOpen ? (
        <WayToDecide approval={approval} host={host} />
      ) : (
        <div class="view-part">
          <OutcomePanel approval={approval} isOver={isOver || approval.state === 'expired'} />
        </div>
      )}
      {levels.length > 1 && (
        <Card title="Price">
          <Ladder levels={levels} digits={approval.digits ?? 5} />
        </Card>
      )}
      {approval.reason !== null && <Reason text={approval.reason} by="the agent" />}
      <Card title={isOpen ? 'Every field that will be sent' : 'Every field of the order'}>
        <OrderFields fields={approval.fields} />
      </Card>
    </article>
  );
}

/** Whether asking again can tell nothing new. */
function isSettled({ state, outcome }: ApprovalTold): boolean {
  if (state === 'approved') return outcome?.status === 'done' || outcome?.status === 'rejected';
  return state !== 'pending';
}

function WayToDecide({ approval, host }: Pick<ApprovalProps, 'approval' | 'host'>) {
  const [isRefused, setRefused] = useState(false);
  const { url, ways, created_at, expires_at, environment } = approval;
  return (
    <section class="way" aria-label="Decision">
      <CountdownRing from={created_at} to={expires_at} size={64} />
      <div class="way-acts">
        {url !== null && !isRefused && (
          <Button
            look="primary"
            size="large"
            wide
            icon="approvals"
            onClick={() => void host.open(url).then((opened) => setRefused(!opened))}
          >
            Review and decide
          </Button>
        )}
        {url !== null && isRefused && (
          <>
            <p>Open this page in your browser:</p>
            <pre class="command">{url}</pre>
          </>
        )}
        {url === null && (
          <ul class="stack tight">
            {ways.map((way) => (
              <li key={way}>{way}</li>
            ))}
          </ul>
        )}
        <p class="quiet small">
          {url === null ? 'Only the owner can approve it' : 'Opens your approval page; only there a yes counts'}, until{' '}
          {moment(expires_at, now.value)}.
        </p>
        {environment === 'live' && <p class="small strong down">A yes sends it with real money.</p>}
      </div>
    </section>
  );
}

function Outcome({
  outcome: { action, symbol, side, fields, digits, environment, login, server, outcome },
}: {
  readonly outcome: OutcomeTold;
}) {
  const isDone = outcome.status === 'done';
  return (
    <article>
      <header class="view-head">
        <h1>{title(action)}</h1>
        <EnvironmentBadge of={environment} />
        <span class="quiet small">
          {login} · {server}
        </span>
      </header>
      <div class="view-part sent">
        <span class={`mark ${isDone ? 'mark-good' : 'mark-warn'}`}>
          <Icon name={isDone ? 'check' : 'send'} size={16} />
        </span>
        <p class="row wrap grow">
          {side && <Side side={side} volume={outcome.volume_requested} />}
          <b>{symbol}</b>
        </p>
        <Badge look={isDone ? 'up' : 'warn'}>{outcomeText(outcome, digits)}</Badge>
      </div>
      <Card title="Every field that was sent">
        <OrderFields fields={fields} />
      </Card>
    </article>
  );
}
