import { describe, type Field, plain, SchemaError } from './field.ts';

/** An MT5 enumeration: our lower-case names with the terminal's own numbers. */
export interface Enumeration<Name extends string> {
  /** The MQL5 enumeration, as in ENUM_ORDER_TYPE. */
  readonly mql5: string;
  readonly numbers: Readonly<Record<Name, number>>;
  readonly names: readonly Name[];
  /** Name of a number, or undefined for one that this version does not know. */
  nameOf(number: number): Name | undefined;
}

export function enumeration<const N extends Readonly<Record<string, number>>>(
  mql5: string,
  numbers: N,
): Enumeration<Extract<keyof N, string>> {
  type Name = Extract<keyof N, string>;
  const byNumber = new Map(Object.entries(numbers).map(([name, number]) => [number, name as Name]));
  return {
    mql5,
    numbers: numbers as Readonly<Record<Name, number>>,
    names: Object.keys(numbers) as Name[],
    nameOf: (number) => byNumber.get(number),
  };
}

export type NameOf<E> = E extends Enumeration<infer Name> ? Name : never;

function toNumber<Name extends string>(kind: Enumeration<Name>, value: unknown, path: string): number {
  if (typeof value !== 'string' || !Object.hasOwn(kind.numbers, value)) {
    throw new SchemaError(path, `expected one of ${kind.names.join(', ')}, got ${describe(value)}`);
  }
  return kind.numbers[value as Name];
}

/** A value that the terminal reports. A number that a newer terminal may have added reads as 'unknown'. */
export function reported<Name extends string>(kind: Enumeration<Name>): Field<Name | 'unknown'> {
  return {
    schema: { type: 'enum', of: kind.mql5 },
    decode: (value, path) => {
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        throw new SchemaError(path, `expected a number of ${kind.mql5}, got ${describe(value)}`);
      }
      return kind.nameOf(value) ?? 'unknown';
    },
    encode: (value, path) => toNumber(kind, value, path),
  };
}

/** A value that the caller asks for: only known ones pass, on both sides. */
export function asked<Name extends string>(kind: Enumeration<Name>): Field<Name> {
  return {
    schema: { type: 'enum', of: kind.mql5 },
    decode: (value, path) => {
      const name = typeof value === 'number' ? kind.nameOf(value) : undefined;
      if (name === undefined) throw new SchemaError(path, `expected a number of ${kind.mql5}, got ${describe(value)}`);
      return name;
    },
    encode: (value, path) => toNumber(kind, value, path),
  };
}

/** A set of bit flags, as in SYMBOL_FILLING_MODE; bits that this version does not know are dropped. */
export function flags<Name extends string>(kind: Enumeration<Name>): Field<Name[]> {
  return {
    schema: { type: 'flags', of: kind.mql5 },
    decode: (value, path) => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
        throw new SchemaError(path, `expected bit flags of ${kind.mql5}, got ${describe(value)}`);
      }
      return kind.names.filter((name) => (value & kind.numbers[name]) !== 0);
    },
    encode: (value, path) => {
      if (!Array.isArray(value)) throw new SchemaError(path, `expected a list of flags, got ${describe(value)}`);
      return value.reduce((bits, name) => bits | toNumber(kind, name, path), 0);
    },
  };
}

/** One of a few words of the wire's own (not an MT5 enumeration). */
export function word<const W extends readonly [string, ...string[]]>(...words: W): Field<W[number]> {
  return plain({ type: 'word', of: words }, (value, path) => {
    if (typeof value !== 'string' || !words.includes(value)) {
      throw new SchemaError(path, `expected one of ${words.join(', ')}, got ${describe(value)}`);
    }
    return value;
  });
}
