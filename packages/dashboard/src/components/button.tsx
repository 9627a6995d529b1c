import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  readonly look?: 'plain' | 'primary' | 'danger' | 'good' | 'ghost';
  readonly size?: 'normal' | 'large' | 'small';
  readonly icon?: IconName;
  readonly type?: 'button' | 'submit';
  /** Under way: says so and takes no more clicks. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly wide?: boolean;
  readonly onClick?: () => void;
  readonly children: ComponentChildren;
}

export function Button(props: ButtonProps) {
  const {
    look = 'plain',
    size = 'normal',
    icon,
    type = 'button',
    busy = false,
    disabled = false,
    wide = false,
  } = props;
  return (
    <button
      type={type}
      class={`button button-${look} button-${size} ${wide ? 'button-wide' : ''}`}
      disabled={disabled}
      aria-disabled={busy || disabled}
      aria-busy={busy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{props.children}</span>
    </button>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly look?: string;
}

export function IconButton({ icon, label, onClick, look = '' }: IconButtonProps) {
  return (
    <button type="button" class={`icon-button ${look}`} aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** How long it must be held, in ms; the stylesheet's `hold` has the same length. */
const HOLD = 900;

interface HoldButtonProps {
  readonly label: string;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onDone: () => void;
}

/** Must be held with a pointer, or pressed twice with a key: never done by a slip. */
export function HoldButton({ label, busy, disabled, onDone }: HoldButtonProps) {
  const [phase, setPhase] = useState<'idle' | 'holding' | 'armed'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = () => {
    clearTimeout(timer.current);
    setPhase((now) => (now === 'holding' ? 'idle' : now));
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const isOff = busy || disabled;
  return (
    <button
      type="button"
      class={`button button-danger button-large button-wide hold ${phase === 'holding' ? 'is-held' : ''}`}
      disabled={isOff}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        setPhase('holding');
        timer.current = setTimeout(() => {
          setPhase('idle');
          onDone();
        }, HOLD);
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // A click without a pointer: a key, or a reader of the screen.
        if (event.detail !== 0) return;
        if (phase === 'armed') {
          setPhase('idle');
          onDone();
        } else setPhase('armed');
      }}
      onBlur={() => setPhase('idle')}
    >
      <span class="hold-fill" aria-hidden="true" />
      {busy ? <span class="spinner" aria-hidden="true" /> : <Icon name="stop" />}
      <span aria-live="polite">{phase === 'armed' ? 'Press again to confirm' : label}</span>
    </button>
  );
}
