import type { ErrorCode } from '../errors/index.ts';

/** What every trade request can be refused with before the broker hears of it. */
export const tradeErrors: readonly ErrorCode[] = [
  'REQUEST_ID_REUSED',
  'OUTCOME_UNKNOWN',
  'JOURNAL_FAILED',
  'GUARD_READ_ONLY',
  'GUARD_STOPPED',
  'GUARD_SYMBOL',
  'GUARD_VOLUME',
  'GUARD_MAGIC',
];
