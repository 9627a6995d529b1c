import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../wire/codec.ts';
import {
  bool,
  bytes,
  type Field,
  instant,
  instantOrNone,
  int,
  list,
  mapOf,
  optional,
  priceOrNone,
  real,
  record,
  SchemaError,
  serverZone,
  symbolName,
  text,
  ticket,
  type ZoneShift,
} from './index.ts';

/** Server time three hours ahead of the caller's. */
const athens: ZoneShift = { fromServer: (ms) => ms - 10_800_000, toServer: (ms) => ms + 10_800_000 };

/** Through the bytes and back, as between two processes. */
function travel<T>(field: Field<T>, value: T, zone: ZoneShift = serverZone): T {
  return field.decode(unpack(pack(field.encode(value, 'x', zone))), 'x', zone);
}
const decode = <T>(field: Field<T>, value: unknown): T => field.decode(value, 'x', serverZone);
const encode = <T>(field: Field<T>, value: unknown): unknown => field.encode(value as T, 'x', serverZone);

/** The path and the problem of the refusal. */
function refusal(act: () => unknown): { path: string; message: string } {
  try {
    act();
  } catch (cause) {
    if (cause instanceof SchemaError) return { path: cause.path, message: cause.message };
    throw cause;
  }
  throw new Error('nothing was refused');
}

describe('numbers', () => {
  it('int carries every safe integer', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => travel(int(), n) === n));
  });

  it.each([1.5, Number.NaN, Infinity, 2 ** 53, 2n ** 53n + 1n, -(2n ** 60n), '5', null, undefined, true, [1]])(
    'int refuses %s',
    (value) => {
      expect(refusal(() => decode(int(), value)).path).toBe('x');
    },
  );

  it('int holds its limits, both inclusive, on both sides', () => {
    const field = int({ min: 1, max: 3 });
    expect([1, 3].map((n) => decode(field, n))).toEqual([1, 3]);
    expect(refusal(() => decode(field, 0)).message).toBe('x: expected a whole number from 1 to 3, got 0');
    expect(refusal(() => encode(field, 4)).message).toBe('x: expected a whole number from 1 to 3, got 4');
  });

  it('real carries every finite double', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => travel(real(), n) === n));
  });

  it.each([Number.NaN, Infinity, -Infinity, '1', null, 5n])('real refuses %s on both sides', (value) => {
    expect(refusal(() => decode(real(), value)).path).toBe('x');
    expect(refusal(() => encode(real(), value)).path).toBe('x');
  });

  it('a price of 0 is none', () => {
    expect(travel(priceOrNone(), null)).toBeNull();
    expect(travel(priceOrNone(), 1.16845)).toBe(1.16845);
    expect(encode(priceOrNone(), null)).toBe(0);
  });
});

describe('tickets', () => {
  it('are exact over all 64 bits', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (n) => travel(ticket(), n) === n));
  });

  it.each([0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n])(
    'are exact at %s',
    (n) => expect(travel(ticket(), n)).toBe(n),
  );

  it.each([-1, -1n, 1.5, 1e17, 2n ** 64n, '7', null, Number.NaN])('refuse %s', (value) => {
    expect(refusal(() => decode(ticket(), value)).path).toBe('x');
  });
});

describe('instants', () => {
  it('are server time on the wire and the caller time in TypeScript', () => {
    const noon = Date.UTC(2026, 6, 13, 12);
    expect(instant().encode(noon, 'x', athens)).toBe(Date.UTC(2026, 6, 13, 15));
    expect(instant().decode(Date.UTC(2026, 6, 13, 15), 'x', athens)).toBe(noon);
    expect(travel(instantOrNone(), noon, athens)).toBe(noon);
  });

  it('of none are 0 whatever the zone', () => {
    expect(instantOrNone().encode(null, 'x', athens)).toBe(0);
    expect([0, 0n].map((none) => instantOrNone().decode(none, 'x', athens))).toEqual([null, null]);
  });

  it('before 1970 and after the year 9999 are refused', () => {
    expect(refusal(() => instant().encode(-10_800_001, 'x', athens)).path).toBe('x');
    expect(refusal(() => decode(instant(), 253_402_300_800_000)).path).toBe('x');
  });
});

describe('texts', () => {
  it('carry every character', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (s) => travel(text(2_000), s) === s));
  });

  it('are bounded, and a long one does not come back in the message', () => {
    const { message } = refusal(() => decode(text(3), 'secret'.repeat(20)));
    expect(message).toBe('x: expected at most 3 characters, got 120');
    expect(refusal(() => decode(bool(), 'secret'.repeat(20))).message).toBe(
      'x: expected true or false, got a text of 120 characters',
    );
  });

  it.each(['', 'X'.repeat(65), 'EUR\nUSD', 'EUR\u0000', 5])('%j is no symbol name', (value) => {
    expect(refusal(() => decode(symbolName(), value)).path).toBe('x');
  });

  it.each(['EURUSD', '#AAPL', 'EURUSD.m', 'US 500', 'ЗОЛОТО', 'X'.repeat(64)])('%j is a symbol name', (value) => {
    expect(travel(symbolName(), value)).toBe(value);
  });

  it('bytes are bytes', () => {
    expect([...travel(bytes('any'), new Uint8Array([0, 255]))]).toEqual([0, 255]);
    expect(refusal(() => decode(bytes('any'), [0, 255])).message).toBe('x: expected bytes, got a list of 2');
  });
});

describe('lists and maps', () => {
  it('name the item that is wrong', () => {
    expect(refusal(() => decode(list(int(), 5), [1, 2, 'three'])).path).toBe('x[2]');
    expect(refusal(() => decode(mapOf(int(), 5), { a: 1, b: 'two' })).path).toBe('x.b');
  });

  it('are bounded on both sides', () => {
    expect(refusal(() => decode(list(int(), 2), [1, 2, 3])).message).toBe('x: expected at most 2 items, got 3');
    expect(refusal(() => encode(mapOf(int(), 1), { a: 1, b: 2 })).message).toBe('x: expected at most 1 keys, got 2');
  });

  it.each([null, undefined, 'text', 5, { 0: 1 }, new Uint8Array(1)])('a list is not %j', (value) => {
    expect(refusal(() => decode(list(int(), 5), value)).path).toBe('x');
  });

  it.each([null, undefined, 'text', 5, [1], new Uint8Array(1)])('a map or a record is not %j', (value) => {
    expect(refusal(() => decode(mapOf(int(), 5), value)).path).toBe('x');
    expect(refusal(() => decode(record({}), value)).path).toBe('x');
  });
});

describe('records', () => {
  const field = record({ a: int(), b: optional(text()), inner: optional(record({ c: bool() })) });

  it('leave absent optional keys absent', () => {
    expect(Object.keys(decode(field, { a: 1, b: null }))).toEqual(['a']);
    expect(Object.keys(encode(field, { a: 1, b: undefined }) as object)).toEqual(['a']);
  });

  it('read past keys that they do not know, and never send one', () => {
    expect(decode(field, { a: 1, newer: true })).toEqual({ a: 1 });
    const { path, message } = refusal(() => encode(field, { a: 1, aa: 2 }));
    expect(path).toBe('x.aa');
    expect(message).toBe('x.aa: unknown; known are a, b, inner');
  });

  it('name the key that is missing or wrong, at any depth', () => {
    expect(refusal(() => decode(field, {})).message).toBe('x.a: expected a whole number, got nothing');
    expect(refusal(() => decode(field, { a: 1, inner: { c: 0 } })).path).toBe('x.inner.c');
  });

  it('see only keys of the message itself', () => {
    const inherited = record({ toString: text(), constructor: text() });
    expect(refusal(() => decode(inherited, {})).path).toBe('x.toString');
  });

  it('describe themselves', () => {
    expect(field.schema).toEqual({
      type: 'record',
      fields: {
        a: { type: 'int' },
        b: { type: 'text', max: 256, optional: true },
        inner: { type: 'record', fields: { c: { type: 'bool' } }, optional: true },
      },
    });
  });
});
