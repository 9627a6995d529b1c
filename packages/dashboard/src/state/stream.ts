import { computed, effect, signal } from '@preact/signals';
import { openStream } from '../api/call.ts';
import { eventsOf, type StreamedEvent } from '../api/event-stream.ts';
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

let stream: AbortController | undefined;
let asked: ReadonlySet<string> = new Set();
let attempt = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

function close(): void {
  clearTimeout(retry);
  stream?.abort();
  stream = undefined;
}

function open(): void {
  close();
  asked = new Set(wanted.peek());
  const query = asked.size > 0 ? `?symbols=${encodeURIComponent([...asked].join(','))}` : '';
  const ours = new AbortController();
  stream = ours;
  listen(`/api/events${query}`, ours.signal)
    .catch((error: unknown) => {
      // A TypeError is how a connection breaks; our own abort is no news either.
      if (!ours.signal.aborted && !(error instanceof TypeError)) reportError(error);
    })
    .finally(() => {
      if (!ours.signal.aborted) lost();
    });
}

/** Until the stream ends. Why one was refused, or ended, the session tells that is asked for next. */
async function listen(path: string, signal: AbortSignal): Promise<void> {
  const answer = await openStream(path, signal).catch(() => undefined);
  if (!answer?.ok || answer.body === null || signal.aborted) return;
  opened();
  for await (const event of eventsOf(answer.body)) {
    // What had come already is not for who has signed out meanwhile.
    if (signal.aborted) return;
    receive(event);
  }
}

function opened(): void {
  if (streamState.peek() === 'lost') {
    isBack.value = true;
    setTimeout(() => {
      isBack.value = false;
    }, BACK_SHOWN);
  }
  attempt = 0;
  streamState.value = 'open';
}

function receive({ event, data }: StreamedEvent): void {
  const known = EVENTS.find((name) => name === event);
  if (known !== undefined) take(known, JSON.parse(data));
}

function lost(): void {
  close();
  if (streamState.peek() === 'open') lastContact.value = serverNow();
  again();
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
