import { signal } from '@preact/signals';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad' | 'info';
  readonly text: string;
  readonly href?: string;
}

const SHOWN = 6_000;
let last = 0;

export const toasts = signal<readonly Toast[]>([]);

export function dismiss(id: number): void {
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

/** A short word at the edge, read aloud as well. */
export function tell(toast: Omit<Toast, 'id'>): void {
  const id = ++last;
  toasts.value = [...toasts.peek().slice(-2), { ...toast, id }];
  setTimeout(() => dismiss(id), SHOWN);
}
