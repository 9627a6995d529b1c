import { type Timeframe, timeframe } from '../enums/index.ts';

/** What a topic of the PUB socket names. Symbol names may hold dots, so only the first and the last one separate. */
export type Topic =
  | { readonly kind: 'hb' | 'account' | 'positions' | 'orders' | 'trade' | 'status' }
  | { readonly kind: 'tick' | 'book'; readonly symbol: string }
  | { readonly kind: 'bar'; readonly symbol: string; readonly timeframe: Timeframe };

/** Topics that flow to every client without a watch. */
export const plainTopics = ['hb', 'account', 'positions', 'orders', 'trade', 'status'] as const;
export type PlainTopic = (typeof plainTopics)[number];

export const tickTopic = (symbol: string): string => `tick.${symbol}`;
export const bookTopic = (symbol: string): string => `book.${symbol}`;
export const barTopic = (symbol: string, tf: Timeframe): string => `bar.${symbol}.${tf}`;

/** Parses a topic; undefined when it is none of ours. */
export function parseTopic(topic: string): Topic | undefined {
  if ((plainTopics as readonly string[]).includes(topic)) return { kind: topic as PlainTopic };
  const dot = topic.indexOf('.');
  const kind = topic.slice(0, dot);
  const rest = topic.slice(dot + 1);
  if (dot < 0 || rest.length === 0) return undefined;
  if (kind === 'tick' || kind === 'book') return { kind, symbol: rest };
  const last = rest.lastIndexOf('.');
  const name = rest.slice(last + 1);
  if (kind === 'bar' && last > 0 && (timeframe.names as readonly string[]).includes(name)) {
    return { kind, symbol: rest.slice(0, last), timeframe: name as Timeframe };
  }
  return undefined;
}
