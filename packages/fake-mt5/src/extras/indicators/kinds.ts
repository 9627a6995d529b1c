import { appliedPrice, appliedVolume, type MaMethod, maMethod } from '@mt5-bridge/protocol';
import type { RatesColumns } from '@mt5-bridge/protocol/wire';
import { at, empties, exponential, from, linearWeighted, type Series, series, simple, smoothed } from './series.ts';

type InputName =
  | 'applied_price'
  | 'applied_volume'
  | 'd_period'
  | 'deviation'
  | 'fast'
  | 'jaw_period'
  | 'jaw_shift'
  | 'k_period'
  | 'kijun'
  | 'lips_period'
  | 'lips_shift'
  | 'maximum'
  | 'method'
  | 'period'
  | 'price_field'
  | 'senkou'
  | 'shift'
  | 'signal'
  | 'slow'
  | 'slowing'
  | 'step'
  | 'teeth_period'
  | 'teeth_shift'
  | 'tenkan';

/** The inputs of a built-in indicator by name: those that its type has. */
export type Inputs = Readonly<Record<InputName, number>>;

/** Prices of bars, oldest first. */
export interface Bars {
  readonly length: number;
  readonly open: Series;
  readonly high: Series;
  readonly low: Series;
  readonly close: Series;
  readonly tick_volume: Series;
  readonly real_volume: Series;
}

/** One series a buffer, as many values as there are bars. */
export type Compute = (bars: Bars, inputs: Inputs) => Series[];

export function columnsAsBars(columns: RatesColumns): Bars {
  const { length } = columns;
  return {
    length,
    open: Array.from(columns.open),
    high: Array.from(columns.high),
    low: Array.from(columns.low),
    close: Array.from(columns.close),
    tick_volume: Array.from(columns.tick_volume),
    real_volume: Array.from(columns.real_volume),
  };
}

const methods: Readonly<Record<MaMethod, (period: number, values: Series) => Series>> = {
  sma: simple,
  ema: exponential,
  smma: smoothed,
  lwma: linearWeighted,
};

/** A moving average by the number of ENUM_MA_METHOD; empty until `period` values are there, whatever the method. */
export function average(method: number, period: number, values: Series): Series {
  const smooth = methods[maMethod.nameOf(method) ?? 'sma'];
  return from(empties(values) + period - 1, smooth(period, values));
}

/** By the number of ENUM_APPLIED_PRICE. */
export function priceOf(bars: Bars, applied: number): Series {
  const { open, high, low, close } = bars;
  const { numbers } = appliedPrice;
  const mean = (...parts: readonly Series[]): Series =>
    series(bars.length, (i) => parts.reduce((sum, part) => sum + (part[i] as number), 0) / parts.length);
  switch (applied) {
    case numbers.open:
      return open;
    case numbers.high:
      return high;
    case numbers.low:
      return low;
    case numbers.median:
      return mean(high, low);
    case numbers.typical:
      return mean(high, low, close);
    case numbers.weighted:
      return mean(high, low, close, close);
    default:
      return close;
  }
}

/** By the number of ENUM_APPLIED_VOLUME. */
export const volumeOf = (bars: Bars, applied: number): Series =>
  applied === appliedVolume.numbers.real ? bars.real_volume : bars.tick_volume;

/** The larger of the bar's own range and its distance to the close before; empty on the first bar. */
export function trueRange({ length, high, low, close }: Bars): Series {
  return series(length, (i) => {
    const before = close[i - 1] ?? Number.NaN;
    return Math.max(high[i] as number, before) - Math.min(low[i] as number, before);
  });
}

/** 0, the first colour, where a value is above the one before, or the first; 1 where it is not. */
export function colors(values: Series): Series {
  return values.map((value, i) => (Number.isNaN(value) ? Number.NaN : Number(value <= at(values, i - 1))));
}
