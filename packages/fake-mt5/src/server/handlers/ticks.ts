import type { Params } from '@mt5-bridge/protocol';
import { packTicks, type TicksColumns } from '@mt5-bridge/protocol/wire';
import type { MarketSymbol } from '../../market/index.ts';
import type { Handler } from '../handler.ts';
import { atMost, orderedRange, wayOf } from '../selection.ts';

const ways = { position: ['start', 'count'], onward: ['from', 'count'], range: ['from', 'to'] } as const;

export const ticks: Handler<'ticks'> = (terminal, params) => {
  const way = wayOf(params, ways);
  const symbol = terminal.select(params.symbol);
  terminal.requireConnection();
  const columns = select[way](symbol, params, terminal.limits.max_ticks);
  return { result: { count: columns.length, digits: symbol.spec.info.digits }, records: packTicks(columns) };
};

type Selected = Params<'ticks'>;

const select: Record<keyof typeof ways, (symbol: MarketSymbol, params: Selected, limit: number) => TicksColumns> = {
  position(symbol, { flags, start = 0, count = 0 }, limit) {
    atMost(start + count, limit, 'ticks');
    return symbol.ticksByPosition(flags, start, count);
  },
  onward(symbol, { flags, from = 0, count = 0 }, limit) {
    atMost(count, limit, 'ticks');
    return symbol.ticksFrom(flags, from, count);
  },
  range(symbol, params, limit) {
    const { from, to } = orderedRange(params);
    // One more than may be answered shows that there are too many, without reading them all.
    const columns = symbol.ticksByRange(params.flags, from, to, limit + 1);
    atMost(columns.length, limit, 'ticks or more');
    return columns;
  },
};
