import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import { isoTime } from './present/times.ts';

const DAY = 86_400_000;

/**
 * The time range that two arguments name, or undefined when neither is given. It ends a day past this machine's clock at
 * the latest: there is nothing to read later, though the broker's clock may be ahead.
 * @throws Mt5Error INVALID_TIMESTAMP
 */
export function rangeOf<F extends string, T extends string>(
  args: { readonly [K in F | T]?: number | undefined },
  fromName: F,
  toName: T,
  clock: Clock,
): { from: number; to: number } | undefined {
  const from = args[fromName];
  const to = args[toName];
  if (from === undefined) {
    if (to === undefined) return undefined;
    throw new Mt5Error('INVALID_TIMESTAMP', `${toName} needs ${fromName}.`, { details: { argument: fromName } });
  }
  if (to !== undefined && to < from) {
    throw new Mt5Error('INVALID_TIMESTAMP', `${fromName} (${isoTime(from)}) is after ${toName} (${isoTime(to)}).`, {
      details: { argument: fromName },
    });
  }
  return { from, to: Math.min(to ?? Number.POSITIVE_INFINITY, Math.max(from, clock.now() + DAY)) };
}
