import { describe, expect, it } from 'vitest';
import { addressOf, resources } from './definitions.ts';

describe('a resource address', () => {
  it.each([
    ['account://current', 'account', ''],
    ['positions://current', 'positions', ''],
    ['orders://current', 'orders', ''],
    ['quotes://EURUSD', 'quote', 'EURUSD'],
    ['quotes://EURUSD.m', 'quote', 'EURUSD.m'],
    ['quotes://BTC%2FUSD', 'quote', 'BTC/USD'],
    ['book://%23AAPL', 'book', '#AAPL'],
  ])('%s is %s of %j', (uri, name, symbol) => {
    expect(addressOf(uri)).toMatchObject({ uri, symbol, definition: { name } });
  });

  it.each(['account://other', 'quotes://', 'quote://EURUSD', 'file:///etc/passwd', ''])('%j names nothing', (uri) => {
    expect(() => addressOf(uri)).toThrow(expect.objectContaining({ code: -32_602, data: { uri } }));
  });

  it('with broken encoding is refused with a code', () => {
    expect(() => addressOf('quotes://%E0%A4%A')).toThrow(
      expect.objectContaining({ code: -32_602, data: expect.objectContaining({ code: 'INVALID_SYMBOL' }) }),
    );
  });
});

it('every resource tells when it changes', () => {
  for (const { description } of resources) expect(description).toMatch(/\bChanges (when|with)\b/);
});
