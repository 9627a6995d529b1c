import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { eurusd, StubReads } from '../testing/stub-reads.ts';
import { NO_SCALE, Scales } from './scales.ts';

describe('scales', () => {
  it('ask the terminal once for each symbol', async () => {
    const stub = new StubReads();
    const scales = new Scales(stub.reads);
    expect(await scales.of('EURUSD')).toEqual({ price: 5, volume: 2 });
    expect(scales.of('EURUSD')).toEqual({ price: 5, volume: 2 });
    await scales.ofAll([{ symbol: 'EURUSD' }, { symbol: 'USDJPY' }, { symbol: 'USDJPY' }]);
    expect(stub.called('symbolInfo')).toEqual([['EURUSD'], ['USDJPY']]);
  });

  it('are read anew when the link is, since it may be another broker', async () => {
    let digits = 5;
    const stub = new StubReads({ symbolInfo: async () => ({ ...eurusd, digits }) });
    const scales = new Scales(stub.reads);
    expect(await scales.of('EURUSD')).toMatchObject({ price: 5 });
    digits = 3;
    expect(await scales.of('EURUSD')).toMatchObject({ price: 5 });
    stub.newLink();
    expect(await scales.of('EURUSD')).toMatchObject({ price: 3 });
    scales.close();
    expect(stub.listeners).toBe(0);
  });

  it('leave numbers as they are where the broker no longer has the symbol, and for balance deals', async () => {
    const scales = new Scales(new StubReads().reads);
    expect(await scales.of('DELISTED')).toEqual(NO_SCALE);
    expect(await scales.of('')).toEqual(NO_SCALE);
  });

  it('do not remember a failure', async () => {
    let up = false;
    const stub = new StubReads({
      symbolInfo: async () => {
        if (up) return eurusd;
        throw new Mt5Error('TERMINAL_NOT_CONNECTED');
      },
    });
    const scales = new Scales(stub.reads);
    await expect(scales.of('EURUSD')).rejects.toMatchObject({ code: 'TERMINAL_NOT_CONNECTED' });
    up = true;
    expect(await scales.of('EURUSD')).toMatchObject({ price: 5 });
  });
});
