import { type Clock, Mt5Error, serverZone, symbolName, type Timeframe, timeframe } from '@mt5-bridge/protocol';

/** Terminal clocks run ahead, and "until next year" is a fair way to say "everything"; a later time is a mistake. */
const FURTHEST_AHEAD_MS = 366 * 86_400_000;

/** Checks what a caller selects before anything is sent, so that a refusal speaks of the argument. */
export function selections(clock: Clock) {
  const name = symbolName();

  function timestamp(value: number, argument: string): void {
    if (!Number.isSafeInteger(value) || value < 0 || value > clock.now() + FURTHEST_AHEAD_MS) {
      throw new Mt5Error('INVALID_TIMESTAMP', `${argument} is not a time between 1970 and a year from now.`, {
        details: { argument, value },
      });
    }
  }

  function wholeNumber(value: number, argument: string, least: number): void {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new Mt5Error('INVALID_COUNT', `${argument} must be a whole number of at least ${least}.`, {
        details: { argument, value },
      });
    }
  }

  return {
    /** @throws Mt5Error INVALID_SYMBOL */
    symbol(value: string): void {
      try {
        name.encode(value, 'symbol', serverZone);
      } catch (cause) {
        throw new Mt5Error('INVALID_SYMBOL', undefined, { details: { argument: 'symbol' }, cause });
      }
    },

    /** @throws Mt5Error INVALID_TIMESTAMP */
    range({ from, to }: { from: number; to: number }): void {
      timestamp(from, 'from');
      timestamp(to, 'to');
      if (from > to) {
        throw new Mt5Error('INVALID_TIMESTAMP', 'from is after to.', { details: { argument: 'from', from, to } });
      }
    },

    /** @throws Mt5Error INVALID_TIMESTAMP */
    timestamp,

    /** @throws Mt5Error INVALID_COUNT, TOO_MUCH_DATA past `most` */
    count(value: number, most: number): void {
      wholeNumber(value, 'count', 1);
      if (value > most) {
        throw new Mt5Error('TOO_MUCH_DATA', `count ${value} is past the limit of ${most}.`, {
          details: { argument: 'count', value, limit: most },
        });
      }
    },

    /** Rows to leave out before the first one. @throws Mt5Error INVALID_COUNT */
    offset(value: number, argument: 'start' | 'offset'): void {
      wholeNumber(value, argument, 0);
    },

    /** @throws Mt5Error INVALID_PARAMS */
    positive(value: number, argument: string): void {
      if (!Number.isFinite(value) || value <= 0) {
        throw new Mt5Error('INVALID_PARAMS', `${argument} must be a number above 0.`, { details: { argument, value } });
      }
    },

    /** @throws Mt5Error INVALID_TIMEFRAME */
    timeframe(name: Timeframe): void {
      if (!timeframe.names.includes(name)) {
        throw new Mt5Error('INVALID_TIMEFRAME', undefined, { details: { argument: 'timeframe', value: name } });
      }
    },
  };
}
