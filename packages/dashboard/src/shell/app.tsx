import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from '../components/basics.tsx';
import { Button } from '../components/button.tsx';
import { Problem } from '../components/problem.tsx';
import { Enrol } from '../pages/enrol.tsx';
import { SignIn } from '../pages/sign-in.tsx';
import { pending } from '../state/live.ts';
import { path } from '../state/router.ts';
import { refreshSession, session, sessionProblem } from '../state/session.ts';
import { Announcer } from './announcer.tsx';
import { Bars } from './bars.tsx';
import { Header } from './header.tsx';
import { KillSwitchDialog } from './kill-switch.tsx';
import { MoreSheet, SideNav, TabBar } from './nav.tsx';
import { Page } from './page.tsx';
import { approvalInPath, route } from './routes.ts';
import { ShortcutsDialog, useShortcuts } from './shortcuts.tsx';
import { Toasts } from './toasts.tsx';

export type Overlay = 'kill-switch' | 'shortcuts' | 'more';

export function App() {
  useTitle();
  if (path.value === '/enrol') return <Enrol />;
  if (session.value === undefined) return sessionProblem.value === undefined ? <Starting /> : <Unreachable />;
  return session.value.signed_in ? <Desk /> : <SignIn session={session.value} />;
}

function Desk() {
  const [overlay, setOverlay] = useState<Overlay>();
  const close = () => setOverlay(undefined);
  useShortcuts(setOverlay);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Bars onKillSwitch={() => setOverlay('kill-switch')} />
      <div class="desk">
        <SideNav onShortcuts={() => setOverlay('shortcuts')} />
        <div class="desk-main">
          <Header onKillSwitch={() => setOverlay('kill-switch')} />
          <main id="main" tabIndex={-1}>
            <Page />
          </main>
        </div>
      </div>
      <TabBar onMore={() => setOverlay('more')} />
      <Announcer />
      <Toasts />
      {overlay === 'kill-switch' && <KillSwitchDialog onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      {overlay === 'more' && <MoreSheet onClose={close} onShortcuts={() => setOverlay('shortcuts')} />}
    </>
  );
}

function Starting() {
  return (
    <main class="gate">
      <div class="gate-box">
        <Skeleton lines={4} tall />
      </div>
    </main>
  );
}

function Unreachable() {
  const error = sessionProblem.value;
  useEffect(() => {
    const timer = setInterval(() => void refreshSession(), 3_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <main class="gate">
      <div class="gate-box stack">
        {error && <Problem error={error} />}
        <Button icon="reload" wide onClick={() => void refreshSession()}>
          Try again
        </Button>
      </div>
    </main>
  );
}

/** What a tab in the background shows: what waits for a decision, then where it is. */
function useTitle(): void {
  const waiting = pending.value.length;
  const name = approvalInPath.value === undefined ? route.value?.name : 'Approve';
  const text = `${waiting > 0 ? `(${waiting}) ` : ''}${name ? `${name} · ` : ''}mt5-bridge`;
  useEffect(() => {
    document.title = text;
  }, [text]);
}
