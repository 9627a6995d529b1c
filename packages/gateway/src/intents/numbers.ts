import { type ErrorCode, Mt5Error, type SymbolInfo } from '@mt5-bridge/protocol';
import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 60 });

/** Share of a tick by which a double that came out of a calculation may miss the grid. */
const NOISE = 1e-4;
const LARGEST_MAGIC = 2n ** 64n - 1n;
const MOST_DEVIATION = 1_000_000;

/** @throws Mt5Error `code`, with the argument's name: not finite, negative or zero */
export function checkPositive(value: number, argument: string, code: ErrorCode): void {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return;
  const what = value === 0 ? 'zero' : String(value);
  throw new Mt5Error(code, `${argument} must be a number above zero, got ${what}.`, {
    details: { argument, value: String(value) },
  });
}

export function checkDeviation(points: number): number {
  if (Number.isInteger(points) && points >= 0 && points <= MOST_DEVIATION) return points;
  throw invalid('deviation', `must be a whole number of points from 0 to ${MOST_DEVIATION}, got ${points}`);
}

export function checkMagic(magic: bigint): bigint {
  if (magic >= 0n && magic <= LARGEST_MAGIC) return magic;
  throw invalid('magic', `must be a number from 0 to ${LARGEST_MAGIC}, got ${magic}`);
}

export function invalid(argument: string, problem: string, details: Readonly<Record<string, unknown>> = {}): Mt5Error {
  return new Mt5Error('INVALID_PARAMS', `${argument} ${problem}.`, { details: { argument, ...details } });
}

/** Smallest step of a price. */
export const tickOf = ({ trade_tick_size, point, digits }: SymbolInfo): number =>
  trade_tick_size > 0 ? trade_tick_size : point > 0 ? point : 10 ** -digits;

/**
 * The price on the symbol's grid that is meant: one that misses it by no more than the noise of floating point. Anything
 * else is refused, never moved. @throws Mt5Error `code`, with the nearest prices in details
 */
export function onGrid(price: number, argument: string, info: SymbolInfo, code: ErrorCode): number {
  checkPositive(price, argument, code);
  const tick = tickOf(info);
  const ticks = new Exact(price).div(tick);
  const nearest = ticks.round();
  if (nearest.gt(Number.MAX_SAFE_INTEGER)) {
    throw new Mt5Error(code, `${argument} ${price} is larger than any price of ${info.name}.`, {
      details: { argument, value: price },
    });
  }
  if (nearest.gt(0) && ticks.minus(nearest).abs().lte(NOISE)) return nearest.times(tick).toNumber();
  const around = [ticks.floor(), ticks.ceil()].filter((one) => one.gt(0)).map((one) => one.times(tick).toNumber());
  throw new Mt5Error(
    code,
    `${argument} ${price} lies between two prices of ${info.name}, whose step is ${plain(tick)}.`,
    {
      details: { argument, value: price, tick_size: tick, nearest: around },
    },
  );
}

/** @throws Mt5Error INVALID_VOLUME, with the nearest volumes that the symbol allows in details */
export function checkVolume(volume: number, { name, volume_min, volume_max, volume_step }: SymbolInfo): void {
  checkPositive(volume, 'volume', 'INVALID_VOLUME');
  const lots = new Exact(volume);
  if (lots.gte(volume_min) && lots.lte(volume_max) && isWholeSteps(volume, volume_step)) return;
  const step = volume_step > 0 ? volume_step : volume_min;
  const floor = lots.div(step).floor().times(step);
  const around = [floor, floor.plus(step)].map((one) => Exact.max(volume_min, Exact.min(volume_max, one)).toNumber());
  const bounds = `${plain(volume_min)} to ${plain(volume_max)} lots in steps of ${plain(volume_step)}`;
  throw new Mt5Error('INVALID_VOLUME', `volume ${plain(volume)} does not fit ${name}, which takes ${bounds}.`, {
    details: { argument: 'volume', value: volume, volume_min, volume_max, volume_step, nearest: [...new Set(around)] },
  });
}

export const isWholeSteps = (value: number, step: number): boolean => step <= 0 || new Exact(value).mod(step).isZero();

/** Exactly a - b. */
export const difference = (a: number, b: number): number => new Exact(a).minus(b).toNumber();

/** `count` points as a distance of prices. */
export const distanceOf = (count: number, { point }: SymbolInfo): number => new Exact(point).times(count).toNumber();

/** A number as people write it: never 1e-7. */
export const plain = (value: number): string => new Exact(value).toFixed();

export const decimalsOf = (value: number): number => new Exact(value).decimalPlaces();
