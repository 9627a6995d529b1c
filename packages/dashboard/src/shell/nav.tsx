import { recordOf } from '../api/call.ts';
import { signOut } from '../api/owner.ts';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { alerts, pending } from '../state/live.ts';
import { session, setSession } from '../state/session.ts';
import { tell } from '../state/toasts.ts';
import { Mark } from './header.tsx';
import { FIRST_ROUTES, MORE_ROUTES, ROUTES, type Route, route } from './routes.ts';

const countOf = ({ path }: Route): number => {
  if (path === '/approvals') return pending.value.length;
  if (path === '/alerts') return (alerts.value ?? []).filter(({ state }) => state === 'new').length;
  return 0;
};

interface NavLinkProps {
  readonly to: Route;
  readonly onGo?: () => void;
}

function NavLink({ to, onGo }: NavLinkProps) {
  const count = countOf(to);
  const isHere = route.value === to;
  return (
    <a
      class={`nav-link ${isHere ? 'is-here' : ''}`}
      href={to.path}
      {...(onGo ? { onClick: onGo } : {})}
      {...(isHere ? { 'aria-current': 'page' } : {})}
    >
      <Icon name={to.icon} size={20} />
      <span class="nav-name">{to.name}</span>
      {count > 0 && (
        <span class={`count ${to.path === '/approvals' ? 'count-hot' : ''}`}>
          {count}
          <span class="hidden-text">{to.path === '/approvals' ? ' waiting for you' : ' new'}</span>
        </span>
      )}
    </a>
  );
}

async function leave(): Promise<void> {
  try {
    setSession(await signOut());
  } catch (error) {
    tell({ tone: 'bad', text: recordOf(error).message });
  }
}

interface SideNavProps {
  readonly onShortcuts: () => void;
}

export function SideNav({ onShortcuts }: SideNavProps) {
  return (
    <nav class="side" aria-label="Pages">
      <a class="side-brand" href="/">
        <Mark />
        <span>mt5-bridge</span>
      </a>
      <ul class="side-list">
        {ROUTES.map((to) => (
          <li key={to.path}>
            <NavLink to={to} />
          </li>
        ))}
      </ul>
      <div class="side-foot">
        <button type="button" class="nav-link" onClick={onShortcuts}>
          <Icon name="keyboard" size={20} />
          <span class="nav-name">Shortcuts</span>
          <kbd class="kbd">?</kbd>
        </button>
        <button type="button" class="nav-link" onClick={() => void leave()}>
          <Icon name="leave" size={20} />
          <span class="nav-name">Sign out</span>
        </button>
        <SignedInAs />
      </div>
    </nav>
  );
}

function SignedInAs() {
  const { by, method, version } = session.value ?? {};
  return (
    <p class="side-who small faint">
      {method === 'passkey' ? `Passkey ${by}` : 'Signed in by passphrase'}
      <br />
      Version {version}
    </p>
  );
}

export function TabBar({ onMore }: { readonly onMore: () => void }) {
  const isMore = MORE_ROUTES.some((to) => to === route.value);
  const news = MORE_ROUTES.reduce((sum, to) => sum + countOf(to), 0);
  return (
    <nav class="tabs" aria-label="Pages">
      {FIRST_ROUTES.map((to) => (
        <NavLink key={to.path} to={to} />
      ))}
      <button type="button" class={`nav-link ${isMore ? 'is-here' : ''}`} aria-haspopup="dialog" onClick={onMore}>
        <Icon name="more" size={20} />
        <span class="nav-name">More</span>
        {news > 0 && <span class="count">{news}</span>}
      </button>
    </nav>
  );
}

interface MoreSheetProps {
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
}

export function MoreSheet({ onClose, onShortcuts }: MoreSheetProps) {
  return (
    <Dialog title="More" look="sheet" onClose={onClose}>
      <ul class="sheet-list">
        {MORE_ROUTES.map((to) => (
          <li key={to.path}>
            <NavLink to={to} onGo={onClose} />
          </li>
        ))}
        <li>
          <button type="button" class="nav-link" onClick={onShortcuts}>
            <Icon name="keyboard" size={20} />
            <span class="nav-name">Shortcuts</span>
          </button>
        </li>
        <li>
          <button type="button" class="nav-link" onClick={() => void leave()}>
            <Icon name="leave" size={20} />
            <span class="nav-name">Sign out</span>
          </button>
        </li>
      </ul>
    </Dialog>
  );
}
