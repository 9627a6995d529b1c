import { maMethod, stochasticPrice } from '@mt5-bridge/protocol';
import { average, type Compute, priceOf, trueRange } from './kinds.ts';
import {
  at,
  exponential,
  from,
  highest,
  lowest,
  minus,
  type Series,
  series,
  simple,
  smoothed,
  windows,
} from './series.ts';

const { sma, ema } = maMethod.numbers;

/** By how much the values rose, and by how much they fell, against the bar before; empty on the first one. */
function moves(values: Series): { readonly up: Series; readonly down: Series } {
  const move = series(values.length, (i) => at(values, i) - at(values, i - 1));
  return { up: move.map((one) => Math.max(one, 0)), down: move.map((one) => Math.max(-one, 0)) };
}

/** The share of the one in both, in percent; `none` where both are nothing. */
const share = (one: number, other: number, none: number): number =>
  one + other === 0 ? none : (100 * one) / (one + other);

const rsi: Compute = (bars, { period, applied_price }) => {
  const { up, down } = moves(priceOf(bars, applied_price));
  const falls = smoothed(period, down);
  return [smoothed(period, up).map((rise, i) => share(rise, at(falls, i), 50))];
};

/** A simple average of the true range, not Wilder's. */
const atr: Compute = (bars, { period }) => [simple(period, trueRange(bars))];

const bears: Compute = (bars, { period }) => [minus(bars.low, average(ema, period, bars.close))];
const bulls: Compute = (bars, { period }) => [minus(bars.high, average(ema, period, bars.close))];

const cci: Compute = (bars, { period, applied_price }) => {
  const values = priceOf(bars, applied_price);
  const middle = simple(period, values);
  return [
    windows(values, period, (window, i) => {
      const mean = at(middle, i);
      const spread = (0.015 * window.reduce((sum, value) => sum + Math.abs(value - mean), 0)) / period;
      return spread === 0 ? 0 : (at(values, i) - mean) / spread;
    }),
  ];
};

const demarker: Compute = ({ high, low }, { period }) => {
  const lows = simple(period, moves(low).down);
  return [simple(period, moves(high).up).map((rise, i) => share(rise, at(lows, i), 0) / 100)];
};

const momentum: Compute = (bars, { period, applied_price }) => {
  const values = priceOf(bars, applied_price);
  return [values.map((value, i) => (100 * value) / at(values, i - period))];
};

/** The signal is a simple average, other than elsewhere. */
const macd: Compute = (bars, { fast, slow, signal, applied_price }) => {
  const values = priceOf(bars, applied_price);
  const main = minus(average(ema, fast, values), average(ema, slow, values));
  return [main, average(sma, signal, main)];
};

const osma: Compute = (bars, inputs) => {
  const [main = [], signal = []] = macd(bars, inputs);
  return [minus(main, signal)];
};

/** Sums of bodies over sums of ranges, each weighted 1-2-2-1 over four bars. */
const rvi: Compute = ({ length, open, high, low, close }, { period }) => {
  const weighted = (values: Series): Series =>
    series(length, (i) => at(values, i) + 2 * at(values, i - 1) + 2 * at(values, i - 2) + at(values, i - 3));
  const total = (values: Series): Series =>
    windows(weighted(values), period, (window) => window.reduce((sum, value) => sum + value, 0));
  const ranges = total(minus(high, low));
  const main = total(minus(close, open)).map((up, i) => (at(ranges, i) === 0 ? up : up / at(ranges, i)));
  return [main, weighted(main).map((sum) => sum / 6)];
};

const stochastic: Compute = (bars, { k_period, d_period, slowing, method, price_field }) => {
  const byClose = price_field === stochasticPrice.numbers.closeclose;
  const bottoms = lowest(byClose ? bars.close : bars.low, k_period);
  const tops = highest(byClose ? bars.close : bars.high, k_period);
  const over = simple(slowing, minus(bars.close, bottoms));
  const range = simple(slowing, minus(tops, bottoms));
  const main = over.map((value, i) => (at(range, i) === 0 ? 100 : (100 * value) / at(range, i)));
  return [main, average(method, d_period, main)];
};

/** Stays where it is while there is no range. */
const wpr: Compute = ({ high, low, close }, { period }) => {
  const bottoms = lowest(low, period);
  let line = 0;
  return [
    highest(high, period).map((top, i) => {
      const range = top - at(bottoms, i);
      if (range !== 0) line = (-100 * (top - at(close, i))) / range;
      return line;
    }),
  ];
};

/** With exponential averages of what each bar moved in its range, where Wilder's own smooths the sums. */
const adx: Compute = (bars, { period }) => {
  const range = trueRange(bars);
  const rises = moves(bars.high).up;
  const falls = moves(bars.low).down;
  const directed = (one: Series, other: Series): Series =>
    exponential(
      period,
      series(bars.length, (i) =>
        at(one, i) > at(other, i) && at(range, i) !== 0 ? (100 * at(one, i)) / at(range, i) : 0,
      ),
    );
  const plus = directed(rises, falls);
  const less = directed(falls, rises);
  const strength = plus.map((one, i) => {
    const both = one + at(less, i);
    return both === 0 ? 0 : (100 * Math.abs(one - at(less, i))) / both;
  });
  return [from(2 * period, exponential(period, strength)), from(period, plus), from(period, less)];
};

/** Lines under the prices. */
export const oscillators = {
  rsi,
  atr,
  bears,
  bulls,
  cci,
  demarker,
  momentum,
  macd,
  osma,
  rvi,
  stochastic,
  wpr,
  adx,
};
