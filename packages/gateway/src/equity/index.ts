export type * from './api.ts';
export { type EquityHistoryOptions, type EquityRecorder, recordEquity } from './equity-history.ts';
