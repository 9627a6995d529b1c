import type { SessionState } from '@mt5-bridge/mcp-server/dashboard';
import { useState } from 'preact/hooks';
import { signIn, signInByPasskey } from '../api/owner.ts';
import { passkeysWork } from '../api/passkeys.ts';
import { Button } from '../components/button.tsx';
import { Field, OwnerName } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Problem } from '../components/problem.tsx';
import { useTask } from '../components/task.ts';
import { setSession, wasSignedOut } from '../state/session.ts';
import { Gate } from './gate.tsx';

export function SignIn({ session }: { readonly session: SessionState }) {
  const [passphrase, setPassphrase] = useState('');
  const task = useTask();
  const passkeys = session.passkeys > 0 && passkeysWork();
  if (!session.has_passphrase) return <NoPassphrase />;
  return (
    <Gate title="Sign in" lead="This desk belongs to the owner of the trading account.">
      {wasSignedOut.value && (
        <div class="notice notice-info" role="status">
          <Icon name="info" />
          <p>You were signed out. Sign in to go on where you were.</p>
        </div>
      )}
      {passkeys && (
        <>
          <Button
            look="primary"
            size="large"
            wide
            icon="fingerprint"
            busy={task.busy}
            onClick={() => task.run(async () => setSession(await signInByPasskey()))}
          >
            Sign in with a passkey
          </Button>
          <p class="or">
            <span>or</span>
          </p>
        </>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          task.run(async () => setSession(await signIn(passphrase)));
        }}
      >
        <OwnerName />
        <Field label="Passphrase">
          {(attributes) => (
            <input
              {...attributes}
              type="password"
              autocomplete="current-password"
              value={passphrase}
              autofocus={!passkeys}
              onInput={({ currentTarget }) => setPassphrase(currentTarget.value)}
            />
          )}
        </Field>
        {task.error && <Problem error={task.error} />}
        <Button
          type="submit"
          look={passkeys ? 'plain' : 'primary'}
          size="large"
          wide
          busy={task.busy}
          disabled={passphrase === ''}
        >
          Sign in
        </Button>
      </form>
    </Gate>
  );
}

function NoPassphrase() {
  return (
    <Gate title="Set a passphrase first" lead="Nobody can sign in yet: the owner has no passphrase.">
      <p>At a terminal on the machine that runs mt5-bridge:</p>
      <pre class="command">mt5-bridge passphrase</pre>
      <p class="quiet">
        Then load this page again. A program that merely runs beside mt5-bridge cannot do this for you.
      </p>
      <Button icon="reload" wide onClick={() => location.reload()}>
        Load again
      </Button>
    </Gate>
  );
}
