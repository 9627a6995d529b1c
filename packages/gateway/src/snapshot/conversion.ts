import type { Mt5Client } from '@mt5-bridge/client';
import type { Quote, SymbolBrief } from '@mt5-bridge/protocol';

const PAGE = 1_000;
/** Of one currency: the first with a quote is used. */
const MOST_CANDIDATES = 3;

/** A broker's symbol whose price is the rate between two currencies. */
export interface Pair {
  readonly symbol: string;
  /** The price is account currency in units of the other: one unit of that is worth 1 / price. */
  readonly isInverse: boolean;
}

/** The broker's currency pairs; the list of symbols is fetched once for every start of the terminal. */
export interface Conversion {
  /** Pairs that convert `currency`, the likeliest first; none for the account's own. */
  pairs(currency: string, accountCurrency: string): Promise<readonly Pair[]>;
}

export function conversion(client: Mt5Client): Conversion {
  let kept: { readonly epoch: number; readonly symbols: Promise<SymbolBrief[]> } | undefined;

  async function fetchAll(): Promise<SymbolBrief[]> {
    const found: SymbolBrief[] = [];
    for (;;) {
      const { total, symbols } = await client.call('symbols', { offset: found.length, count: PAGE });
      found.push(...symbols);
      if (symbols.length === 0 || found.length >= total) return found;
    }
  }

  function all(): Promise<SymbolBrief[]> {
    const epoch = client.link.state === 'up' ? client.link.hello.epoch : 0;
    if (kept?.epoch === epoch) return kept.symbols;
    const fetched = { epoch, symbols: fetchAll() };
    kept = fetched;
    fetched.symbols.catch(() => {
      // Whoever asked is told; the next one asks again.
      if (kept === fetched) kept = undefined;
    });
    return fetched.symbols;
  }

  return {
    async pairs(currency, accountCurrency) {
      if (currency === accountCurrency) return [];
      const found = (await all()).flatMap((symbol) => {
        if (isPair(symbol, currency, accountCurrency)) return [{ symbol, isInverse: false }];
        return isPair(symbol, accountCurrency, currency) ? [{ symbol, isInverse: true }] : [];
      });
      found.sort(
        (a, b) => Number(b.symbol.select) - Number(a.symbol.select) || a.symbol.name.length - b.symbol.name.length,
      );
      return found.slice(0, MOST_CANDIDATES).map(({ symbol, isInverse }) => ({ symbol: symbol.name, isInverse }));
    },
  };
}

/** The name must say so too: an index or a share may carry the same two currencies and another price. */
function isPair({ name, currency_base, currency_profit }: SymbolBrief, base: string, profit: string): boolean {
  if (currency_base !== base || currency_profit !== profit) return false;
  return name
    .replace(/[^a-z]/gi, '')
    .toUpperCase()
    .includes(`${base}${profit}`.toUpperCase());
}

/**
 * What one unit of the currency costs in account currency, the spread included, so that a loss is never taken for
 * smaller than it is; undefined without a quote.
 */
export function rateOf(pairs: readonly Pair[], quotes: ReadonlyMap<string, Quote>): number | undefined {
  for (const { symbol, isInverse } of pairs) {
    const quote = quotes.get(symbol);
    if (quote === undefined || !(quote.bid > 0) || !(quote.ask > 0)) continue;
    return isInverse ? 1 / quote.bid : quote.ask;
  }
  return undefined;
}
