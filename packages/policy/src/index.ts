export * from './api.ts';
export { driftExceeded, type Prices } from './drift.ts';
export { evaluate } from './evaluate.ts';
export { explain } from './explain.ts';
export { type AccountIdentity, orderHash } from './order-hash.ts';
export { profileIn } from './profiles.ts';
export { parseTradingHours } from './trading-hours.ts';
export { usage, usageOfProfile } from './usage.ts';
