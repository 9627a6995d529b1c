export { type MarketFile, readMarketFile } from './export-file.ts';
export type { TickBatch } from './feed.ts';
export { createMarket, type Market, type MarketOptions, type TickListener } from './market.ts';
export { MarketFileError, type MarketFileProblem } from './market-file-error.ts';
export type { MarketSymbol } from './market-symbol.ts';
export type { SymbolSpec } from './symbols/symbol-spec.ts';
export type { DayFigures, Tick } from './tick.ts';
