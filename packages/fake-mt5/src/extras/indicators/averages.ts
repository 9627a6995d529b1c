import { maMethod } from '@mt5-bridge/protocol';
import { average, type Compute, priceOf } from './kinds.ts';
import { at, minus, type Series, series, shifted, windows } from './series.ts';

const { ema } = maMethod.numbers;

/** Standard deviation of each window from a line, of the population. */
export function deviation(values: Series, line: Series, period: number): Series {
  return windows(values, period, (window, bar) => {
    const middle = at(line, bar);
    return Math.sqrt(window.reduce((sum, value) => sum + (value - middle) ** 2, 0) / period);
  });
}

const times = (factor: number, values: Series): Series => values.map((value) => factor * value);

const ma: Compute = (bars, { period, shift, method, applied_price }) => [
  shifted(shift, average(method, period, priceOf(bars, applied_price))),
];

const bands: Compute = (bars, { period, shift, deviation: width, applied_price }) => {
  const values = priceOf(bars, applied_price);
  const base = average(maMethod.numbers.sma, period, values);
  const distance = times(width, deviation(values, base, period));
  const upper = base.map((value, i) => value + at(distance, i));
  return [base, upper, minus(base, distance)].map((line) => shifted(shift, line));
};

const envelopes: Compute = (bars, { period, shift, method, applied_price, deviation: percent }) => {
  const line = average(method, period, priceOf(bars, applied_price));
  return [1 + percent / 100, 1 - percent / 100].map((factor) => shifted(shift, times(factor, line)));
};

const stddev: Compute = (bars, { period, shift, method, applied_price }) => {
  const values = priceOf(bars, applied_price);
  return [shifted(shift, deviation(values, average(method, period, values), period))];
};

/** The average, that of the average, and that of that one, each of the values that the one before has. */
function threefold(period: number, values: Series): [Series, Series, Series] {
  const first = average(ema, period, values);
  const second = average(ema, period, first);
  return [first, second, average(ema, period, second)];
}

const dema: Compute = (bars, { period, shift, applied_price }) => {
  const [first, second] = threefold(period, priceOf(bars, applied_price));
  return [shifted(shift, minus(times(2, first), second))];
};

const tema: Compute = (bars, { period, shift, applied_price }) => {
  const [first, second, third] = threefold(period, priceOf(bars, applied_price));
  return [
    shifted(
      shift,
      series(bars.length, (i) => 3 * at(first, i) - 3 * at(second, i) + at(third, i)),
    ),
  ];
};

const trix: Compute = (bars, { period, applied_price }) => {
  const [, , third] = threefold(period, priceOf(bars, applied_price));
  return [series(bars.length, (i) => (at(third, i) - at(third, i - 1)) / at(third, i - 1))];
};

/** Kaufman's: follows faster the straighter the price goes. */
const ama: Compute = (bars, { period, fast, slow, shift, applied_price }) => {
  const values = priceOf(bars, applied_price);
  const [quick, lazy] = [2 / (fast + 1), 2 / (slow + 1)];
  let line = at(values, period - 1);
  const followed = series(bars.length, (i) => {
    if (i < period) return Number.NaN;
    const way = Math.abs(at(values, i) - at(values, i - period));
    let noise = 0;
    for (let j = i - period + 1; j <= i; j++) noise += Math.abs(at(values, j) - at(values, j - 1));
    const pace = (noise === 0 ? 0 : way / noise) * (quick - lazy) + lazy;
    line += pace ** 2 * (at(values, i) - line);
    return line;
  });
  return [shifted(shift, followed)];
};

const ichimoku: Compute = (bars, { tenkan, kijun, senkou }) => {
  const middle = (length: number): Series => {
    const tops = windows(bars.high, length, (one) => Math.max(...one));
    const bottoms = windows(bars.low, length, (one) => Math.min(...one));
    return tops.map((top, i) => (top + at(bottoms, i)) / 2);
  };
  const [fast, slow] = [middle(tenkan), middle(kijun)];
  const lead = fast.map((value, i) => (value + at(slow, i)) / 2);
  return [fast, slow, shifted(kijun, lead), shifted(kijun, middle(senkou)), shifted(-kijun, bars.close)];
};

/** Wilder's stop and reverse: the stop of a bar is known when the bar before it is. It begins short, on the second bar. */
const sar: Compute = ({ length, high, low }, { step, maximum }) => {
  const stops = [Number.NaN];
  let long = false;
  let stop = Math.max(at(high, 0), at(high, 1));
  let extreme = at(low, 1);
  let pace = step;
  let turned = 0;
  for (let i = 1; i < length; i++) {
    const [top, bottom] = [at(high, i), at(low, i)];
    if (long ? stop > bottom : stop < top) {
      long = !long;
      stop = long ? Math.min(...low.slice(turned, i + 1)) : Math.max(...high.slice(turned, i + 1));
      extreme = long ? top : bottom;
      pace = step;
      turned = i;
    } else if (long ? top > extreme : bottom < extreme) {
      extreme = long ? top : bottom;
      pace = Math.min(maximum, pace + step);
    }
    stops.push(stop);
    const next = stop + pace * (extreme - stop);
    stop = long ? Math.min(next, bottom, at(low, i - 1)) : Math.max(next, top, at(high, i - 1));
  }
  return [stops.slice(0, length)];
};

/** Lines over the prices. */
export const averages = { ma, bands, envelopes, stddev, dema, tema, trix, ama, ichimoku, sar };
