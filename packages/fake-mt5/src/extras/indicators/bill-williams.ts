import { appliedPrice, maMethod } from '@mt5-bridge/protocol';
import { average, type Bars, type Compute, colors, priceOf } from './kinds.ts';
import { at, minus, type Series, shifted } from './series.ts';

const { sma } = maMethod.numbers;

function awesome(bars: Bars): Series {
  const middle = priceOf(bars, appliedPrice.numbers.median);
  return minus(average(sma, 5, middle), average(sma, 34, middle));
}

const ao: Compute = (bars) => {
  const line = awesome(bars);
  return [line, colors(line)];
};

const ac: Compute = (bars) => {
  const line = awesome(bars);
  const faster = minus(line, average(sma, 5, line));
  return [faster, colors(faster)];
};

const alligator: Compute = (bars, inputs) => {
  const { method, applied_price } = inputs;
  const values = priceOf(bars, applied_price);
  return [
    shifted(inputs.jaw_shift, average(method, inputs.jaw_period, values)),
    shifted(inputs.teeth_shift, average(method, inputs.teeth_period, values)),
    shifted(inputs.lips_shift, average(method, inputs.lips_period, values)),
  ];
};

/** Tops and bottoms beyond the two bars after them, and not behind the two before. */
const fractals: Compute = ({ high, low }) => {
  const peaks = (values: Series, sign: 1 | -1): Series =>
    values.map((value, i) => {
      const lead = (bars: number): number => sign * (value - at(values, i + bars));
      return lead(1) > 0 && lead(2) > 0 && lead(-1) >= 0 && lead(-2) >= 0 ? value : Number.NaN;
    });
  return [peaks(high, 1), peaks(low, -1)];
};

export const billWilliams = { ao, ac, alligator, fractals };
