import assert from 'node:assert/strict';
import type { Quote, SymbolBrief } from '@mt5-bridge/protocol';
import type { Peer } from './peer.ts';
import { Skip } from './suite.ts';

export async function allSymbols(peer: Peer): Promise<SymbolBrief[]> {
  const found: SymbolBrief[] = [];
  for (;;) {
    const { total, symbols } = await peer.call('symbols', { offset: found.length, count: 1_000 });
    found.push(...symbols);
    if (found.length >= total) return found;
    assert(symbols.length > 0, 'a page before the end is not empty');
  }
}

/** A symbol with a quote: the most traded ones first. */
export async function quoted(peer: Peer): Promise<Quote> {
  const names = (await peer.call('symbols', { selected: true, offset: 0, count: 100 })).symbols.map((s) => s.name);
  const usual = ['EURUSD', 'BTCUSD', 'XAUUSD', 'USDJPY'];
  names.sort((a, b) => rank(a) - rank(b));
  const { quotes } = await peer.call('quotes', { symbols: names });
  const [first] = quotes;
  if (first === undefined) throw new Skip('no symbol of Market Watch has a quote');
  return first;

  function rank(name: string): number {
    const at = usual.findIndex((start) => name.startsWith(start));
    return at < 0 ? usual.length : at;
  }
}

/** Equal as money or prices are: to a part of the last digit. */
export function near(actual: number, expected: number, step: number, what: string): void {
  assert(Math.abs(actual - expected) < step * 0.51, `${what}: ${actual}, expected ${expected}`);
}
