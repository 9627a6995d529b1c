import { useState } from 'preact/hooks';
import { resumeTrading, stopTrading } from '../api/owner.ts';
import { Button, HoldButton } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, OwnerName } from '../components/field.tsx';
import { Problem } from '../components/problem.tsx';
import { useTask } from '../components/task.ts';
import { moment } from '../format/time.ts';
import { now } from '../state/clock.ts';
import { policy, takeKillSwitch } from '../state/live.ts';
import { tell } from '../state/toasts.ts';

interface Props {
  readonly onClose: () => void;
}

export function KillSwitchDialog({ onClose }: Props) {
  // What it was when it was opened: another tab must not turn one act into the other under the finger.
  const [wasOn] = useState(policy.peek()?.kill_switch.on ?? false);
  return wasOn ? <ReleaseDialog onClose={onClose} /> : <StopDialog onClose={onClose} />;
}

const REASONS = ['The agent does not do what it should', 'Market news', 'I want to look first'];

function StopDialog({ onClose }: Props) {
  const [reason, setReason] = useState('');
  const task = useTask();
  const text = reason.trim();
  const stop = () =>
    task.run(async () => {
      const state = await stopTrading(text);
      takeKillSwitch(state);
      tell({ tone: 'info', text: 'Trading is stopped.' });
      onClose();
    });
  return (
    <Dialog title="Stop trading" look="danger" onClose={onClose}>
      <div class="stack">
        <p>
          From this moment on mt5-bridge sends <b>nothing that adds risk</b>, for every agent and every program on this
          ledger. Closing, cancelling and tightening stops stay possible. Open positions stay open.
        </p>
        <Field label="Why?" hint="Stands in the audit log, and the agents are told.">
          {(attributes) => (
            <input
              {...attributes}
              autofocus
              type="text"
              maxLength={200}
              autocomplete="off"
              value={reason}
              onInput={({ currentTarget }) => setReason(currentTarget.value)}
            />
          )}
        </Field>
        <div class="row wrap">
          {REASONS.map((each) => (
            <button key={each} type="button" class="chip" onClick={() => setReason(each)}>
              {each}
            </button>
          ))}
        </div>
        {task.error && <Problem error={task.error} />}
        <HoldButton label="Hold to stop trading" busy={task.busy} disabled={text === ''} onDone={stop} />
        {text === '' && <p class="small quiet centre">Say why first.</p>}
      </div>
    </Dialog>
  );
}

function ReleaseDialog({ onClose }: Props) {
  const [passphrase, setPassphrase] = useState('');
  const task = useTask();
  const state = policy.value?.kill_switch;
  const release = () =>
    task.run(async () => {
      const next = await resumeTrading(passphrase);
      takeKillSwitch(next);
      tell({ tone: 'good', text: 'Trading is released.' });
      onClose();
    });
  return (
    <Dialog title="Release trading" onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          release();
        }}
      >
        {state?.on && (
          <p class="quiet">
            Stopped by {state.by ?? 'somebody'}
            {state.since !== null && `, ${moment(state.since, now.value)}`}
            {state.reason && `: “${state.reason}”`}
          </p>
        )}
        <p>Agents may trade again within your limits as soon as you release it.</p>
        <OwnerName />
        <Field label="Your passphrase" hint="A passkey is not enough for this.">
          {(attributes) => (
            <input
              {...attributes}
              autofocus
              type="password"
              autocomplete="current-password"
              value={passphrase}
              onInput={({ currentTarget }) => setPassphrase(currentTarget.value)}
            />
          )}
        </Field>
        {task.error && <Problem error={task.error} />}
        <Button
          type="submit"
          look="primary"
          size="large"
          wide
          busy={task.busy}
          disabled={passphrase === ''}
          icon="play"
        >
          Release trading
        </Button>
      </form>
    </Dialog>
  );
}
