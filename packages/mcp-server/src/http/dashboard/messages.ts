import type { DashboardEvents, EquityCurve } from './contract.ts';

type EventName = keyof DashboardEvents;

/** One event for the pages. The newest of a key replaces what still waits of it. */
export type Message = {
  [E in EventName]: { readonly event: E; readonly key: string; readonly value: DashboardEvents[E] };
}[EventName];

/** Records of the audit log that a page begins with, and that wait for a slow one at most. */
export const MOST_ACTIVITY = 50;

/** What a page that has not heard `waiting` is told when `next` comes. */
export function joined(waiting: Message | undefined, next: Message): Message {
  if (waiting?.event === 'activity' && next.event === 'activity') {
    return { ...next, value: [...waiting.value, ...next.value].slice(-MOST_ACTIVITY) };
  }
  if (waiting?.event === 'equity' && next.event === 'equity' && !next.value.is_whole) {
    return { ...next, value: extended(waiting.value, next.value) };
  }
  return next;
}

const extended = (curve: EquityCurve, { at, equity, balance }: EquityCurve): EquityCurve => ({
  ...curve,
  at: [...curve.at, ...at],
  equity: [...curve.equity, ...equity],
  balance: [...curve.balance, ...balance],
});

export const problemKey = (key: string): string => `problem ${key}`;

/** As server-sent events write it. JSON has no line ends. */
export const written = ({ event, value }: Message): string => `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
