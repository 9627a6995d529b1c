import {
  type BookEntry,
  bookTopic,
  events,
  type OperationName,
  type Params,
  type Result,
  type ZoneShift,
} from '@mt5-bridge/protocol';
import type { KeptStates } from './api.ts';
import type { KeptStateSpec } from './kept-state.ts';

type Call = <N extends OperationName>(operation: N, params: Params<N>) => Promise<Result<N>>;

/** How account, positions and orders are read and followed. */
export function keptSpecs(call: Call, zone: ZoneShift): { [K in keyof KeptStates]: KeptStateSpec<KeptStates[K]> } {
  return {
    account: {
      topic: 'account',
      async fetch() {
        const { account, ...stamp } = await call('account_info', {});
        return { state: account, stamp };
      },
      decode(data) {
        const { account, cause } = events.account.data.decode(data, 'account', zone);
        return { state: account, cause };
      },
    },
    positions: {
      topic: 'positions',
      async fetch() {
        const { positions, ...stamp } = await call('positions', {});
        return { state: positions, stamp };
      },
      decode(data) {
        const { positions, cause } = events.positions.data.decode(data, 'positions', zone);
        return { state: positions, cause };
      },
    },
    orders: {
      topic: 'orders',
      async fetch() {
        const { orders, ...stamp } = await call('orders', {});
        return { state: orders, stamp };
      },
      decode: (data) => ({ state: events.orders.data.decode(data, 'orders', zone).orders, cause: 'state' }),
    },
  };
}

/** A symbol's depth of market; its snapshot carries no number, so any event is taken for newer. */
export function bookSpec(call: Call, zone: ZoneShift, symbol: string): KeptStateSpec<BookEntry[]> {
  const topic = bookTopic(symbol);
  return {
    topic,
    fetch: async () => ({ state: (await call('book', { symbol })).entries }),
    decode: (data) => ({ state: events.book.data.decode(data, topic, zone).entries, cause: 'state' }),
  };
}
