import assert from 'node:assert/strict';
import { appliedPrice, type IndicatorType, indicators, maMethod, type Params, type Result } from '@mt5-bridge/protocol';
import { unpackRates } from '@mt5-bridge/protocol/wire';
import { quoted } from '../market.ts';
import { patient } from '../patient.ts';
import type { Peer } from '../peer.ts';
import { type Requirement, Skip } from '../suite.ts';

type Values = Result<'indicator'>;

/** What a person gets who takes every input as the terminal proposes it. */
function proposed(type: Exclude<IndicatorType, 'custom'>): Params<'indicator'>['inputs'] {
  return indicators[type].inputs.map((input) =>
    input.type === 'int' ? { integer: input.default } : { real: input.default },
  );
}

const average = (period: number, method: keyof typeof maMethod.numbers): Params<'indicator'>['inputs'] => [
  { integer: period },
  { integer: 0 },
  { integer: maMethod.numbers[method] },
  { integer: appliedPrice.numbers.close },
];

async function values(
  peer: Peer,
  params: Omit<Params<'indicator'>, 'timeframe' | 'start'>,
  start = 1,
): Promise<Values> {
  const { result } = await patient(peer, 'indicator', { timeframe: 'M1', start, ...params });
  const { times, buffers } = result;
  assert(times.length <= params.count, 'no more bars than were asked for');
  assert(
    times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0)),
    'bars are oldest first',
  );
  for (const buffer of buffers) assert.equal(buffer.values.length, times.length, `${buffer.name} has a value a bar`);
  return result;
}

const valuesAt = ({ times, buffers }: Values, buffer = 0): Map<number, number | null> =>
  new Map(times.map((time, i) => [time, buffers[buffer]?.values[i] ?? null]));

/** Both know these bars, and nothing that differs; bars may close between two calls. */
function agree(some: Map<number, number | null>, others: Map<number, number | null>, least: number): void {
  const common = [...some].filter(([time]) => others.has(time));
  assert(common.length >= least, `${common.length} bars in common`);
  for (const [time, value] of common) {
    const other = others.get(time) ?? null;
    assert(value !== null && other !== null, `a value at ${new Date(time).toISOString()}`);
    assert(
      Math.abs(value - other) <= 1e-9 * Math.abs(value),
      `${value} and ${other} at ${new Date(time).toISOString()}`,
    );
  }
}

export const indicator: readonly Requirement[] = [
  {
    id: 'INDICATOR-1',
    title: 'a moving average of period 1 is the close of the same bars that rates answers',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      for (const method of maMethod.names) {
        const found = await values(peer, { symbol, type: 'ma', inputs: average(1, method), count: 20 });
        const { bulk = new Uint8Array() } = await peer.callBulk('rates', {
          symbol,
          timeframe: 'M1',
          start: 1,
          count: 20,
        });
        const bars = unpackRates(bulk);
        agree(valuesAt(found), new Map(Array.from(bars.time, (time, i) => [time, bars.close[i] ?? null])), 10);
      }
    },
  },
  {
    id: 'INDICATOR-2',
    title: 'a closed bar has one value, however many are asked for',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const asked = { symbol, type: 'ma', inputs: average(50, 'ema') } as const;
      const few = await values(peer, { ...asked, count: 10 });
      agree(valuesAt(few), valuesAt(await values(peer, { ...asked, count: 300 })), 5);
    },
  },
  {
    id: 'INDICATOR-3',
    title: 'built-in indicators answer their buffers by name, in order, within what they can be',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const bounds: Partial<Record<IndicatorType, readonly [number, number]>> = {
        rsi: [0, 100],
        stochastic: [0, 100],
        wpr: [-100, 0],
        mfi: [0, 100],
        demarker: [0, 1],
        atr: [0, Number.POSITIVE_INFINITY],
        adx: [0, 100],
      };
      const types = [...Object.keys(bounds), 'macd', 'bands', 'cci', 'ichimoku'] as Exclude<IndicatorType, 'custom'>[];
      for (const type of types) {
        const { buffers } = await values(peer, { symbol, type, inputs: proposed(type), count: 60 });
        assert.deepEqual(
          buffers.map(({ name }) => name),
          indicators[type].buffers,
        );
        const [least, most] = bounds[type] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        for (const value of buffers.flatMap((buffer) => buffer.values)) {
          assert(value === null || (value >= least - 1e-9 && value <= most + 1e-9), `${type}: ${value}`);
        }
      }
    },
  },
  {
    id: 'INDICATOR-4',
    title: 'Bollinger bands lie on either side of the simple average of the same bars',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const found = await values(peer, { symbol, type: 'bands', inputs: proposed('bands'), count: 30 });
      const simple = await values(peer, { symbol, type: 'ma', inputs: average(20, 'sma'), count: 30 });
      agree(valuesAt(found), valuesAt(simple), 20);
      const [base, upper, lower] = [0, 1, 2].map((buffer) => found.buffers[buffer]?.values ?? []);
      for (const [i, middle] of (base ?? []).entries()) {
        const [up, low] = [(upper?.[i] ?? 0) - (middle ?? 0), (middle ?? 0) - (lower?.[i] ?? 0)];
        assert(up >= 0 && Math.abs(up - low) < 1e-9 * Math.abs(middle ?? 0), `${up} above, ${low} below`);
      }
    },
  },
  {
    id: 'INDICATOR-5',
    title: 'behind the oldest bar there are none',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const found = await values(peer, { symbol, type: 'rsi', inputs: proposed('rsi'), count: 10 }, 90_000_000);
      assert.deepEqual(found.times, []);
    },
  },
  {
    id: 'INDICATOR-6',
    title: 'inputs that are none are INVALID_PARAMS, those that do not fit the indicator INDICATOR_FAILED',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const rsi = { symbol, timeframe: 1, type: 30, inputs: proposed('rsi'), start: 0, count: 5 };
      const wrong = [
        { type: 0 },
        { type: 44 },
        { type: 'rsi' },
        { timeframe: 7 },
        { count: 0 },
        { count: 10_001 },
        { start: -1 },
        { inputs: [{}, { integer: 1 }] },
        { inputs: [{ integer: 14, real: 14 }, { integer: 1 }] },
        { type: 43, inputs: [] },
        { custom: 'Examples\\Heiken_Ashi' },
      ];
      for (const differs of wrong) await peer.refused('indicator', { ...rsi, ...differs }, 'INVALID_PARAMS');
      const unfit = [
        { inputs: [] },
        { inputs: [{ integer: 14 }] },
        { inputs: [{ integer: 0 }, { integer: 1 }] },
        { inputs: [{ text: 'fourteen' }, { integer: 1 }] },
        { type: 43, inputs: [], custom: 'No\\Such\\Indicator' },
      ];
      for (const differs of unfit) await peer.refused('indicator', { ...rsi, ...differs }, 'INDICATOR_FAILED');
      await peer.refused('indicator', { ...rsi, symbol: 'NOSUCH' }, 'SYMBOL_NOT_FOUND');
    },
  },
  {
    id: 'INDICATOR-7',
    title: 'a custom indicator answers as many buffers as are asked for, by their numbers',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const asked = { symbol, type: 'custom' as const, custom: 'Examples\\Heiken_Ashi', inputs: [], count: 20 };
      const found = await values(peer, { ...asked, buffers: 5 }).catch((error: Error) => {
        if (error.message.includes('INDICATOR_FAILED')) throw new Skip('the terminal has no Examples\\Heiken_Ashi');
        throw error;
      });
      assert.deepEqual(
        found.buffers.map(({ name }) => name),
        ['0', '1', '2', '3', '4'],
      );
      const [open, high, low, close] = found.buffers.map((buffer) => buffer.values.map((value) => value ?? Number.NaN));
      for (const i of found.times.keys()) {
        const [o = 0, h = 0, l = 0, c = 0] = [open?.[i], high?.[i], low?.[i], close?.[i]];
        assert(l <= Math.min(o, c) && h >= Math.max(o, c), 'low <= open, close <= high');
      }
      assert.equal((await values(peer, asked)).buffers.length, 1, 'one, where no number is asked for');
    },
  },
];
