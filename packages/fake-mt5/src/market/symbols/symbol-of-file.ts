import { MarketFileError } from '../market-file-error.ts';
import { metalSessions, roundTheClock } from '../sessions.ts';
import { forexPair, knownSymbols } from './known-symbols.ts';
import { type SymbolFacts, type SymbolSpec, symbolSpec } from './symbol-spec.ts';

/** What a replay file tells of its symbol. */
export interface SeenInFile {
  readonly file: string;
  readonly symbol: string;
  readonly digits: number;
  readonly price: number;
}

/** The offshore yuan is traded everywhere and stands in no list of ISO 4217. */
const currencies = new Set([...Intl.supportedValuesOf('currency'), 'CNH']);
const metals = new Map([
  ['XAU', { name: 'Gold', contract_size: 100 }],
  ['XAG', { name: 'Silver', contract_size: 5_000 }],
  ['XPT', { name: 'Platinum', contract_size: 100 }],
  ['XPD', { name: 'Palladium', contract_size: 100 }],
]);
/** Brokers' tails on the usual names, as in EURUSD.r, EURUSDm or EURUSD-pro. */
const SUFFIX = /^(?:[.#+&$-][A-Za-z0-9.#+&$-]*|[a-z]{1,4})$/;

/**
 * The specification for a symbol that a replay file brings: a known symbol (also with a broker's suffix, also with more
 * digits), else one made after its name. @throws MarketFileError when the name tells no currencies
 */
export function symbolOfFile(seen: SeenInFile): SymbolSpec {
  for (const [name, spec] of knownSymbols) {
    const suffix = seen.symbol.slice(name.length);
    if (seen.symbol === name || (seen.symbol.startsWith(name) && SUFFIX.test(suffix))) {
      return withDigits(renamed(spec, seen.symbol), seen.digits);
    }
  }
  return symbolSpec(factsByName(seen));
}

function renamed(spec: SymbolSpec, name: string): SymbolSpec {
  const path = `${spec.info.path.slice(0, spec.info.path.lastIndexOf('\\') + 1)}${name}`;
  return { ...spec, info: { ...spec.info, name, path } };
}

/** The same prices in finer points, where the file writes more digits than the broker does. */
function withDigits(spec: SymbolSpec, digits: number): SymbolSpec {
  const finer = 10 ** (digits - spec.info.digits);
  if (finer <= 1) return spec;
  const point = 1 / 10 ** digits;
  return {
    ...spec,
    info: {
      ...spec.info,
      digits,
      point,
      trade_tick_size: point,
      trade_stops_level: spec.info.trade_stops_level * finer,
    },
    typical_spread: spec.typical_spread * finer,
  };
}

function factsByName({ file, symbol, digits, price }: SeenInFile): SymbolFacts {
  const [, base, profit] = /^([A-Z0-9]{2,10})([A-Z]{3})$/.exec(symbol.replace(/[^A-Z0-9].*$/, '')) ?? [];
  if (base === undefined || profit === undefined || !currencies.has(profit)) {
    throw new MarketFileError(
      'MARKET_FILE_SYMBOL',
      `${symbol} is no known symbol, and its name does not end in the currency of its price`,
      { file },
    );
  }
  const metal = metals.get(base);
  if (metal === undefined && currencies.has(base)) {
    return {
      ...forexPair({
        name: `${base}${profit}`,
        description: `${base} vs ${profit}`,
        path: 'Forex\\Exotics',
        digits,
        typical_spread: digits === 3 || digits === 5 ? 20 : 2,
        swap: [-5, -5],
      }),
      name: symbol,
    };
  }
  return {
    name: symbol,
    description: `${metal?.name ?? base} vs ${profit}`,
    path: metal === undefined ? 'Other' : 'Metals',
    digits,
    base,
    profit,
    margin: profit,
    contract_size: metal?.contract_size ?? 1,
    volume_max: 50,
    stops_level: 0,
    calc_mode: 'cfdleverage',
    swap: { swap_mode: 'disabled', swap_long: 0, swap_short: 0, swap_rollover3days: 'wednesday' },
    margin_rate: { initial: 1, maintenance: 1 },
    // Three hundredths of a percent: between a metal's and a crypto currency's.
    typical_spread: Math.max(1, Math.round(price * 0.0003 * 10 ** digits)),
    sessions: metal === undefined ? roundTheClock : metalSessions,
  };
}
