import { type IndicatorType, indicators } from '@mt5-bridge/protocol';
import { emptyRates, type RatesColumns } from '@mt5-bridge/protocol/wire';
import { describe, expect, it } from 'vitest';
import { createIndicator, type IndicatorRequest } from './index.ts';

type Row = readonly [open: number, high: number, low: number, close: number, volume: number];

/** Bars whose figures are easy to follow by hand. */
const rows: readonly Row[] = [
  [10, 12, 9, 11, 100],
  [11, 14, 10, 13, 200],
  [13, 15, 12, 12, 300],
  [12, 13, 8, 9, 150],
  [9, 11, 9, 10, 120],
  [10, 16, 10, 15, 400],
  [15, 18, 14, 17, 500],
  [17, 17, 13, 14, 250],
];

function bars(source: readonly Row[] = rows): RatesColumns {
  const columns = emptyRates(source.length);
  for (const [i, [open, high, low, close, volume]] of source.entries()) {
    columns.time[i] = i * 60_000;
    columns.open[i] = open;
    columns.high[i] = high;
    columns.low[i] = low;
    columns.close[i] = close;
    columns.tick_volume[i] = volume;
  }
  return columns;
}

const repeated = (count: number, row: (i: number) => Row): RatesColumns =>
  bars(Array.from({ length: count }, (_, i) => row(i)));

/** Inputs as numbers in order, reals as {real}. */
function compute(type: IndicatorType, inputs: readonly number[], over: RatesColumns = bars()): (number | null)[][] {
  const facts = type === 'custom' ? [] : indicators[type].inputs;
  const given = inputs.map((value, i) => (facts[i]?.type === 'real' ? { real: value } : { integer: value }));
  return createIndicator({ type, inputs: given }).compute(over);
}

const SMA = 0;
const EMA = 1;
const SMMA = 2;
const LWMA = 3;
const CLOSE = 1;

function close(actual: readonly (number | null)[] | undefined, expected: readonly (number | null)[]): void {
  expect(actual?.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (value === null) expect(actual?.[i], `bar ${i}`).toBeNull();
    else expect(actual?.[i], `bar ${i}`).toBeCloseTo(value, 10);
  }
}

describe('moving averages', () => {
  // Closes: 11 13 12 9 10 15 17 14.
  it.each([
    ['simple', SMA, [null, null, 12, 34 / 3, 31 / 3, 34 / 3, 14, 46 / 3]],
    // The first close, then half of each new one.
    ['exponential', EMA, [null, null, 12, 10.5, 10.25, 12.625, 14.8125, 14.40625]],
    // The mean of the first three, then a third of each new one.
    ['smoothed', SMMA, [null, null, 12, 11, 32 / 3, 109 / 9, 371 / 27, 1120 / 81]],
    ['linear weighted', LWMA, [null, null, 73 / 6, 64 / 6, 60 / 6, 74 / 6, 91 / 6, 91 / 6 + 1 / 6 - 1 / 6]],
  ] as const)('%s', (name, method, expected) => {
    const wanted = name === 'linear weighted' ? [...expected.slice(0, 7), (15 + 2 * 17 + 3 * 14) / 6] : expected;
    close(compute('ma', [3, 0, method, CLOSE])[0], wanted);
  });

  it('of period 1 is the price, whatever the method', () => {
    for (const method of [SMA, EMA, SMMA, LWMA]) {
      close(compute('ma', [1, 0, method, CLOSE])[0], [11, 13, 12, 9, 10, 15, 17, 14]);
    }
  });

  it('are drawn later by their shift, earlier by a negative one', () => {
    close(compute('ma', [1, 2, SMA, CLOSE])[0], [null, null, 11, 13, 12, 9, 10, 15]);
    close(compute('ma', [1, -2, SMA, CLOSE])[0], [12, 9, 10, 15, 17, 14, null, null]);
  });

  it.each([
    [2, 10],
    [3, 12],
    [4, 9],
    [5, 10.5],
    [6, 32 / 3],
    [7, 10.75],
  ])('of applied price %i', (applied, first) => {
    expect(compute('ma', [1, 0, SMA, applied])[0]?.[0]).toBeCloseTo(first, 10);
  });

  it('twofold and threefold ones follow without lag', () => {
    // EMA(2) from bar 1: 37/3, 109/9, 271/27, ...; that of it begins with its first value.
    const [first = []] = compute('ma', [2, 0, EMA, CLOSE]);
    const second = [null, null, ...smoothOf(first.slice(1), 2 / 3).slice(1)];
    const third = [null, null, null, ...smoothOf(second.slice(2), 2 / 3).slice(1)];
    close(
      compute('dema', [2, 0, CLOSE])[0],
      second.map((value, i) => (value === null ? null : 2 * (first[i] ?? 0) - value)),
    );
    close(
      compute('tema', [2, 0, CLOSE])[0],
      third.map((value, i) => (value === null ? null : 3 * (first[i] ?? 0) - 3 * (second[i] ?? 0) + value)),
    );
    close(
      compute('trix', [2, CLOSE])[0],
      third.map((value, i) => (value === null || third[i - 1] == null ? null : value / (third[i - 1] ?? 1) - 1)),
    );
  });
});

/** Exponential, begun with the first value; as long as it. */
function smoothOf(values: readonly (number | null)[], factor: number): number[] {
  const found: number[] = [];
  for (const value of values)
    found.push(found.length === 0 ? (value ?? 0) : factor * (value ?? 0) + (1 - factor) * (found.at(-1) ?? 0));
  return found;
}

describe('lines over the prices', () => {
  it('Bollinger bands lie deviations of the population around the simple average', () => {
    // 11, 13, 12: mean 12, variance 2/3.
    const [base, upper, lower] = compute('bands', [3, 0, 2, CLOSE]);
    expect([base?.[2], base?.[1]]).toEqual([12, null]);
    expect(upper?.[2]).toBeCloseTo(12 + 2 * Math.sqrt(2 / 3), 10);
    expect(lower?.[2]).toBeCloseTo(12 - 2 * Math.sqrt(2 / 3), 10);
    expect(compute('stddev', [3, 0, SMA, CLOSE])[0]?.[2]).toBeCloseTo(Math.sqrt(2 / 3), 10);
  });

  it('envelopes lie percents around an average', () => {
    const [upper, lower] = compute('envelopes', [3, 0, SMA, CLOSE, 10]);
    expect([upper?.[2], lower?.[2]]).toEqual([12 * 1.1, 12 * 0.9]);
  });

  it('Ichimoku leads and lags by its base line', () => {
    const [tenkan, kijun, spanA, spanB, chikou] = compute('ichimoku', [2, 3, 4]);
    close(tenkan, [null, 11.5, 12.5, 11.5, 10.5, 12.5, 14, 15.5]);
    close(kijun, [null, null, 12, 11.5, 11.5, 12, 13.5, 14]);
    close(spanA, [null, null, null, null, null, 12.25, 11.5, 11]);
    close(spanB, [null, null, null, null, null, null, 11.5, 11.5]);
    close(chikou, [9, 10, 15, 17, 14, null, null, null]);
  });

  it("Kaufman's average runs with a straight price and stands in noise", () => {
    const straight = compute(
      'ama',
      [3, 2, 30, 0, CLOSE],
      repeated(6, (i) => [i, i, i, i, 1]),
    )[0];
    // The efficiency is 1: (2/3)^2 of the way each bar.
    close(straight, [
      null,
      null,
      null,
      2 + 4 / 9,
      2 + 4 / 9 + (4 / 9) * (2 - 4 / 9),
      2 + 4 / 9 + (4 / 9) * (14 / 9) + (4 / 9) * (3 - 4 / 9 - (4 / 9) * (14 / 9)),
    ]);
  });

  it('the parabolic stop begins short at the top of two bars, and turns where it is touched', () => {
    // Bar 1: top 14, extreme 10. Bar 2 touches 14 with 15: long from the lowest since bar 0, which is 9.
    // Bar 3 falls below it with 8: short from the highest since bar 2, which is 15.
    // Bar 4: not below the top of bar 2. Bar 5 touches 15 + 0.02 * (8 - 15) with 16: long from the lowest since bar 3.
    close(compute('sar', [0.02, 0.2])[0], [null, 14, 9, 15, 15, 8, 8.16, 8.16 + 0.04 * (18 - 8.16)]);
  });
});

describe('oscillators', () => {
  it("RSI smooths as Wilder's, and is 50 where nothing moves", () => {
    // Moves: +2 -1 -3 +1 +5 +2 -3. First three: rises 2/3, falls 4/3.
    const up = [2 / 3];
    const down = [4 / 3];
    for (const move of [1, 5, 2, -3]) {
      up.push(((up.at(-1) ?? 0) * 2 + Math.max(move, 0)) / 3);
      down.push(((down.at(-1) ?? 0) * 2 + Math.max(-move, 0)) / 3);
    }
    const wanted = up.map((rise, i) => 100 - 100 / (1 + rise / (down[i] ?? 1)));
    close(compute('rsi', [3, CLOSE])[0], [null, null, null, ...wanted]);
    close(
      compute(
        'rsi',
        [2, CLOSE],
        repeated(4, () => [5, 5, 5, 5, 1]),
      )[0],
      [null, null, 50, 50],
    );
    close(
      compute(
        'rsi',
        [2, CLOSE],
        repeated(4, (i) => [i, i, i, i, 1]),
      )[0],
      [null, null, 100, 100],
    );
  });

  it('ATR is a simple average of the true range', () => {
    // Ranges with the close before: 4 3 5 2 6 4 4.
    close(compute('atr', [3])[0], [null, null, null, 4, 10 / 3, 13 / 3, 4, 14 / 3]);
  });

  it('the signal of MACD is a simple average, OsMA what lies between', () => {
    const [slow = [], fast = []] = [3, 2].map((period) => compute('ma', [period, 0, EMA, CLOSE])[0] ?? []);
    const line = slow.map((value, i) => (value === null ? null : (fast[i] ?? 0) - value));
    const signal = line.map((value, i) => (i < 3 ? null : ((value ?? 0) + (line[i - 1] ?? 0)) / 2));
    const [main, mean] = compute('macd', [2, 3, 2, CLOSE]);
    close(main, line);
    close(mean, signal);
    close(
      compute('osma', [2, 3, 2, CLOSE])[0],
      line.map((value, i) => (i < 3 ? null : (value ?? 0) - (signal[i] ?? 0))),
    );
  });

  it('Stochastic slows by the sums of distance and range', () => {
    // Over 2 bars lows are 9 10 8 8 9 10 13, tops 14 15 15 13 16 18 18; closes 13 12 9 10 15 17 14.
    const main = [
      null,
      null,
      (100 * (4 + 2)) / (5 + 5),
      (100 * (2 + 1)) / (5 + 7),
      (100 * (1 + 2)) / (7 + 5),
      (100 * (2 + 6)) / (5 + 7),
      (100 * (6 + 7)) / (7 + 8),
      (100 * (7 + 1)) / (8 + 5),
    ];
    const [found, signal] = compute('stochastic', [2, 2, 2, SMA, 0]);
    close(found, main);
    close(
      signal,
      main.map((value, i) => (i < 3 ? null : ((value ?? 0) + (main[i - 1] ?? 0)) / 2)),
    );
    // By closes only: 11 13 -> (13 - 11) / (13 - 11).
    expect(compute('stochastic', [2, 1, 1, SMA, 1])[0]?.slice(0, 3)).toEqual([null, 100, 0]);
    expect(
      compute(
        'stochastic',
        [2, 1, 1, SMA, 0],
        repeated(3, () => [5, 5, 5, 5, 1]),
      )[0],
    ).toEqual([null, 100, 100]);
  });

  it('CCI, Momentum, DeMarker and Williams %R', () => {
    // Mean 12 of 11, 13, 12, and 2/3 from it on average.
    expect(compute('cci', [3, CLOSE])[0]?.slice(0, 4)).toEqual([
      null,
      null,
      0,
      expect.closeTo((9 - 34 / 3) / (0.015 * (14 / 9)), 8),
    ]);
    close(compute('momentum', [2, CLOSE])[0]?.slice(0, 4), [null, null, (100 * 12) / 11, (100 * 9) / 13]);
    // Tops rose by 2 1 0 0, bottoms fell by 0 0 4 0.
    close(compute('demarker', [2])[0]?.slice(0, 5), [null, null, 1, 1 / 5, 0]);
    close(compute('wpr', [2])[0]?.slice(0, 3), [null, (-100 * 1) / 5, (-100 * 3) / 5]);
  });

  it('ADX averages what each bar moved in its range exponentially', () => {
    // Bar 1: +2 of 4; bar 2: +1 of 3; bar 3: -4 of 5. Averages of 2 begin at 0.
    const plus = smoothOf([0, 50, 100 / 3, 0], 2 / 3);
    const minus = smoothOf([0, 0, 0, 80], 2 / 3);
    const [main, up, down] = compute('adx', [2], bars(rows.slice(0, 5)));
    close(up?.slice(0, 4), [null, null, ...plus.slice(2)]);
    close(down?.slice(0, 4), [null, null, ...minus.slice(2)]);
    expect(main?.slice(0, 4)).toEqual([null, null, null, null]);
    expect(main?.[4]).toBeGreaterThan(0);
  });

  it('RVI weighs bodies by ranges', () => {
    const rising = repeated(8, (i) => [i, i + 3, i - 1, i + 2, 1]);
    const [main, signal] = compute('rvi', [2], rising);
    close(main, [null, null, null, null, 0.5, 0.5, 0.5, 0.5]);
    close(signal, [null, null, null, null, null, null, null, 0.5]);
  });

  it('bears and bulls are bottom and top against an average', () => {
    expect(compute('bears', [3])[0]?.slice(1, 4)).toEqual([null, 0, 8 - 10.5]);
    expect(compute('bulls', [3])[0]?.slice(1, 4)).toEqual([null, 3, 13 - 10.5]);
  });
});

describe('of volumes', () => {
  it('adds them up by where the price went', () => {
    close(compute('obv', [0])[0]?.slice(0, 4), [100, 300, 0, -150]);
    // (2 * 11 - 9 - 12) / 3 of 100, then (2 * 13 - 10 - 14) / 4 of 200.
    close(compute('ad', [0])[0]?.slice(0, 2), [100 / 3, 100 / 3 + 100]);
    close(compute('force', [1, SMA, 0])[0]?.slice(0, 3), [null, 400, -300]);
    expect(compute('volumes', [0]).map((buffer) => buffer.slice(0, 4))).toEqual([
      [100, 200, 300, 150],
      [0, 0, 0, 1],
    ]);
    const [line = []] = compute('ad', [0]);
    const mean = (i: number): number => ((line[i] ?? 0) + (line[i - 1] ?? 0)) / 2;
    close(compute('chaikin', [1, 2, SMA, 0])[0]?.slice(0, 3), [
      null,
      (line[1] ?? 0) - mean(1),
      (line[2] ?? 0) - mean(2),
    ]);
  });

  it('MFI is what flowed in of all that flowed', () => {
    // Typical prices: 32/3 37/3 13 10: in, in, out.
    const [into, out] = [(37 / 3) * 200 + 13 * 300, 10 * 150];
    close(compute('mfi', [2, 0])[0]?.slice(0, 4), [null, null, 100, (100 * 13 * 300) / (13 * 300 + out)]);
    close(compute('mfi', [3, 0])[0]?.slice(0, 4), [null, null, null, (100 * into) / (into + out)]);
  });

  it('are the real ones where they are asked for', () => {
    expect(compute('volumes', [1])[0]?.[0]).toBe(0);
  });
});

describe("Bill Williams' own", () => {
  const long = repeated(60, (i) => [i, i + 1, i - 1, i, 1]);

  it('AO and AC', () => {
    // The middle rises by 1 a bar: averages lie 2 and 16.5 bars behind.
    const [line, color] = compute('ao', [], long);
    expect([line?.[32], line?.[33], line?.[59]]).toEqual([null, expect.closeTo(14.5, 8), expect.closeTo(14.5, 8)]);
    expect(color?.[33]).toBe(0);
    expect([compute('ac', [], long)[0]?.[36], compute('ac', [], long)[0]?.[37]]).toEqual([null, expect.closeTo(0, 8)]);
  });

  it('the Alligator is three smoothed averages, each drawn later', () => {
    const [jaw, , lips] = compute('alligator', [13, 8, 8, 5, 5, 3, SMMA, 5], long);
    const [own] = compute('ma', [5, 0, SMMA, 5], long);
    expect([lips?.[6], lips?.[7], jaw?.[19]]).toEqual([null, own?.[4], null]);
    expect(jaw?.[20]).not.toBeNull();
  });

  it('fractals stand out against two bars on each side', () => {
    const [upper, lower] = compute('fractals', []);
    close(upper, [null, null, 15, null, null, null, null, null]);
    close(lower, [null, null, null, 8, null, null, null, null]);
  });
});

it('Heiken Ashi, the custom one, has bars of its own and their colour', () => {
  const found = createIndicator({ type: 'custom', custom: 'Examples\\Heiken_Ashi', inputs: [] });
  expect(found.buffers).toEqual(['0', '1', '2', '3', '4']);
  // Bar 1: opens at (10 + 11) / 2, closes at (11 + 14 + 10 + 13) / 4.
  expect(found.compute(bars()).map((buffer) => buffer[1])).toEqual([10.5, 14, 10, 12, 0]);
  expect(found.compute(bars())[4]?.[4]).toBe(1);
});

it('every built-in one that is offered has as many buffers as its type, and no value out of nothing', () => {
  for (const [type, { inputs, buffers }] of Object.entries(indicators)) {
    let computed: (number | null)[][];
    try {
      computed = compute(
        type as IndicatorType,
        inputs.map((input) => input.default),
        repeated(200, (i) => rows[i % rows.length] as Row),
      );
    } catch (error) {
      expect(error).toMatchObject({ code: 'INDICATOR_FAILED', message: expect.stringContaining('macd') });
      continue;
    }
    expect(
      computed.map((buffer) => buffer.length),
      type,
    ).toEqual(buffers.map(() => 200));
    for (const buffer of computed)
      expect(
        buffer.some((value) => value !== null),
        type,
      ).toBe(true);
    expect(
      compute(
        type as IndicatorType,
        inputs.map((input) => input.default),
        bars([]),
      ).flat(),
      type,
    ).toEqual([]);
  }
});

describe('refuses', () => {
  const ok: IndicatorRequest = { type: 'rsi', inputs: [{ integer: 14 }, { integer: CLOSE }] };
  it.each<[string, Partial<IndicatorRequest>, string, RegExp]>([
    ['a type that is not offered', { type: 'frama' }, 'INDICATOR_FAILED', /frama.*rsi/],
    ['too few inputs', { inputs: [{ integer: 14 }] }, 'INDICATOR_FAILED', /rsi takes period, applied_price: 2, got 1/],
    ['a period of nothing', { inputs: [{ integer: 0 }, { integer: CLOSE }] }, 'INDICATOR_FAILED', /period/],
    [
      'a real one for a whole one',
      { inputs: [{ real: 14 }, { integer: CLOSE }] },
      'INDICATOR_FAILED',
      /period is a whole/,
    ],
    [
      'a price that there is not',
      { inputs: [{ integer: 14 }, { integer: 9 }] },
      'INDICATOR_FAILED',
      /ENUM_APPLIED_PRICE/,
    ],
    ['an input that is nothing', { inputs: [{}, { integer: 9 }] }, 'INVALID_PARAMS', /a\.inputs\[0\]/],
    ['an input that is two', { inputs: [{ integer: 1, real: 1 }] }, 'INVALID_PARAMS', /a\.inputs\[0\]/],
    ['a name with a type of its own', { custom: 'Own' }, 'INVALID_PARAMS', /a\.custom/],
    ['a custom one without a name', { type: 'custom' }, 'INVALID_PARAMS', /a\.custom/],
    ['an unknown custom one', { type: 'custom', custom: 'toString', inputs: [] }, 'INDICATOR_FAILED', /Heiken/],
    [
      'inputs of one that takes none',
      { type: 'custom', custom: 'Examples\\Heiken_Ashi' },
      'INDICATOR_FAILED',
      /no inputs/,
    ],
  ])('%s', (_, differs, code, message) => {
    let thrown: unknown;
    try {
      createIndicator({ ...ok, ...differs });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
