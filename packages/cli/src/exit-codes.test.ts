import { errorCatalog, retcodes } from '@mt5-bridge/protocol';
import { expect, it } from 'vitest';
import { exitClassOf, exitCodes } from './exit-codes.ts';

it('exit codes do not move', () => {
  expect(Object.fromEntries(Object.entries(exitCodes).map(([name, { number }]) => [name, number]))).toEqual({
    ok: 0,
    failure: 1,
    usage: 2,
    configuration: 3,
    unreachable: 4,
    refused: 5,
    protocol: 6,
    unknown: 7,
  });
});

it.each([
  ['INVALID_TIMEFRAME', 'usage'],
  ['UNKNOWN_TOOL', 'usage'],
  ['MARKET_FILE_PRICE', 'usage'],
  ['CONFIG_SYNTAX', 'configuration'],
  ['ADDRESS_IN_USE', 'configuration'],
  ['LEDGER_UNAVAILABLE', 'configuration'],
  ['AUDIT_UNAVAILABLE', 'configuration'],
  ['TERMINAL_NOT_CONNECTED', 'unreachable'],
  ['SYMBOL_NOT_FOUND', 'refused'],
  ['VERSION_MISMATCH', 'protocol'],
  ['ORDER_OUTCOME_UNKNOWN', 'unknown'],
  ['LIMIT_DAILY_LOSS', 'refused'],
  ['AUDIT_BROKEN', 'failure'],
  ['INTERNAL', 'failure'],
])('%s is of the class %s', (code, name) => {
  expect(exitClassOf(code)).toBe(name);
});

it('no failure ends as if all were well', () => {
  for (const code of Object.keys(errorCatalog)) expect(exitClassOf(code), code).not.toBe('ok');
});

it('what the trade server answers counts as refused', () => {
  for (const { code } of retcodes.filter(({ outcome }) => outcome === 'rejected')) {
    if (!(code in errorCatalog)) expect(exitClassOf(code), code).toBe('refused');
  }
});
