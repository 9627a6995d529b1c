import { enumeration, type NameOf } from '../schema/index.ts';

export const indicatorType = enumeration('ENUM_INDICATOR', {
  ac: 5,
  ad: 6,
  alligator: 7,
  adx: 8,
  adxw: 9,
  atr: 10,
  ao: 11,
  bears: 12,
  bands: 13,
  bulls: 14,
  cci: 15,
  demarker: 16,
  envelopes: 17,
  force: 18,
  fractals: 19,
  gator: 20,
  ichimoku: 21,
  bwmfi: 22,
  macd: 23,
  momentum: 24,
  mfi: 25,
  ma: 26,
  osma: 27,
  obv: 28,
  sar: 29,
  rsi: 30,
  rvi: 31,
  stddev: 32,
  stochastic: 33,
  volumes: 34,
  wpr: 35,
  dema: 36,
  tema: 37,
  trix: 38,
  frama: 39,
  ama: 40,
  chaikin: 41,
  vidya: 42,
  custom: 43,
});
export type IndicatorType = NameOf<typeof indicatorType>;

export const maMethod = enumeration('ENUM_MA_METHOD', { sma: 0, ema: 1, smma: 2, lwma: 3 });
export type MaMethod = NameOf<typeof maMethod>;

export const appliedPrice = enumeration('ENUM_APPLIED_PRICE', {
  close: 1,
  open: 2,
  high: 3,
  low: 4,
  median: 5,
  typical: 6,
  weighted: 7,
});
export type AppliedPrice = NameOf<typeof appliedPrice>;

export const appliedVolume = enumeration('ENUM_APPLIED_VOLUME', { tick: 0, real: 1 });
export type AppliedVolume = NameOf<typeof appliedVolume>;

export const stochasticPrice = enumeration('ENUM_STO_PRICE', { lowhigh: 0, closeclose: 1 });
export type StochasticPrice = NameOf<typeof stochasticPrice>;
