export * from './account.ts';
export * from './calendar.ts';
export * from './indicator.ts';
export * from './symbol.ts';
export * from './timeframe.ts';
export * from './trade.ts';
