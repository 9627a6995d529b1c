import type { DashboardEvents } from '@mt5-bridge/mcp-server/dashboard';
import { computed, effect, signal } from '@preact/signals';
import { backoff } from './backoff.ts';
import { serverNow } from './clock.ts';
import { approvals, EVENTS, positions, take } from './live.ts';
import { refreshSession, session } from './session.ts';

export type StreamState = 'connecting' | 'open' | 'lost';

export const streamState = signal<StreamState>('connecting');
/** When the stream was open last. */
export const lastContact = signal<number | undefined>(undefined);
/** The stream came back a moment ago. */
export const isBack = signal(false);
/** The symbol that the chart shows, if it is open. */
export const chartSymbol = signal<string | undefined>(undefined);

const MOST_SYMBOLS = 20;
const BACK_SHOWN = 4_000;

const wanted = computed(() => {
  const pending = (approvals.value ?? []).filter(({ state }) => state === 'pending');
  const names = [chartSymbol.value, ...pending.map(({ symbol }) => symbol), ...symbolsOf(positions.value ?? [])];
  return [...new Set(names.filter((name) => name !== null && name !== undefined))].slice(0, MOST_SYMBOLS).sort();
});

const symbolsOf = (list: readonly { readonly symbol: string }[]): readonly string[] => list.map(({ symbol }) => symbol);

let source: EventSource | undefined;
let asked: ReadonlySet<string> = new Set();
let attempt = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

function close(): void {
  clearTimeout(retry);
  source?.close();
  source = undefined;
}

function open(): void {
  close();
  asked = new Set(wanted.peek());
  const query = asked.size > 0 ? `?symbols=${encodeURIComponent([...asked].join(','))}` : '';
  const events = new EventSource(`/api/events${query}`);
  source = events;
  events.onopen = () => {
    if (streamState.peek() === 'lost') {
      isBack.value = true;
      setTimeout(() => {
        isBack.value = false;
      }, BACK_SHOWN);
    }
    attempt = 0;
    streamState.value = 'open';
  };
  for (const event of EVENTS) events.addEventListener(event, (message) => receive(event, message));
  // The browser's own retries are without patience or bound, and do not tell of a session that ended.
  events.onerror = () => {
    close();
    if (streamState.peek() === 'open') lastContact.value = serverNow();
    again();
  };
}

function receive<K extends keyof DashboardEvents>(event: K, { data }: MessageEvent<string>): void {
  take(event, JSON.parse(data) as DashboardEvents[K]);
}

function again(): void {
  attempt++;
  // A first quick try is not worth a word.
  if (attempt > 1) streamState.value = 'lost';
  retry = setTimeout(() => void reconnect(), backoff(attempt, Math.random()));
}

async function reconnect(): Promise<void> {
  const state = await refreshSession();
  if (state === undefined) again();
  else if (state.signed_in) open();
}

/** Waits no longer: the person asked, or the network came back. */
export function retryNow(): void {
  if (streamState.peek() === 'open' || !session.peek()?.signed_in) return;
  clearTimeout(retry);
  void reconnect();
}

/** Keeps one stream open as long as somebody is signed in. */
export function startStream(): void {
  const signedIn = computed(() => session.value?.signed_in === true);
  effect(() => {
    if (signedIn.value) {
      attempt = 0;
      streamState.value = 'connecting';
      open();
    } else close();
  });
  let soon: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const isMissing = wanted.value.some((name) => !asked.has(name));
    clearTimeout(soon);
    if (isMissing && streamState.peek() === 'open') soon = setTimeout(open, 300);
  });
  addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') retryNow();
  });
}
