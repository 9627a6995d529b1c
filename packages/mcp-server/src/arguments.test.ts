import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { countArg, idArg, parseArguments, symbolArg, timeArg, timeframeArg, volumeArg, wordArg } from './arguments.ts';

const input = z
  .object({
    symbol: symbolArg,
    symbols: z.array(symbolArg).max(3).optional(),
    timeframe: timeframeArg.optional(),
    side: wordArg(['buy', 'sell']).optional(),
    count: countArg(5_000).optional(),
    from: timeArg.optional(),
    ticket: idArg.optional(),
    selected: z.boolean().optional(),
    volume: volumeArg.optional(),
  })
  .strict();
const parse = (args: object) => parseArguments(input, { symbol: 'EURUSD', ...args });

describe('arguments', () => {
  it('are taken in the spelling that models use', () => {
    expect(
      parse({ symbol: ' EURUSD ', timeframe: 'period_h1', side: 'BUY', count: '5', selected: 'true', volume: '0.10' }),
    ).toEqual({ symbol: 'EURUSD', timeframe: 'H1', side: 'buy', count: 5, selected: true, volume: 0.1 });
    expect(parse({ symbols: '["EURUSD","USDJPY"]' })).toMatchObject({ symbols: ['EURUSD', 'USDJPY'] });
    expect(parse({ symbols: 'EURUSD, USDJPY' })).toMatchObject({ symbols: ['EURUSD', 'USDJPY'] });
    expect(parse({ symbols: 'EURUSD' })).toMatchObject({ symbols: ['EURUSD'] });
  });

  it('may be null for none', () => {
    expect(parse({ count: null, from: null })).toEqual({ symbol: 'EURUSD' });
  });

  it.each([
    ['2026-07-13T12:00:00Z', '2026-07-13T12:00:00.000Z'],
    ['2026-07-13T12:00:00.093Z', '2026-07-13T12:00:00.093Z'],
    ['2026-07-13T12:00', '2026-07-13T12:00:00.000Z'],
    ['2026-07-13 12:00:00', '2026-07-13T12:00:00.000Z'],
    ['2026-07-13', '2026-07-13T00:00:00.000Z'],
    ['2026-07-13T14:00:00+02:00', '2026-07-13T12:00:00.000Z'],
    ['2026-07-13T14:00:00+0200', '2026-07-13T12:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('read the time %s', (text, iso) => {
    expect(new Date(parse({ from: text }).from ?? 0).toISOString()).toBe(iso);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-07-13T25:00Z',
    '1969-12-31',
    '13.07.2026',
    'yesterday',
    '',
    1_783_944_000,
  ])('refuse the time %j', (from) => {
    expect(() => parse({ from })).toThrow(
      expect.objectContaining({ code: 'INVALID_TIMESTAMP', details: expect.objectContaining({ argument: 'from' }) }),
    );
  });

  it('take tickets as numbers and as text, exactly', () => {
    expect(parse({ ticket: 42 })).toMatchObject({ ticket: 42n });
    expect(parse({ ticket: '18446744073709551615' })).toMatchObject({ ticket: 2n ** 64n - 1n });
  });

  it.each([
    ['INVALID_SYMBOL', { symbol: '' }, 'symbol'],
    ['INVALID_SYMBOL', { symbol: 7 }, 'symbol'],
    ['INVALID_SYMBOL', { symbol: null }, 'symbol: missing'],
    ['INVALID_SYMBOL', { symbol: 'EUR\u0000USD' }, 'control characters'],
    ['INVALID_SYMBOL', { symbol: 'X'.repeat(65) }, 'symbol'],
    ['INVALID_SYMBOL', { symbols: ['EURUSD', ''] }, 'symbols.1'],
    ['INVALID_TIMEFRAME', { timeframe: 'M7' }, 'M1, M2, M3'],
    ['INVALID_COUNT', { count: 0 }, 'count'],
    ['INVALID_COUNT', { count: 5_001 }, '5000'],
    ['INVALID_COUNT', { count: 1.5 }, 'count'],
    ['INVALID_COUNT', { count: 'many' }, 'count'],
    ['INVALID_PARAMS', { side: 'long' }, 'buy, sell'],
    ['INVALID_PARAMS', { ticket: -1 }, 'ticket'],
    ['INVALID_PARAMS', { ticket: '18446744073709551616' }, 'ticket'],
    ['INVALID_VOLUME', { volume: 'much' }, 'volume'],
    ['INVALID_VOLUME', { volume: 'NaN' }, 'volume'],
    ['INVALID_VOLUME', { volume: '1e999' }, 'volume'],
    ['INVALID_PARAMS', { symbl: 'EURUSD' }, 'Unknown argument: symbl. Known are: symbol,'],
  ])('are refused with %s for %j', (code, args, message) => {
    expect(() => parse(args)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it.each([
    [{ volume: '1 lot' }, 'volume: expected a number, got "1 lot".'],
    [{ volume: -1 }, 'volume: expected more than 0, got -1.'],
    [{ count: 1.5 }, 'count: expected a whole number, got 1.5.'],
    [{ count: 0 }, 'count: expected at least 1, got 0.'],
    [{ selected: 'maybe' }, 'selected: expected true or false, got "maybe".'],
    [{ ticket: 'abc' }, 'ticket: expected a whole number, got "abc".'],
    [{ ticket: true }, 'ticket: expected a whole number, got true.'],
    [{ side: 'long' }, 'side: expected one of buy, sell, got "long".'],
    [{ symbol: 'X'.repeat(65) }, `symbol: expected at most 64 characters, got "${'X'.repeat(39)}.`],
    [{ from: 'yesterday' }, 'from: expected ISO 8601 UTC such as 2026-07-13T12:00:00Z, got "yesterday".'],
  ])('say in plain words what is wrong with %j', (args, message) => {
    expect(() => parse(args)).toThrow(expect.objectContaining({ message }));
  });

  it('are refused without the advice for one of them where several are wrong', () => {
    expect(() => parse({ symbol: null, volume: 'x' })).toThrow(
      expect.objectContaining({
        code: 'INVALID_PARAMS',
        message: 'symbol: missing. volume: expected a number, got "x".',
      }),
    );
    expect(() => parse({ symbol: '', symbols: [''] })).toThrow(expect.objectContaining({ code: 'INVALID_SYMBOL' }));
  });

  it('name the limit that was passed', () => {
    expect(() => parse({ count: 5_001 })).toThrow(
      expect.objectContaining({ details: { argument: 'count', maximum: 5_000 } }),
    );
    expect(() => parse({ timeframe: 'M7' })).toThrow(
      expect.objectContaining({ details: { argument: 'timeframe', allowed: expect.arrayContaining(['M1', 'MN1']) } }),
    );
  });

  it('name everything that is wrong at once', () => {
    expect(() => parse({ count: 0, timeframe: 'x' })).toThrow(/timeframe: .*count: /);
  });

  it.each([[[]], ['text'], [7], [null]])('must be an object, not %j', (given) => {
    expect(() => parseArguments(input, given)).toThrow(expect.objectContaining({ code: 'INVALID_PARAMS' }));
  });
});
