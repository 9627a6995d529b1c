import { useState } from 'preact/hooks';
import { enrol } from '../api/owner.ts';
import { passkeysWork } from '../api/passkeys.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Problem } from '../components/problem.tsx';
import { useTask } from '../components/task.ts';
import { go } from '../state/router.ts';
import { refreshSession } from '../state/session.ts';
import { Gate } from './gate.tsx';

/** The code is taken out of the address at once, so that neither history nor a shared link keeps it. */
function takeCode(): string {
  const code = location.hash.slice(1);
  if (code !== '') history.replaceState(null, '', location.pathname);
  return code;
}

export function Enrol() {
  const [code] = useState(takeCode);
  const [name, setName] = useState<string>();
  const task = useTask();
  if (name !== undefined) {
    return (
      <Gate title="Passkey added" lead={`“${name}” can sign in here and approve orders.`}>
        <div class="notice notice-good">
          <Icon name="check" />
          <p>The code is used up.</p>
        </div>
        <Button
          look="primary"
          size="large"
          wide
          onClick={() => {
            go('/', { replace: true });
            void refreshSession();
          }}
        >
          To the dashboard
        </Button>
      </Gate>
    );
  }
  return (
    <Gate title="Add a passkey" lead="A fingerprint, a face or a security key that no program can give in your place.">
      {code === '' && !task.busy ? (
        <>
          <p>This page needs a code, which only you can ask for. On the machine that runs mt5-bridge:</p>
          <pre class="command">mt5-bridge passkey add</pre>
          <p class="quiet">It asks for your passphrase and shows an address with the code, good for ten minutes.</p>
        </>
      ) : (
        <>
          {!passkeysWork() && (
            <div class="notice notice-warn">
              <Icon name="warning" />
              <p>This browser offers no passkeys here: they need HTTPS, or the very machine that mt5-bridge runs on.</p>
            </div>
          )}
          {task.error && <Problem error={task.error} />}
          <Button
            look="primary"
            size="large"
            wide
            icon="fingerprint"
            busy={task.busy}
            disabled={!passkeysWork()}
            onClick={() => task.run(async () => setName((await enrol(code)).name))}
          >
            Add this device
          </Button>
        </>
      )}
    </Gate>
  );
}
