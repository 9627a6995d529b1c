import { appliedPrice } from '@mt5-bridge/protocol';
import { average, type Bars, type Compute, colors, priceOf, volumeOf } from './kinds.ts';
import { at, minus, type Series, series, windows } from './series.ts';

/** Adds up what `change` says of each bar. */
function running(length: number, change: (bar: number) => number): Series {
  let sum = 0;
  return series(length, (i) => {
    sum += change(i);
    return sum;
  });
}

/** Volume, weighted with where in its range each bar closed. */
function accumulation({ length, high, low, close }: Bars, volume: Series): Series {
  return running(length, (i) => {
    const range = at(high, i) - at(low, i);
    return range === 0 ? 0 : ((2 * at(close, i) - at(low, i) - at(high, i)) / range) * at(volume, i);
  });
}

const ad: Compute = (bars, { applied_volume }) => [accumulation(bars, volumeOf(bars, applied_volume))];

const chaikin: Compute = (bars, { fast, slow, method, applied_volume }) => {
  const line = accumulation(bars, volumeOf(bars, applied_volume));
  return [minus(average(method, fast, line), average(method, slow, line))];
};

const obv: Compute = (bars, { applied_volume }) => {
  const volume = volumeOf(bars, applied_volume);
  const { close } = bars;
  return [
    running(bars.length, (i) => (i === 0 ? at(volume, 0) : Math.sign(at(close, i) - at(close, i - 1)) * at(volume, i))),
  ];
};

const force: Compute = (bars, { period, method, applied_volume }) => {
  const line = average(method, period, bars.close);
  return [volumeOf(bars, applied_volume).map((volume, i) => volume * (at(line, i) - at(line, i - 1)))];
};

const mfi: Compute = (bars, { period, applied_volume }) => {
  const price = priceOf(bars, appliedPrice.numbers.typical);
  const volume = volumeOf(bars, applied_volume);
  const flow = series(bars.length, (i) => Math.sign(at(price, i) - at(price, i - 1)) * at(price, i) * at(volume, i));
  return [
    windows(flow, period, (window) => {
      const into = window.reduce((sum, one) => sum + Math.max(one, 0), 0);
      const out = window.reduce((sum, one) => sum - Math.min(one, 0), 0);
      return out === 0 ? 100 : (100 * into) / (into + out);
    }),
  ];
};

const volumes: Compute = (bars, { applied_volume }) => {
  const volume = volumeOf(bars, applied_volume);
  return [volume, colors(volume)];
};

/** Of volumes. */
export const volumeBased = { ad, chaikin, obv, force, mfi, volumes };
