import { timeframe } from '../enums/index.ts';
import { bool, type Infer, list, record, reported, symbolName, text, ticket } from '../schema/index.ts';

/** An open chart: ChartFirst, ChartNext, ChartSymbol, ChartPeriod, ChartIndicatorName. */
export const chart = record({
  id: ticket(),
  symbol: symbolName(),
  timeframe: reported(timeframe),
  /** The one that the expert advisor is attached to. */
  own: bool(),
  /** Short names of the indicators, those of the main window first. */
  indicators: list(text(128), 256),
});
export type Chart = Infer<typeof chart>;
