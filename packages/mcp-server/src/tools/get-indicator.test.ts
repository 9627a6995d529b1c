import { describe, expect, it } from 'vitest';
import { call } from '../testing/call.ts';
import { StubReads } from '../testing/stub-reads.ts';
import { getIndicator } from './get-indicator.ts';

const chart = { symbol: 'EURUSD', timeframe: 'h1' };

describe('get_indicator', () => {
  it('answers a row a bar, newest last, of the buffers by name, and null where there is no value', async () => {
    const { data } = await call(getIndicator, { ...chart, type: 'MACD', count: 2 });
    expect(data).toMatchObject({
      symbol: 'EURUSD',
      timeframe: 'H1',
      type: 'macd',
      columns: ['time', 'main', 'signal'],
      rows: [
        ['2026-07-13T11:59Z', null, null],
        ['2026-07-13T12:00Z', 1.14276, 2.14276],
      ],
      next: { start: 2 },
    });
  });

  it('takes inputs by name and in words, the others as the terminal proposes them, and says which it used', async () => {
    const inputs = { period: '34', method: 'EMA', applied_price: 6 };
    const { data, stub } = await call(getIndicator, { ...chart, type: 'ma', inputs });
    expect(data.inputs).toEqual({ period: 34, shift: 0, method: 'ema', applied_price: 'typical' });
    expect(stub.called('indicator')).toEqual([
      [
        {
          ...{ symbol: 'EURUSD', timeframe: 'H1', type: 'ma', start: 0, count: 50 },
          inputs: [{ integer: 34 }, { integer: 0 }, { integer: 1 }, { integer: 6 }],
        },
      ],
    ]);
  });

  it('sends real inputs as real ones, whole or not', async () => {
    const { stub } = await call(getIndicator, { ...chart, type: 'bands', inputs: { deviation: 3 } });
    expect(stub.called('indicator')[0]?.[0]).toMatchObject({
      inputs: [{ integer: 20 }, { integer: 0 }, { real: 3 }, { integer: 1 }],
    });
  });

  it.each([
    [
      { length: 14 },
      'inputs.length: rsi takes period (14), applied_price (close; close, open, high, low, median, typical, weighted).',
    ],
    [{ period: 'long' }, 'inputs.period: rsi takes'],
    [{ period: 1.5 }, 'inputs.period: rsi takes'],
    [{ period: '' }, 'inputs.period: rsi takes'],
    [{ applied_price: 'toString' }, 'inputs.applied_price: rsi takes'],
    [{ applied_price: 8 }, 'inputs.applied_price: rsi takes'],
  ])('refuses %j with all that there are', async (inputs, message) => {
    const { isError, text, stub } = await call(getIndicator, { ...chart, type: 'rsi', inputs });
    expect(isError).toBe(true);
    expect(text).toMatchObject({ code: 'INDICATOR_FAILED', message: expect.stringContaining(message) });
    expect(stub.calls).toEqual([]);
  });

  it('sends inputs of a custom one in their order, as what they are', async () => {
    const custom = { ...chart, type: 'custom', custom: 'Examples\\ZigZag', buffers: 1 };
    const { stub, data } = await call(getIndicator, { ...custom, custom_inputs: [12, 0.5, 'fast', true] });
    expect(stub.called('indicator')[0]?.[0]).toMatchObject({
      custom: 'Examples\\ZigZag',
      buffers: 1,
      inputs: [{ integer: 12 }, { real: 0.5 }, { text: 'fast' }, { integer: 1 }],
    });
    expect(data.columns).toEqual(['time', '0']);
  });

  it.each([{ type: 'custom' }, { type: 'rsi', custom: 'Own' }])(
    'takes a path with type custom only: %j',
    async (args) => {
      expect((await call(getIndicator, { ...chart, ...args })).text).toMatchObject({ code: 'INVALID_PARAMS' });
    },
  );

  it('says that there are no bars', async () => {
    const stub = new StubReads({ indicator: async () => ({ digits: 5, times: [], buffers: [] }) });
    expect((await call(getIndicator, { ...chart, type: 'rsi' }, stub)).text).toMatchObject({ code: 'NO_DATA' });
  });
});
