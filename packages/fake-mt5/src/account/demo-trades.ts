import type { PositionReason, PositionType } from '@mt5-bridge/protocol';
import type { Random } from '../market/random.ts';
import { isInSession } from '../market/sessions.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import { DAY, HOUR, MINUTE } from '../market/time.ts';
import { closingPrice, openingPrice } from './account.ts';
import { commissionOf } from './commission.ts';
import type { Prices, RateOf } from './conversion.ts';
import { exact, rounded, sum } from './money.ts';
import { profitOf } from './profit.ts';
import { rollovers, swapOfDay } from './swap.ts';
import type { Fill, Trade } from './trade-records.ts';

/** What the account's past is made from. Times are broker server time. */
export interface Past {
  readonly now: number;
  readonly specs: ReadonlyMap<string, SymbolSpec>;
  /** Prices that stood at a time up to now. */
  readonly pricesAt: (symbol: string, time: number) => Prices | undefined;
  /** Rates into the account currency at a time up to now. */
  readonly ratesAt: (time: number) => RateOf;
  readonly random: Random;
}

interface Trader {
  readonly magic: bigint;
  readonly comment: string;
  readonly reason: PositionReason;
}

const byHand: Trader = { magic: 0n, comment: '', reason: 'client' };
const swing: Trader = { magic: 20_250_117n, comment: 'swing 3', reason: 'expert' };
const breakout: Trader = { magic: 880_001n, comment: 'breakout', reason: 'expert' };
const carry: Trader = { magic: 44_010n, comment: 'carry fade', reason: 'expert' };
const traders = [byHand, swing, breakout, carry] as const;

const CLOSED_TRADES = 14;
const ATTEMPTS = 200;
const MEAN_HOLD = 9 * HOUR;
const LONGEST_HOLD = 4 * DAY;
const CENTS = 2;

/** The positions that are open at the start; the second one covers a part of the first. */
const held = [
  { symbol: 'EURUSD', type: 'buy', volume: 0.2, age: 26 * HOUR, by: byHand, sl: true, tp: true },
  { symbol: 'EURUSD', type: 'sell', volume: 0.08, age: 5 * HOUR, by: swing, sl: true, tp: false },
  { symbol: 'USDJPY', type: 'sell', volume: 0.15, age: 75 * HOUR, by: carry, sl: true, tp: true },
  { symbol: 'XAUUSD', type: 'buy', volume: 0.05, age: 50 * HOUR, by: breakout, sl: true, tp: false },
] as const;

/**
 * How far stops and pending orders stand from the market, as a part of the price: beyond what weeks usually bring, since
 * nothing here fills them.
 */
export function reach(spec: SymbolSpec): number {
  if (spec.info.trade_calc_mode === 'forex') return 0.035;
  return spec.info.path.startsWith('Metals') ? 0.12 : 0.4;
}

/** Swap of a position from its opening to `until`: each night rounded to the cent, at the price and rates of the end. */
function swapUntil(
  past: Past,
  spec: SymbolSpec,
  type: PositionType,
  volume: number,
  opened: Fill,
  until: number,
): number {
  const prices = past.pricesAt(spec.info.name, until);
  const held = { type, volume, price_open: opened.price };
  const day = prices && swapOfDay(spec.info, held, closingPrice(type, prices), past.ratesAt(until));
  const nights = rollovers(spec.info, opened.time, until);
  return sum(nights.map(({ days }) => rounded(exact(day ?? 0).times(days), CENTS))).toNumber();
}

export function openTrades(past: Past): Trade[] {
  return held.flatMap(({ symbol, type, volume, age, by, sl, tp }): Trade[] => {
    const spec = past.specs.get(symbol);
    const prices = past.pricesAt(symbol, past.now);
    if (spec === undefined || prices === undefined) return [];
    const opened = fill(
      past,
      spec,
      volume,
      inSession(spec, past.now - age * (0.9 + 0.2 * past.random.uniform())),
      type,
      'in',
    );
    if (opened === undefined) return [];
    // Beyond both the entry and the market, so that neither stop has been passed on the way.
    const low = Math.min(opened.price, prices.bid);
    const high = Math.max(opened.price, prices.ask);
    const [below, above] = [away(past, spec, low, -1), away(past, spec, high, 1)];
    const [stop, target] = type === 'buy' ? [below, above] : [above, below];
    return [
      {
        spec,
        type,
        volume,
        opened,
        sl: sl ? stop : null,
        tp: tp ? target : null,
        swap: swapUntil(past, spec, type, volume, opened, past.now),
        ...by,
      },
    ];
  });
}

/** Trades that were opened and closed between `from` and now, on symbols whose profit can be converted. */
export function closedTrades(past: Past, from: number): Trade[] {
  const specs = [...past.specs.values()];
  const trades: Trade[] = [];
  for (let attempt = 0; attempt < ATTEMPTS && trades.length < CLOSED_TRADES; attempt++) {
    const trade = closedTrade(past, pick(past.random, specs), from);
    if (trade !== undefined) trades.push(trade);
  }
  return trades;
}

/** The trades without those that lived, on the same symbol, at the time of an earlier one of the list. */
export function apart(trades: readonly Trade[]): Trade[] {
  const endOf = ({ closed }: Trade): number => closed?.time ?? Number.POSITIVE_INFINITY;
  const meet = (one: Trade, other: Trade): boolean =>
    one.spec === other.spec && one.opened.time <= endOf(other) && other.opened.time <= endOf(one);
  const kept: Trade[] = [];
  for (const trade of trades) if (!kept.some((other) => meet(trade, other))) kept.push(trade);
  return kept;
}

function closedTrade(past: Past, spec: SymbolSpec, from: number): Trade | undefined {
  const { random } = past;
  const begin = inSession(spec, from + random.uniform() * (past.now - from));
  const hold = Math.min(MINUTE * 5 + MEAN_HOLD * random.exponential(), LONGEST_HOLD);
  const end = inSession(spec, begin + hold);
  const type = random.uniform() < 0.5 ? 'buy' : 'sell';
  const by = pick(random, traders);
  const byLevel = random.uniform() < 0.5;
  const volume = volumeWorth(past, spec, begin, 3_000 + 22_000 * random.uniform());
  if (begin < from || end <= begin || end >= past.now || volume === undefined) return undefined;

  const opened = fill(past, spec, volume, begin, type, 'in');
  const closing = fill(past, spec, volume, end, type, 'out');
  if (opened === undefined || closing === undefined) return undefined;
  const gain = profitOf(spec.info, type, volume, opened.price, closing.price, past.ratesAt(end));
  if (gain === undefined) return undefined;
  const level = !byLevel || gain.isZero() ? undefined : gain.isNegative() ? 'sl' : 'tp';
  const sign = type === 'buy' ? 1 : -1;
  return {
    spec,
    type,
    volume,
    opened,
    closed: { ...closing, profit: rounded(gain, CENTS), reason: level ?? by.reason },
    sl: level === 'sl' ? closing.price : level === 'tp' ? away(past, spec, opened.price, -sign) : null,
    tp: level === 'tp' ? closing.price : level === 'sl' ? away(past, spec, opened.price, sign) : null,
    swap: swapUntil(past, spec, type, volume, opened, end),
    ...by,
  };
}

function fill(
  past: Past,
  spec: SymbolSpec,
  volume: number,
  time: number,
  type: PositionType,
  entry: 'in' | 'out',
): Fill | undefined {
  const prices = past.pricesAt(spec.info.name, time);
  if (prices === undefined) return undefined;
  const price = (entry === 'in' ? openingPrice : closingPrice)(type, prices);
  return { time, price, commission: commissionOf(spec, volume) };
}

/** A price out of reach above (sign 1) or below (sign -1) another. */
export function away(past: Past, spec: SymbolSpec, price: number, sign: number): number {
  return rounded(price * (1 + sign * reach(spec) * (1 + past.random.uniform())), spec.info.digits);
}

/** Whole steps of volume that are worth about so much in account currency. */
function volumeWorth(past: Past, spec: SymbolSpec, time: number, worth: number): number | undefined {
  const prices = past.pricesAt(spec.info.name, time);
  const rate = past.ratesAt(time)(spec.info.currency_profit, 'buy');
  if (prices === undefined || rate === undefined) return undefined;
  const { trade_contract_size, volume_min, volume_max, volume_step } = spec.info;
  const lots = worth / (rate.toNumber() * prices.ask * trade_contract_size);
  const steps = Math.round(Math.min(Math.max(lots, volume_min), volume_max) / volume_step);
  return exact(volume_step).times(steps).toNumber();
}

/** The last moment up to `time` at which the symbol is traded, to the whole minute where it is not `time` itself. */
function inSession(spec: SymbolSpec, time: number): number {
  let at = Math.floor(time);
  while (!isInSession(spec.sessions.trade, at)) at -= 10 * MINUTE;
  return at;
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random.uniform() * items.length)] as T;
}
