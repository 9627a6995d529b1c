import type { ComponentChildren } from 'preact';
import { Mark } from '../shell/header.tsx';

interface GateProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ComponentChildren;
}

/** What stands before the desk. */
export function Gate({ title, lead, children }: GateProps) {
  return (
    <main class="gate">
      <div class="gate-brand">
        <Mark />
        <span>mt5-bridge</span>
      </div>
      <div class="gate-box stack">
        <div>
          <h1>{title}</h1>
          <p class="quiet">{lead}</p>
        </div>
        {children}
      </div>
      <p class="gate-foot small faint">{location.host}</p>
    </main>
  );
}
