import { describe, expect, it } from 'vitest';
import { commonErrors, operations } from '../ops/index.ts';
import {
  type ErrorCode,
  errorCatalog,
  isErrorCode,
  Mt5Error,
  retcodeOf,
  retcodes,
  runtimeErrorOf,
  runtimeErrors,
} from './index.ts';

const entries = Object.entries(errorCatalog);
const repeated = <T>(values: readonly T[]): T[] => values.filter((value, i) => values.indexOf(value) !== i);

describe('the catalogue', () => {
  it.each([...entries, ...retcodes.map((retcode) => [retcode.code, retcode] as const)])(
    '%s says what happened and what to do',
    (code, { message, what_to_do, retryable, requires_human }) => {
      expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(message).toMatch(/^[A-Z].*[.?]$/);
      expect(what_to_do).toMatch(/^[A-Z].*\.$/);
      expect(retryable && requires_human).toBe(false);
    },
  );

  it('knows its codes and nothing else', () => {
    expect(entries.every(([code]) => isErrorCode(code))).toBe(true);
    expect(['toString', '', undefined, 7, 'symbol_not_found'].some(isErrorCode)).toBe(false);
  });

  it('has every code that an operation or a runtime error names, each once', () => {
    for (const { errors } of Object.values(operations)) {
      const codes: readonly ErrorCode[] = [...errors, ...commonErrors];
      expect(codes.every(isErrorCode)).toBe(true);
      expect(repeated(codes)).toEqual([]);
    }
    expect(runtimeErrors.every(({ code }) => isErrorCode(code))).toBe(true);
  });
});

describe('return codes', () => {
  it('are unique by number and by name', () => {
    expect(repeated(retcodes.map(({ number }) => number))).toEqual([]);
    expect(repeated(retcodes.map(({ name }) => name))).toEqual([]);
    expect(repeated(runtimeErrors.map(({ number }) => number))).toEqual([]);
  });

  it('are a success for three numbers, and unknown where the order may or may not have been carried out', () => {
    const numbersOf = (wanted: string) => retcodes.filter((one) => one.outcome === wanted).map(({ number }) => number);
    expect(numbersOf('done')).toEqual([10008, 10009, 10010]);
    expect(numbersOf('unknown')).toEqual([10011, 10012, 10031]);
  });

  it.each([0, 1, 10005, 10047, -1])('%i, undocumented, is unknown and needs a look', (number) => {
    expect(retcodeOf(number)).toMatchObject({
      number,
      outcome: 'unknown',
      code: 'MT5_UNKNOWN_RETCODE',
      retryable: false,
    });
  });

  it('are found by their number', () => {
    expect(runtimeErrorOf(4301)).toEqual({ number: 4301, name: 'ERR_MARKET_UNKNOWN_SYMBOL', code: 'SYMBOL_NOT_FOUND' });
    expect(runtimeErrorOf(1)).toBeUndefined();
    expect(retcodeOf(10019)).toMatchObject({ name: 'NO_MONEY', outcome: 'rejected' });
  });
});

describe('an Mt5Error', () => {
  it('speaks with the words of the catalogue unless it is given better ones', () => {
    expect(new Mt5Error('TIMEOUT').message).toBe(errorCatalog.TIMEOUT.message);
    const error = new Mt5Error('SYMBOL_NOT_FOUND', 'no EURUSDD', { details: { symbol: 'EURUSDD' }, retcode: 4301 });
    expect(error).toMatchObject({ message: 'no EURUSDD', details: { symbol: 'EURUSDD' }, retcode: 4301 });
    expect(error.whatToDo).toBe(errorCatalog.SYMBOL_NOT_FOUND.what_to_do);
  });

  it('keeps its cause', () => {
    const cause = new Error('socket');
    expect(new Mt5Error('INTERNAL', undefined, { cause }).cause).toBe(cause);
    expect('cause' in new Mt5Error('INTERNAL')).toBe(false);
  });
});
