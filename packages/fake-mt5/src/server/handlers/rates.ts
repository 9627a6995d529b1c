import { type Params, timeframeMs } from '@mt5-bridge/protocol';
import { emptyRates, packRates, type RatesColumns } from '@mt5-bridge/protocol/wire';
import type { MarketSymbol } from '../../market/index.ts';
import type { Handler } from '../handler.ts';
import { atMost, orderedRange, wayOf } from '../selection.ts';
import type { Terminal } from '../terminal.ts';

const ways = { position: ['start', 'count'], range: ['from', 'to'] } as const;

export const rates: Handler<'rates'> = (terminal, params) => {
  const way = wayOf(params, ways);
  const symbol = terminal.select(params.symbol);
  terminal.requireConnection();
  const columns = select[way](terminal, symbol, params);
  return { result: { count: columns.length, digits: symbol.spec.info.digits }, records: packRates(columns) };
};

type Selected = Params<'rates'>;

const select: Record<keyof typeof ways, (terminal: Terminal, symbol: MarketSymbol, params: Selected) => RatesColumns> =
  {
    /** A terminal keeps as many bars as it answers at once: there are none behind them. */
    position({ limits }, symbol, { timeframe, start = 0, count = 0 }) {
      atMost(count, limits.max_rates, 'bars');
      const kept = Math.min(count, limits.max_rates - start);
      return kept > 0 ? symbol.ratesByPosition(timeframe, start, kept) : emptyRates(0);
    },
    range({ limits, market }, symbol, params) {
      const { from, to } = orderedRange(params);
      const { timeframe } = params;
      // Of a long range the newest part is enough to see that it is too long.
      const recent = Math.min(to, market.time()) - 2 * limits.max_rates * timeframeMs(timeframe);
      if (recent > from) atMost(symbol.ratesByRange(timeframe, recent, to).length, limits.max_rates, 'bars or more');
      const columns = symbol.ratesByRange(timeframe, from, to);
      atMost(columns.length, limits.max_rates, 'bars');
      return columns;
    },
  };
