import { Mt5Error } from '@mt5-bridge/protocol';

type Given = Readonly<Record<string, unknown>>;

/**
 * Which one of several ways to select the arguments take: the keys of a way are all there, those of no other way are.
 * @throws Mt5Error INVALID_PARAMS
 */
export function wayOf<const W extends string>(params: Given, ways: Readonly<Record<W, readonly string[]>>): W {
  const keys = new Set(Object.values<readonly string[]>(ways).flat());
  const given = [...keys].filter((key) => params[key] !== undefined);
  const way = (Object.keys(ways) as W[]).find(
    (name) => ways[name].length === given.length && ways[name].every((key) => given.includes(key)),
  );
  if (way !== undefined) return way;
  const known = Object.values<readonly string[]>(ways).map((way) => way.join(' with '));
  throw new Mt5Error('INVALID_PARAMS', `a: give ${known.join(', or ')}; got ${given.join(' with ') || 'none of them'}`);
}

/** @throws Mt5Error INVALID_PARAMS */
export function orderedRange({ from = 0, to = 0 }: { from?: number; to?: number }): { from: number; to: number } {
  if (from > to) throw new Mt5Error('INVALID_PARAMS', `a.from: ${from} is after a.to ${to}`);
  return { from, to };
}

/** @throws Mt5Error TOO_MUCH_DATA */
export function atMost(count: number, limit: number, what: string): void {
  if (count > limit) throw new Mt5Error('TOO_MUCH_DATA', `${count} ${what} are more than the limit of ${limit}`);
}

/** Those of one symbol or ticket, if asked for. @throws Mt5Error TICKET_NOT_FOUND */
export function narrowed<T extends { readonly symbol: string; readonly ticket: bigint }>(
  items: readonly T[],
  by: { readonly symbol?: string; readonly ticket?: bigint },
): T[] {
  const found = items.filter(
    ({ symbol, ticket }) =>
      (by.symbol === undefined || symbol === by.symbol) && (by.ticket === undefined || ticket === by.ticket),
  );
  if (by.ticket !== undefined && found.length === 0) {
    throw new Mt5Error('TICKET_NOT_FOUND', `there is no ticket ${by.ticket}`);
  }
  return found;
}
