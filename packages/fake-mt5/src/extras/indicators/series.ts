import { EMA, SMA, WMA, WSMA } from 'trading-signals';

/** One value a bar, oldest first; NaN where there is none. */
export type Series = readonly number[];

/** Runs over the values of one series, whose first ones may be empty. */
interface Average {
  add(value: number): number | null;
}

/** The series out of what `value` says of each bar. */
export const series = (length: number, value: (bar: number) => number): Series =>
  Array.from({ length }, (_, i) => value(i));

/** A bar's value; NaN before the first bar. */
export const at = (values: Series, bar: number): number => values[bar] ?? Number.NaN;

/** Without the values of the first `count` bars. */
export const from = (count: number, values: Series): Series =>
  values.map((value, i) => (i < count ? Number.NaN : value));

/** Drawn `bars` later, as a shift does; earlier where it is negative. */
export const shifted = (bars: number, values: Series): Series => series(values.length, (i) => at(values, i - bars));

export const minus = (a: Series, b: Series): Series => a.map((value, i) => value - at(b, i));

/** What `of` says of each `length` values that end with a bar; NaN where one of them is missing. */
export function windows(values: Series, length: number, of: (window: Series, bar: number) => number): Series {
  return values.map((_, i) => {
    const window = values.slice(Math.max(0, i - length + 1), i + 1);
    return window.length < length || window.some(Number.isNaN) ? Number.NaN : of(window, i);
  });
}

export const highest = (values: Series, length: number): Series => windows(values, length, (one) => Math.max(...one));
export const lowest = (values: Series, length: number): Series => windows(values, length, (one) => Math.min(...one));

function run(average: Average, values: Series): Series {
  return values.map((value) => (Number.isNaN(value) ? Number.NaN : (average.add(value) ?? Number.NaN)));
}

/** Of the last `period` values. */
export const simple = (period: number, values: Series): Series => run(new SMA(period), values);
/** Begins with the first value, so that there is one for every bar. */
export const exponential = (period: number, values: Series): Series => run(new EMA(period), values);
/** Wilder's: begins with the simple average of the first `period` values. */
export const smoothed = (period: number, values: Series): Series => run(new WSMA(period), values);
export const linearWeighted = (period: number, values: Series): Series => run(new WMA(period), values);

/** How many bars have no value yet. */
export function empties(values: Series): number {
  const first = values.findIndex((value) => !Number.isNaN(value));
  return first < 0 ? values.length : first;
}
