import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export type Look = 'neutral' | 'accent' | 'up' | 'down' | 'warn' | 'live';

export function Badge({ look = 'neutral', children }: { readonly look?: Look; readonly children: ComponentChildren }) {
  return <span class={`badge badge-${look}`}>{children}</span>;
}

interface CardProps {
  readonly title?: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly flush?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Card({ title, aside, flush = false, class: extra = '', children }: CardProps) {
  const id = useId();
  return (
    <section class={`card ${flush ? 'card-flush' : ''} ${extra}`} {...(title ? { 'aria-labelledby': id } : {})}>
      {title && (
        <header class="card-head">
          <h2 id={id}>{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** What stands where there is nothing to show, and what would make it otherwise. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={22} />
      </span>
      <p class="strong">{title}</p>
      {children && <p class="quiet">{children}</p>}
    </div>
  );
}

/** Lines of the size of what will stand there. */
export function Skeleton({ lines = 3, tall = false }: { readonly lines?: number; readonly tall?: boolean }) {
  return (
    <div class="skeleton" aria-busy="true">
      <span class="hidden-text">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class={`bone ${tall ? 'bone-tall' : ''}`} aria-hidden="true" />
      ))}
    </div>
  );
}

/** At the end of the line that opens and closes what is below it. */
export function Chevron() {
  return (
    <span class="chevron">
      <Icon name="down" size={16} />
    </span>
  );
}

interface FactProps {
  readonly label: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One line of a description list. */
export function Fact({ label, children }: FactProps) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly children: ComponentChildren;
  readonly note?: ComponentChildren;
}

export function Figure({ label, children, note }: FigureProps) {
  return (
    <div class="figure">
      <span class="figure-label">{label}</span>
      <span class="figure-value">{children}</span>
      {note && <span class="figure-note">{note}</span>}
    </div>
  );
}

export function Kbd({ children }: { readonly children: ComponentChildren }) {
  return <kbd class="kbd">{children}</kbd>;
}
