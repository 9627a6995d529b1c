import { useEffect } from 'preact/hooks';
import { Kbd } from '../components/basics.tsx';
import { Dialog } from '../components/dialog.tsx';
import { pending } from '../state/live.ts';
import { go } from '../state/router.ts';
import { chooseTheme, isDark } from '../state/theme.ts';
import type { Overlay } from './app.tsx';
import { approvalAddress, ROUTES } from './routes.ts';

const PAIR = 1_200;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName));

/** Keys for the whole page; none of them changes anything by itself. */
export function useShortcuts(show: (overlay: Overlay) => void): void {
  useEffect(() => {
    let lead = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      if (event.timeStamp - lead < PAIR) {
        lead = Number.NEGATIVE_INFINITY;
        const to = ROUTES.find(({ key }) => key === event.key);
        if (to) go(to.path);
        return;
      }
      const first = pending.peek()[0];
      if (event.key === 'g') lead = event.timeStamp;
      else if (event.key === '?') show('shortcuts');
      else if (event.key === 'K') show('kill-switch');
      else if (event.key === 'd') chooseTheme(isDark() ? 'light' : 'dark');
      else if (event.key === 'n' && first) go(approvalAddress(first.approval_id));
      else if (event.key === '/') {
        const search = document.querySelector<HTMLElement>('[data-search]');
        if (!search) return;
        event.preventDefault();
        search.focus();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [show]);
}

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl class="shortcuts">
        {ROUTES.map(({ name, key }) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              <Kbd>g</Kbd> <Kbd>{key}</Kbd>
            </dd>
          </div>
        ))}
        <Shortcut name="Approval that ends first" keys="n" />
        <Shortcut name="Search or filter" keys="/" />
        <Shortcut name="Stop or release trading" keys="Shift K" />
        <Shortcut name="Dark or light" keys="d" />
        <Shortcut name="This list" keys="?" />
        <Shortcut name="Close" keys="Esc" />
      </dl>
    </Dialog>
  );
}

function Shortcut({ name, keys }: { readonly name: string; readonly keys: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {keys.split(' ').map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}
