import type { Mt5Client } from '@mt5-bridge/client';
import { type Clock, Mt5Error, type SymbolBrief } from '@mt5-bridge/protocol';
import type { Page } from './api.ts';
import { closeMatches } from './close-matches.ts';

const PAGE = 1_000;
/** More than any broker has; a bound on what is kept. */
const MOST_SYMBOLS = 50_000;
/** Whether a symbol is in Market Watch changes while the terminal runs. */
const MOST_AGE_MS = 60_000;

export interface SymbolFilter {
  readonly search?: string;
  readonly path?: string;
  readonly selected?: boolean;
}

/** The broker's symbols, fetched when first needed and kept for a minute of one epoch. */
export interface SymbolDirectory {
  /** The symbols that fit, in the terminal's order. */
  find(filter: SymbolFilter, page: { offset: number; count: number }): Promise<Page<SymbolBrief>>;
  /** The error as a caller should see it: one that says that `symbol` is not there tells what may have been meant. */
  explain(error: unknown, symbol: string): Promise<unknown>;
}

export function symbolDirectory({ client, clock }: { client: Mt5Client; clock: Clock }): SymbolDirectory {
  let kept: { readonly epoch: number; readonly until: number; readonly symbols: Promise<SymbolBrief[]> } | undefined;

  async function fetchAll(selected: boolean): Promise<SymbolBrief[]> {
    const found: SymbolBrief[] = [];
    for (;;) {
      const { total, symbols } = await client.call('symbols', {
        ...(selected && { selected }),
        offset: found.length,
        count: PAGE,
      });
      found.push(...symbols);
      if (symbols.length === 0 || found.length >= Math.min(total, MOST_SYMBOLS)) return found;
    }
  }

  function all(): Promise<SymbolBrief[]> {
    const { link } = client;
    if (link.state !== 'up') return fetchAll(false);
    const { epoch } = link.hello;
    if (kept?.epoch === epoch && clock.now() < kept.until) return kept.symbols;
    const fetched = { epoch, until: clock.now() + MOST_AGE_MS, symbols: fetchAll(false) };
    kept = fetched;
    fetched.symbols.catch(() => {
      // Whoever asked is told; the next one asks again.
      if (kept === fetched) kept = undefined;
    });
    return fetched.symbols;
  }

  return {
    async find({ search = '', path = '', selected = false }, { offset, count }) {
      const words = search.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length === 0 && path === '') {
        const { total, symbols } = await client.call('symbols', { ...(selected && { selected }), offset, count });
        return { total, offset, items: symbols };
      }
      const start = path.toLowerCase();
      const fitting = (selected ? await fetchAll(true) : await all()).filter((symbol) => {
        const text = `${symbol.name}\n${symbol.description}`.toLowerCase();
        return symbol.path.toLowerCase().startsWith(start) && words.every((word) => text.includes(word));
      });
      return { total: fitting.length, offset, items: fitting.slice(offset, offset + count) };
    },

    async explain(error, symbol) {
      if (!(error instanceof Mt5Error) || error.code !== 'SYMBOL_NOT_FOUND') return error;
      const symbols = await all().catch(() => undefined);
      // A link that broke meanwhile is no reason to hide what was asked for.
      if (symbols === undefined) return error;
      const { details, retcode } = error;
      return new Mt5Error('SYMBOL_NOT_FOUND', `The broker has no symbol ${JSON.stringify(symbol)}.`, {
        details: { ...details, symbol, close_matches: closeMatches(symbol, symbols) },
        retcode,
        cause: error,
      });
    },
  };
}
