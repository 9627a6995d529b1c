import { Button, IconButton } from '../components/button.tsx';
import { EnvironmentBadge } from '../components/environment.tsx';
import { Icon } from '../components/icon.tsx';
import { link, policy } from '../state/live.ts';
import { streamState } from '../state/stream.ts';
import { chooseTheme, isDark } from '../state/theme.ts';

export function Header({ onKillSwitch }: { readonly onKillSwitch: () => void }) {
  const stopped = policy.value?.kill_switch.on ?? false;
  return (
    <header class="header">
      <a class="header-mark" href="/" aria-label="mt5-bridge, to the overview">
        <Mark />
      </a>
      <Identity />
      <div class="header-tools">
        <LinkState />
        <span class="only-wide">
          <IconButton
            icon={isDark() ? 'sun' : 'moon'}
            label={isDark() ? 'Light theme' : 'Dark theme'}
            onClick={() => chooseTheme(isDark() ? 'light' : 'dark')}
          />
        </span>
        <Button look={stopped ? 'plain' : 'danger'} icon={stopped ? 'play' : 'stop'} onClick={onKillSwitch}>
          {stopped ? 'Release' : 'Stop'}
          <span class="only-wide"> trading</span>
        </Button>
      </div>
    </header>
  );
}

export function Mark() {
  return <img src="/icon.svg" width={28} height={28} alt="" />;
}

function Identity() {
  const state = link.value;
  if (state === undefined) return <span class="bone header-bone" />;
  return (
    <div class="identity">
      <EnvironmentBadge of={state.environment} />
      <span class="identity-account">
        <span class="strong">{state.login ?? 'No account'}</span>
        <span class="quiet identity-server"> {state.server}</span>
      </span>
    </div>
  );
}

const LINK_WORDS = { up: 'Terminal connected', connecting: 'Waiting for the terminal', down: 'Terminal lost' } as const;

function LinkState() {
  const isLost = streamState.value === 'lost';
  const state = isLost ? 'down' : (link.value?.state ?? 'connecting');
  const text = isLost ? 'No contact' : LINK_WORDS[state];
  return (
    <span class={`link-state link-${state}`} title={text}>
      <span class="dot" aria-hidden="true" />
      <span class="link-text">{text}</span>
      {state === 'down' && <Icon name="plug" size={14} />}
    </span>
  );
}
