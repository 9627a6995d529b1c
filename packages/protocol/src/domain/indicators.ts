import { appliedPrice, appliedVolume, type IndicatorType, maMethod, stochasticPrice } from '../enums/index.ts';
import type { Enumeration } from '../schema/index.ts';

/** One input of a built-in indicator. */
export interface IndicatorInput {
  readonly name: string;
  /** How MqlParam carries it: TYPE_INT or TYPE_DOUBLE. */
  readonly type: 'int' | 'real';
  /** The words that a person may use for the number. */
  readonly of?: Enumeration<string>;
  /** As the terminal's own dialog proposes it. */
  readonly default: number;
}

/** A built-in indicator: its inputs and buffers, in the terminal's order. */
export interface IndicatorFacts {
  readonly inputs: readonly IndicatorInput[];
  readonly buffers: readonly string[];
}

const int = (name: string, fallback: number): IndicatorInput => ({ name, type: 'int', default: fallback });
const real = (name: string, fallback: number): IndicatorInput => ({ name, type: 'real', default: fallback });
const shift = (name = 'shift', fallback = 0): IndicatorInput => int(name, fallback);
const method = (fallback = maMethod.numbers.sma): IndicatorInput => ({
  name: 'method',
  type: 'int',
  of: maMethod,
  default: fallback,
});
const price = (fallback = appliedPrice.numbers.close): IndicatorInput => ({
  name: 'applied_price',
  type: 'int',
  of: appliedPrice,
  default: fallback,
});
const volume: IndicatorInput = {
  name: 'applied_volume',
  type: 'int',
  of: appliedVolume,
  default: appliedVolume.numbers.tick,
};
const line = ['value'];
const colored = ['value', 'color'];
const alligator = [
  int('jaw_period', 13),
  shift('jaw_shift', 8),
  int('teeth_period', 8),
  shift('teeth_shift', 5),
  int('lips_period', 5),
  shift('lips_shift', 3),
  method(maMethod.numbers.smma),
  price(appliedPrice.numbers.median),
];

/** Every built-in indicator, from the pages of iAC to iWPR. */
export const indicators: Readonly<Record<Exclude<IndicatorType, 'custom'>, IndicatorFacts>> = {
  ac: { inputs: [], buffers: colored },
  ad: { inputs: [volume], buffers: line },
  alligator: { inputs: alligator, buffers: ['jaw', 'teeth', 'lips'] },
  adx: { inputs: [int('period', 14)], buffers: ['main', 'plus_di', 'minus_di'] },
  adxw: { inputs: [int('period', 14)], buffers: ['main', 'plus_di', 'minus_di'] },
  atr: { inputs: [int('period', 14)], buffers: line },
  ao: { inputs: [], buffers: colored },
  bears: { inputs: [int('period', 13)], buffers: line },
  bands: {
    inputs: [int('period', 20), shift(), real('deviation', 2), price()],
    buffers: ['base', 'upper', 'lower'],
  },
  bulls: { inputs: [int('period', 13)], buffers: line },
  cci: { inputs: [int('period', 14), price(appliedPrice.numbers.typical)], buffers: line },
  demarker: { inputs: [int('period', 14)], buffers: line },
  envelopes: {
    inputs: [int('period', 14), shift(), method(), price(), real('deviation', 0.1)],
    buffers: ['upper', 'lower'],
  },
  force: { inputs: [int('period', 13), method(), volume], buffers: line },
  fractals: { inputs: [], buffers: ['upper', 'lower'] },
  gator: { inputs: alligator, buffers: ['upper', 'upper_color', 'lower', 'lower_color'] },
  ichimoku: {
    inputs: [int('tenkan', 9), int('kijun', 26), int('senkou', 52)],
    buffers: ['tenkan', 'kijun', 'senkou_span_a', 'senkou_span_b', 'chikou'],
  },
  bwmfi: { inputs: [volume], buffers: colored },
  macd: { inputs: [int('fast', 12), int('slow', 26), int('signal', 9), price()], buffers: ['main', 'signal'] },
  momentum: { inputs: [int('period', 14), price()], buffers: line },
  mfi: { inputs: [int('period', 14), volume], buffers: line },
  ma: { inputs: [int('period', 10), shift(), method(), price()], buffers: line },
  osma: { inputs: [int('fast', 12), int('slow', 26), int('signal', 9), price()], buffers: line },
  obv: { inputs: [volume], buffers: line },
  sar: { inputs: [real('step', 0.02), real('maximum', 0.2)], buffers: line },
  rsi: { inputs: [int('period', 14), price()], buffers: line },
  rvi: { inputs: [int('period', 10)], buffers: ['main', 'signal'] },
  stddev: { inputs: [int('period', 20), shift(), method(), price()], buffers: line },
  stochastic: {
    inputs: [
      int('k_period', 5),
      int('d_period', 3),
      int('slowing', 3),
      method(),
      { name: 'price_field', type: 'int', of: stochasticPrice, default: stochasticPrice.numbers.lowhigh },
    ],
    buffers: ['main', 'signal'],
  },
  volumes: { inputs: [volume], buffers: colored },
  wpr: { inputs: [int('period', 14)], buffers: line },
  dema: { inputs: [int('period', 14), shift(), price()], buffers: line },
  tema: { inputs: [int('period', 14), shift(), price()], buffers: line },
  trix: { inputs: [int('period', 14), price()], buffers: line },
  frama: { inputs: [int('period', 14), shift(), price()], buffers: line },
  ama: { inputs: [int('period', 9), int('fast', 2), int('slow', 30), shift(), price()], buffers: line },
  chaikin: {
    inputs: [int('fast', 3), int('slow', 10), method(maMethod.numbers.ema), volume],
    buffers: line,
  },
  vidya: { inputs: [int('cmo_period', 9), int('period', 12), shift(), price()], buffers: line },
};
