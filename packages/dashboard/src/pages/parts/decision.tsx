import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { useEffect, useRef, useState } from 'preact/hooks';
import { approve, approveByPasskey, deny } from '../../api/owner.ts';
import { passkeysWork } from '../../api/passkeys.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { CountdownRing } from '../../components/ring.tsx';
import { useTask } from '../../components/task.ts';
import { moment } from '../../format/time.ts';
import { CHANNELS, strongestFirst } from '../../format/words.ts';
import { now } from '../../state/clock.ts';
import { policy, takeApproval } from '../../state/live.ts';
import { session } from '../../state/session.ts';
import { OutcomePanel } from './outcome.tsx';

interface Props {
  readonly approval: ApprovalView;
}

export function DecisionPanel({ approval }: Props) {
  const isOver = approval.state === 'pending' && approval.expires_at <= now.value;
  const isOpen = approval.state === 'pending' && !isOver;
  const panel = useRef<HTMLElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    // The end of it is not to be missed, wherever on the page the person was reading.
    if (wasOpen.current && !isOpen) panel.current?.scrollIntoView({ block: 'center' });
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <aside ref={panel} class="decision" aria-label="Decision">
      {isOpen ? (
        <Decide approval={approval} />
      ) : (
        <OutcomePanel approval={approval} isOver={isOver || approval.state === 'expired'} />
      )}
    </aside>
  );
}

function Decide({ approval }: Props) {
  const [isDenying, setDenying] = useState(false);
  const task = useTask();
  const send = (work: () => Promise<ApprovalView>) => task.run(async () => takeApproval(await work()));
  const isStopped = policy.value?.kill_switch.on === true && approval.risk === 'adds';
  return (
    <>
      {isStopped && (
        <div class="notice notice-warn">
          <Icon name="stop" />
          <p>Trading is stopped: this cannot be sent until you release it.</p>
        </div>
      )}
      <div class="decision-bar">
        {task.error && <Problem error={task.error} />}
        {isDenying ? (
          <DenyForm
            busy={task.busy}
            onDeny={(reason) => send(() => deny(approval.approval_id, reason))}
            onBack={() => setDenying(false)}
          />
        ) : (
          <>
            <div class="decision-time">
              <CountdownRing from={approval.created_at} to={approval.expires_at} size={92} />
              <p class="quiet small">Until {moment(approval.expires_at, now.value)}; then nothing is sent.</p>
            </div>
            <div class="decision-acts">
              <ApproveButtons approval={approval} busy={task.busy} isStopped={isStopped} send={send} />
              <Button look="ghost" size="large" wide icon="cross" disabled={task.busy} onClick={() => setDenying(true)}>
                Deny
              </Button>
            </div>
            {approval.environment === 'live' && <p class="small decision-live">A yes sends it with real money.</p>}
          </>
        )}
      </div>
      <NoWayHere approval={approval} />
      <Channels approval={approval} />
    </>
  );
}

interface ApproveProps extends Props {
  readonly busy: boolean;
  readonly isStopped: boolean;
  readonly send: (work: () => Promise<ApprovalView>) => void;
}

/** The ways that this page, in this browser, can approve it by. */
function waysOf({ channels }: ApprovalView) {
  const hasPasskey = (session.value?.passkeys ?? 0) > 0;
  return {
    hasPasskey,
    byPage: channels.includes('dashboard'),
    byPasskey: channels.includes('passkey') && hasPasskey && passkeysWork(),
  };
}

function ApproveButtons({ approval, busy, isStopped, send }: ApproveProps) {
  const { byPage, byPasskey } = waysOf(approval);
  return (
    <>
      {byPasskey && (
        <Button
          look="good"
          size="large"
          wide
          icon="fingerprint"
          busy={busy}
          disabled={isStopped}
          onClick={() => send(() => approveByPasskey(approval))}
        >
          Approve with a passkey
        </Button>
      )}
      {byPage && (
        <Button
          look={byPasskey ? 'plain' : 'good'}
          size="large"
          wide
          icon="check"
          busy={busy}
          disabled={isStopped}
          onClick={() => send(() => approve(approval))}
        >
          {byPasskey ? 'Approve as signed in' : 'Approve'}
        </Button>
      )}
    </>
  );
}

/** Why this page cannot approve it, and what can. */
function NoWayHere({ approval }: Props) {
  const { hasPasskey, byPage, byPasskey } = waysOf(approval);
  if (byPage || byPasskey) return null;
  const wantsPasskey = approval.channels.includes('passkey');
  return (
    <div class="notice notice-info">
      <Icon name="info" />
      <div class="grow">
        {wantsPasskey && (
          <p>
            {hasPasskey
              ? 'This one takes a passkey, which this browser does not offer at this address.'
              : 'This one takes a passkey, and there is none yet:'}
          </p>
        )}
        {wantsPasskey && !hasPasskey && <pre class="command">mt5-bridge passkey add</pre>}
        {approval.channels.includes('cli') && (
          <>
            <p>At a terminal it can be approved with your passphrase:</p>
            <pre class="command">mt5-bridge approve {approval.approval_id}</pre>
          </>
        )}
      </div>
    </div>
  );
}

interface DenyFormProps {
  readonly busy: boolean;
  readonly onDeny: (reason: string) => void;
  readonly onBack: () => void;
}

function DenyForm({ busy, onDeny, onBack }: DenyFormProps) {
  const [reason, setReason] = useState('');
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onDeny(reason.trim());
      }}
    >
      <Field label="Why not?" hint="Optional. The agent reads it.">
        {(attributes) => (
          <textarea
            {...attributes}
            rows={3}
            maxLength={500}
            autofocus
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        )}
      </Field>
      <div class="decision-acts">
        <Button type="submit" look="danger" size="large" wide busy={busy}>
          Deny this order
        </Button>
        <Button look="ghost" size="large" wide disabled={busy} onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}

function Channels({ approval }: Props) {
  return (
    <div class="channels">
      <h3 class="quiet">Who may approve it</h3>
      <ul>
        {strongestFirst(approval.channels).map((channel) => (
          <li key={channel}>
            <Icon name="check" size={16} />
            <span>
              <b>{CHANNELS[channel].name}</b> <span class="quiet">{CHANNELS[channel].how}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
