import { describe, expect, it } from 'vitest';
import { asked, enumeration, flags, reported, SchemaError, serverZone, word } from './index.ts';

const side = enumeration('ENUM_SIDE', { buy: 0, sell: 1, both: -1 });
const bits = enumeration('FLAGS', { bid: 2, ask: 4, last: 8 });
const args = ['x', serverZone] as const;

describe('an enumeration', () => {
  it('knows its names and numbers', () => {
    expect(side.names).toEqual(['buy', 'sell', 'both']);
    expect([0, -1, 7].map(side.nameOf)).toEqual(['buy', 'both', undefined]);
  });

  it('travels as the number of MT5', () => {
    for (const field of [asked(side), reported(side)]) {
      expect(side.names.map((name) => field.encode(name, ...args))).toEqual([0, 1, -1]);
      expect([0, 1, -1].map((number) => field.decode(number, ...args))).toEqual(['buy', 'sell', 'both']);
      expect(field.schema).toEqual({ type: 'enum', of: 'ENUM_SIDE' });
    }
  });

  it('that is reported reads a number of a newer terminal as unknown, and nothing else', () => {
    expect(reported(side).decode(7, ...args)).toBe('unknown');
    for (const value of ['buy', 0.5, null, 0n]) {
      expect(() => reported(side).decode(value, ...args)).toThrow(SchemaError);
    }
  });

  it('that is asked for has only known values', () => {
    for (const value of [7, 'buy', null]) expect(() => asked(side).decode(value, ...args)).toThrow(SchemaError);
    expect(() => asked(side).encode('hold' as 'buy', ...args)).toThrow(
      'x: expected one of buy, sell, both, got "hold"',
    );
    expect(() => asked(side).encode('toString' as 'buy', ...args)).toThrow(SchemaError);
    expect(() => reported(side).encode('unknown', ...args)).toThrow(SchemaError);
  });
});

describe('flags', () => {
  it('are a sum of numbers', () => {
    expect(flags(bits).encode(['last', 'bid'], ...args)).toBe(10);
    expect(flags(bits).decode(10, ...args)).toEqual(['bid', 'last']);
    expect(flags(bits).decode(0, ...args)).toEqual([]);
  });

  it('drop bits that nobody knows', () => {
    expect(flags(bits).decode(0x8000_0004, ...args)).toEqual(['ask']);
  });

  it('refuse what is no set of bits', () => {
    for (const value of [-1, 1.5, 'bid', null]) expect(() => flags(bits).decode(value, ...args)).toThrow(SchemaError);
    expect(() => flags(bits).encode(['mid' as 'bid'], ...args)).toThrow(SchemaError);
    expect(() => flags(bits).encode('bid' as unknown as 'bid'[], ...args)).toThrow('x: expected a list of flags');
  });
});

describe('a word', () => {
  it('is one of its words on both sides', () => {
    const field = word('state', 'floating');
    expect(field.decode('state', ...args)).toBe('state');
    expect(() => field.decode('mood', ...args)).toThrow('x: expected one of state, floating, got "mood"');
    expect(() => field.encode(1 as unknown as 'state', ...args)).toThrow(SchemaError);
  });
});
