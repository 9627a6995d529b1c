import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { call } from './testing/call.ts';
import { StubReads } from './testing/stub-reads.ts';
import { getAccountInfo } from './tools/get-account-info.ts';
import { getPositions } from './tools/get-positions.ts';
import { getQuote } from './tools/get-quote.ts';

describe('a tool answer', () => {
  it('names the account first and stands in the text too', async () => {
    const { data, text, isError } = await call(getQuote, { symbol: 'EURUSD' });
    expect(isError).toBe(false);
    expect(data).toMatchObject({ environment: 'fake', login: 1_000_001, server: 'Fake-Demo', bid: 1.14273 });
    expect(Object.keys(data).slice(0, 3)).toEqual(['environment', 'login', 'server']);
    expect(text).toEqual(data);
  });

  it('says which of its fields not to trust', async () => {
    expect((await call(getPositions)).data.untrusted_fields).toEqual(['comment', 'external_id']);
    expect((await call(getQuote, { symbol: 'EURUSD' })).data).not.toHaveProperty('untrusted_fields');
  });
});

describe('a failed tool', () => {
  it('says in its text what went wrong and what to do', async () => {
    const { isError, data, text } = await call(getQuote, { symbol: 'EURUSX' });
    expect(isError).toBe(true);
    expect(data).toBeUndefined();
    expect(text).toMatchObject({
      code: 'SYMBOL_NOT_FOUND',
      message: 'No symbol EURUSX.',
      retryable: false,
      requires_human: false,
      what_to_do: expect.stringContaining('get_symbols'),
      details: { close_matches: ['EURUSD'] },
    });
  });

  it("carries MT5's own number", async () => {
    const stub = new StubReads({
      account: async () => {
        throw new Mt5Error('TERMINAL_ERROR', undefined, { retcode: 4001 });
      },
    });
    expect((await call(getAccountInfo, {}, stub)).text).toMatchObject({ code: 'TERMINAL_ERROR', mt5_retcode: 4001 });
  });

  it('refuses arguments before it asks the terminal', async () => {
    const { text, stub } = await call(getQuote, { symbol: '' });
    expect(text).toMatchObject({ code: 'INVALID_SYMBOL', details: { argument: 'symbol' } });
    expect(stub.calls).toEqual([]);
  });

  it('keeps the text of an unexpected exception in the log', async () => {
    const stub = new StubReads({
      account: async () => {
        throw new TypeError('secret of the inside');
      },
    });
    const { text, logged } = await call(getAccountInfo, {}, stub);
    expect(text).toMatchObject({ code: 'INTERNAL', requires_human: true });
    expect(JSON.stringify(text)).not.toContain('secret');
    expect(logged).toEqual([
      expect.objectContaining({ level: 'error', facts: { error: expect.stringContaining('secret of the inside') } }),
    ]);
  });

  it('has no account to name without a terminal', async () => {
    const stub = new StubReads({
      identity: () => {
        throw new Mt5Error('TERMINAL_NOT_CONNECTED');
      },
    });
    expect((await call(getQuote, { symbol: 'EURUSD' }, stub)).text).toMatchObject({
      code: 'TERMINAL_NOT_CONNECTED',
      retryable: true,
    });
  });
});
