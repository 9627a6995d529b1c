import { IconButton } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { dismiss, toasts } from '../state/toasts.ts';

const ICONS = { good: 'check', bad: 'warning', info: 'info' } as const;

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ id, tone, text, href }) => (
        <div key={id} class={`toast toast-${tone}`}>
          <Icon name={ICONS[tone]} />
          <span class="grow">{href ? <a href={href}>{text}</a> : text}</span>
          <IconButton icon="cross" label="Dismiss" onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
