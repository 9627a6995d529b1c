import type { Infer } from '../schema/index.ts';
import { accountEvent } from './account.ts';
import { bar } from './bar.ts';
import { bookEvent } from './book.ts';
import { heartbeat } from './heartbeat.ts';
import { ordersEvent } from './orders.ts';
import { positionsEvent } from './positions.ts';
import { status } from './status.ts';
import { tick } from './tick.ts';
import { tradeEvent } from './trade.ts';

/** Every event kind by its name. */
export const events = {
  hb: heartbeat,
  tick,
  book: bookEvent,
  bar,
  account: accountEvent,
  positions: positionsEvent,
  orders: ordersEvent,
  trade: tradeEvent,
  status,
} as const;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventData<N extends EventName> = Infer<Events[N]['data']>;

export type { EventKind } from './define.ts';
export { barTopic, bookTopic, type PlainTopic, parseTopic, plainTopics, type Topic, tickTopic } from './topic.ts';
