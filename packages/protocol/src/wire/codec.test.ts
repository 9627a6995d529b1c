import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FRAME_BYTES, pack, unpack } from './codec.ts';

/** A value of the wire's types; integers past 2^53 as bigint, as the codec hands them over. */
const plainValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).map((n) => n + 0),
    fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 64n - 1n }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ minLength: 300, maxLength: 400 }),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 20 },
    ),
  ),
})).value;

const nested = (depth: number, leaf: number): Uint8Array => new Uint8Array(depth + 1).fill(0x91).fill(leaf, depth);

describe('the codec', () => {
  it('gives back what was packed', () => {
    fc.assert(
      fc.property(plainValue, (value) => {
        expect(unpack(pack(value))).toEqual(value);
      }),
    );
  });

  it('refuses every message that is cut short or has more behind it', () => {
    fc.assert(
      fc.property(plainValue, fc.nat(), (value, cut) => {
        const whole = pack(value);
        expect(() => unpack(whole.subarray(0, cut % whole.length))).toThrow();
        expect(() => unpack(Uint8Array.from([...whole, 0]))).toThrow();
      }),
    );
  });

  it('answers any bytes with a value of the wire or an error, and keeps no memory of them', () => {
    const isPlain = (value: unknown): boolean => {
      if (value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value)) return true;
      if (value instanceof Uint8Array) return true;
      if (Array.isArray(value)) return value.every(isPlain);
      const prototype = Object.getPrototypeOf(value);
      return (prototype === Object.prototype || prototype === null) && Object.values(value as object).every(isPlain);
    };
    const probe = pack({ a: [1, 'x'], b: 64 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        try {
          expect(isPlain(unpack(noise))).toBe(true);
        } catch (cause) {
          expect(cause).toBeInstanceOf(RangeError);
        }
        expect(unpack(probe)).toEqual({ a: [1, 'x'], b: 64 });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([0xc1, 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8])('has no type 0x%s', (first) => {
    const bytes = new Uint8Array(40);
    bytes[0] = first;
    expect(() => unpack(bytes)).toThrow(`0x${first.toString(16)} at byte 0 is no type of this wire`);
  });

  it('reads 32 levels and no more', () => {
    expect(() => unpack(nested(32, 0xc0))).not.toThrow();
    expect(() => unpack(nested(33, 0xc0))).toThrow('nested deeper than 32');
  });

  it('builds a hundred thousand records, but not a million out of a megabyte', () => {
    const order = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`field_${i}`, i]));
    expect(unpack(pack(Array(100_000).fill(order)))).toHaveLength(100_000);
    const empty = Buffer.alloc(1_000_005, 0x80); // an empty map each
    empty.writeUInt8(0xdd);
    empty.writeUInt32BE(1_000_000, 1);
    expect(() => unpack(empty)).toThrow('too many values');
  });

  it('pollutes no prototype', () => {
    const hostile = Buffer.from('81a95f5f70726f746f5f5f81a8706f6c6c7574656401', 'hex'); // {"__proto__": {"polluted": 1}}
    const value = unpack(hostile) as object;
    expect('polluted' in value).toBe(false);
    expect('polluted' in {}).toBe(false);
  });

  it('reads text that is not UTF-8 with U+FFFD in it', () => {
    expect(unpack(Uint8Array.from([0xa3, 0x61, 0xff, 0x62]))).toBe('a\ufffdb');
  });

  it('packs a missing value as nil, not as an extension', () => {
    expect([...pack([undefined])]).toEqual([0x91, 0xc0]);
  });

  it('refuses a frame above the limit before it looks into it', () => {
    expect(() => unpack(new Uint8Array(MAX_FRAME_BYTES + 1))).toThrow(`exceed ${MAX_FRAME_BYTES}`);
  });
});
