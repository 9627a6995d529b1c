import { forexSessions, metalSessions, roundTheClock } from '../sessions.ts';
import { type SymbolFacts, type SymbolSpec, symbolSpec } from './symbol-spec.ts';

type ForexFacts = Pick<SymbolFacts, 'name' | 'description' | 'path' | 'digits' | 'typical_spread'> & {
  /** Points a lot and night. */
  readonly swap: readonly [long: number, short: number];
};

/** A currency pair of 100,000 units a lot; the swap of the weekend is booked on Wednesday. */
export function forexPair(facts: ForexFacts): SymbolFacts {
  const [swap_long, swap_short] = facts.swap;
  return {
    ...facts,
    base: facts.name.slice(0, 3),
    profit: facts.name.slice(3, 6),
    margin: facts.name.slice(0, 3),
    contract_size: 100_000,
    volume_max: 100,
    stops_level: 0,
    calc_mode: 'forex',
    swap: { swap_mode: 'points', swap_long, swap_short, swap_rollover3days: 'wednesday' },
    margin_rate: { initial: 1, maintenance: 1 },
    sessions: forexSessions,
  };
}

const facts: readonly SymbolFacts[] = [
  forexPair({
    name: 'EURUSD',
    description: 'Euro vs US Dollar',
    path: 'Forex\\Majors',
    digits: 5,
    typical_spread: 3,
    swap: [-8.2, 3.1],
  }),
  forexPair({
    name: 'GBPUSD',
    description: 'Great Britain Pound vs US Dollar',
    path: 'Forex\\Majors',
    digits: 5,
    typical_spread: 6,
    swap: [-3.4, -2.3],
  }),
  forexPair({
    name: 'USDJPY',
    description: 'US Dollar vs Japanese Yen',
    path: 'Forex\\Majors',
    digits: 3,
    typical_spread: 5,
    swap: [9.7, -19.4],
  }),
  forexPair({
    name: 'USDCAD',
    description: 'US Dollar vs Canadian Dollar',
    path: 'Forex\\Majors',
    digits: 5,
    typical_spread: 8,
    swap: [3.2, -8.6],
  }),
  forexPair({
    name: 'USDCHF',
    description: 'US Dollar vs Swiss Franc',
    path: 'Forex\\Majors',
    digits: 5,
    typical_spread: 8,
    swap: [6.8, -12.5],
  }),
  forexPair({
    name: 'EURGBP',
    description: 'Euro vs Great Britain Pound',
    path: 'Forex\\Minors',
    digits: 5,
    typical_spread: 7,
    swap: [-6.3, 1.6],
  }),
  {
    name: 'XAUUSD',
    description: 'Gold vs US Dollar',
    path: 'Metals',
    digits: 2,
    base: 'XAU',
    profit: 'USD',
    margin: 'USD',
    contract_size: 100,
    volume_max: 50,
    stops_level: 20,
    calc_mode: 'cfdleverage',
    swap: { swap_mode: 'points', swap_long: -62.4, swap_short: 31.5, swap_rollover3days: 'wednesday' },
    margin_rate: { initial: 1, maintenance: 1 },
    typical_spread: 18,
    sessions: metalSessions,
  },
  {
    name: 'BTCUSD',
    description: 'Bitcoin vs US Dollar',
    path: 'Crypto',
    digits: 2,
    base: 'BTC',
    profit: 'USD',
    margin: 'USD',
    contract_size: 1,
    volume_max: 10,
    stops_level: 1_000,
    calc_mode: 'cfdleverage',
    swap: { swap_mode: 'interest_current', swap_long: -20, swap_short: -5, swap_rollover3days: 'friday' },
    // A tenth of the account's leverage, as brokers grant it to crypto currencies.
    margin_rate: { initial: 10, maintenance: 10 },
    typical_spread: 7_230,
    sessions: roundTheClock,
  },
];

/** The symbols of the simulated broker, in the order of its Market Watch. */
export const knownSymbols: ReadonlyMap<string, SymbolSpec> = new Map(
  facts.map((symbol) => [symbol.name, symbolSpec(symbol)]),
);
