import type { Chart, GlobalVariable } from '@mt5-bridge/protocol';
import type { Market } from '../market/index.ts';
import { HOUR } from '../market/time.ts';

const FIRST_CHART = 133_817_245_900_000_001n;

/** The charts that stand open in a terminal with this market: the expert advisor's own, and one that a person looks at. */
export function openCharts(market: Market): Chart[] {
  const own = market.symbols[0];
  const other = market.symbol('XAUUSD') ?? market.symbols.at(-1);
  const charts = [
    { symbol: own, timeframe: 'H1', indicators: ['MA(20)', 'RSI(14)'] },
    { symbol: other, timeframe: 'M15', indicators: ['Bands(20)'] },
  ] as const;
  return charts.flatMap(({ symbol, timeframe, indicators }, i) =>
    symbol === undefined
      ? []
      : [{ id: FIRST_CHART + BigInt(i), symbol: symbol.name, timeframe, own: i === 0, indicators: [...indicators] }],
  );
}

/** What another expert advisor and a script left among the terminal's global variables, by name. */
export function globalVariables(market: Market): GlobalVariable[] {
  const left = (name: string, value: number, hours: number): GlobalVariable => ({
    name,
    value,
    time: market.start_time - hours * HOUR,
  });
  return [left('Grid.EURUSD.Level', 3, 2), left('Grid.EURUSD.Lots', 0.05, 2), left('Session.HighWater', 10_240.55, 26)];
}
