import { Mt5Error, type Params } from '@mt5-bridge/protocol';
import { atMost, orderedRange, wayOf } from './selection.ts';

interface Historic {
  readonly ticket: bigint;
  readonly position_id: bigint;
  readonly symbol: string;
}

const ways = { range: ['from', 'to'], position: ['position'], ticket: ['ticket'] } as const;

/** The part of a history that the arguments select, oldest first. @throws Mt5Error TICKET_NOT_FOUND, TOO_MUCH_DATA */
export function historyPage<T extends Historic>(
  all: readonly T[],
  timeOf: (item: T) => number,
  params: Params<'history_deals'>,
  limit: number,
): { total: number; page: T[] } {
  const found = select(all, timeOf, params);
  const { offset = 0, count = found.length - offset } = params;
  atMost(count, limit, 'records');
  return { total: found.length, page: found.slice(offset, offset + count) };
}

function select<T extends Historic>(
  all: readonly T[],
  timeOf: (item: T) => number,
  params: Params<'history_deals'>,
): readonly T[] {
  const way = wayOf(params, ways);
  if (way === 'range') {
    const { from, to } = orderedRange(params);
    const { symbol } = params;
    return all.filter((item) => {
      const time = timeOf(item);
      return time >= from && time <= to && (symbol === undefined || item.symbol === symbol);
    });
  }
  const found = all.filter((item) =>
    way === 'ticket' ? item.ticket === params.ticket : item.position_id === params.position,
  );
  if (found.length === 0) throw new Mt5Error('TICKET_NOT_FOUND', `the history has no ${way} ${params[way]}`);
  return found;
}
