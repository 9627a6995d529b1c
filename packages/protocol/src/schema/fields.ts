import { describe, type Field, type Infer, partFailed, plain, SchemaError } from './field.ts';

const MAX_TICKET = 2n ** 64n - 1n;

export function bool(): Field<boolean> {
  return plain({ type: 'bool' }, (value, path) => {
    if (typeof value !== 'boolean') throw new SchemaError(path, `expected true or false, got ${describe(value)}`);
    return value;
  });
}

/** A whole number that fits a double exactly (|n| <= 2^53). */
export function int(limits: { min?: number; max?: number } = {}): Field<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = limits;
  return plain({ type: 'int', ...limits }, (value, path) => {
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
      throw new SchemaError(path, `expected a whole number, got ${describe(value)}`);
    }
    if (number < min || number > max) {
      throw new SchemaError(path, `expected a whole number from ${min} to ${max}, got ${number}`);
    }
    return number;
  });
}

function finite(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new SchemaError(path, `expected a finite number, got ${describe(value)}`);
  }
  return value;
}

/** A float64 with its unit; NaN and infinities are refused. */
export function real(unit?: string): Field<number> {
  return plain(unit === undefined ? { type: 'real' } : { type: 'real', unit }, finite);
}

/** EMPTY_VALUE: what an indicator's buffer holds where it has no value. */
export const EMPTY_VALUE = Number.MAX_VALUE;

/** A value of an indicator's buffer; null where it has none. */
export function realOrEmpty(): Field<number | null> {
  return {
    schema: { type: 'real', none: EMPTY_VALUE },
    decode: (value, path) => {
      const number = finite(value, path);
      return number === EMPTY_VALUE ? null : number;
    },
    encode: (value, path) => (value === null ? EMPTY_VALUE : finite(value, path)),
  };
}

export const price = (): Field<number> => real('price');
export const lots = (): Field<number> => real('lots');
export const money = (): Field<number> => real('account currency');

/** A price where MT5 writes 0 for "none" (stop loss, take profit): null here. */
export function priceOrNone(): Field<number | null> {
  return {
    schema: { type: 'real', unit: 'price', none: 0 },
    decode: (value, path) => finite(value, path) || null,
    encode: (value, path) => (value === null ? 0 : finite(value, path)),
  };
}

/** UTF-8 text of at most `max` characters. */
export function text(max = 256): Field<string> {
  return plain({ type: 'text', max }, (value, path) => {
    if (typeof value !== 'string') throw new SchemaError(path, `expected a text, got ${describe(value)}`);
    if (value.length > max) throw new SchemaError(path, `expected at most ${max} characters, got ${value.length}`);
    return value;
  });
}

/** A symbol name as the broker spells it. */
export function symbolName(): Field<string> {
  return plain({ type: 'symbol', max: 64 }, (value, path) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > 64 || /\p{Cc}/u.test(value)) {
      throw new SchemaError(path, `expected a symbol name of 1 to 64 characters, got ${describe(value)}`);
    }
    return value;
  });
}

/** Characters of a request id: digits and capitals without I, L, O and U, which people misread. */
export const REQUEST_ID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const REQUEST_ID_LENGTH = 12;
const REQUEST_ID = new RegExp(`^[${REQUEST_ID_ALPHABET}]{${REQUEST_ID_LENGTH}}$`);

/** The name of one trade request, drawn once and never used again: journals and the broker's records know it by this. */
export function requestId(): Field<string> {
  return plain({ type: 'request_id' }, (value, path) => {
    if (typeof value !== 'string' || !REQUEST_ID.test(value)) {
      throw new SchemaError(path, `expected ${REQUEST_ID_LENGTH} of ${REQUEST_ID_ALPHABET}, got ${describe(value)}`);
    }
    return value;
  });
}

/** The codec hands integers up to here over as number, exactly this one included; larger ones as bigint. */
const LARGEST_NUMBER = 2 ** 53;

/** A 64-bit unsigned id (ticket, position id, magic): exact, never a double. */
export function ticket(): Field<bigint> {
  return plain({ type: 'u64' }, (value, path) => {
    const isExact = typeof value === 'number' && Number.isInteger(value) && value <= LARGEST_NUMBER;
    const exact = isExact ? BigInt(value) : value;
    if (typeof exact !== 'bigint' || exact < 0n || exact > MAX_TICKET) {
      throw new SchemaError(path, `expected an unsigned 64-bit number, got ${describe(value)}`);
    }
    return exact;
  });
}

/** The end of the year 9999, in ms. */
export const LAST_INSTANT = 253_402_300_799_999;

/** An instant in ms; broker server time on the wire, the caller's zone in TypeScript. */
export function instant(): Field<number> {
  const ms = int({ min: 0, max: LAST_INSTANT });
  return {
    schema: { type: 'instant', unit: 'ms, broker server time' },
    decode: (value, path, zone) => zone.fromServer(ms.decode(value, path, zone)),
    encode: (value, path, zone) => ms.decode(zone.toServer(value), path, zone),
  };
}

/** An instant where MT5 writes 0 for "none" (an order without expiry): null here. */
export function instantOrNone(): Field<number | null> {
  const set = instant();
  return {
    schema: { ...set.schema, none: 0 },
    decode: (value, path, zone) => (value === 0 || value === 0n ? null : set.decode(value, path, zone)),
    encode: (value, path, zone) => (value === null ? 0 : set.encode(value, path, zone)),
  };
}

/** Packed records (MqlRates, MqlTick) or other bytes inside frame 0. */
export function bytes(content: string): Field<Uint8Array> {
  return plain({ type: 'bytes', content }, (value, path) => {
    if (!(value instanceof Uint8Array)) throw new SchemaError(path, `expected bytes, got ${describe(value)}`);
    return value;
  });
}

export function list<F extends Field<unknown>>(item: F, max: number): Field<Infer<F>[]> {
  const field = item as unknown as Field<Infer<F>>;
  const each = (value: unknown, path: string, one: (item: never, path: string) => unknown): unknown[] => {
    if (!Array.isArray(value)) throw new SchemaError(path, `expected a list, got ${describe(value)}`);
    if (value.length > max) throw new SchemaError(path, `expected at most ${max} items, got ${value.length}`);
    return value.map((item, i) => {
      try {
        return one(item as never, '');
      } catch (error) {
        throw partFailed(`${path}[${i}]`, error);
      }
    });
  };
  return {
    schema: { type: 'list', of: item.schema, max },
    decode: (value, path, zone) => each(value, path, (v, p) => field.decode(v, p, zone)) as Infer<F>[],
    encode: (value, path, zone) => each(value, path, (v, p) => field.encode(v, p, zone)),
  };
}

/** Text keys to values of one type, as in the last sequence number of each topic. */
export function mapOf<T>(item: Field<T>, max: number): Field<Record<string, T>> {
  const each = (value: unknown, path: string, one: (item: never, path: string) => unknown): Record<string, unknown> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
      throw new SchemaError(path, `expected a map, got ${describe(value)}`);
    }
    const entries = Object.entries(value);
    if (entries.length > max) throw new SchemaError(path, `expected at most ${max} keys, got ${entries.length}`);
    return Object.fromEntries(entries.map(([key, v]) => [key, one(v as never, `${path}.${key}`)]));
  };
  return {
    schema: { type: 'map', of: item.schema, max },
    decode: (value, path, zone) => each(value, path, (v, p) => item.decode(v, p, zone)) as Record<string, T>,
    encode: (value, path, zone) => each(value, path, (v, p) => item.encode(v, p, zone)),
  };
}

/** Marks a record key that may be absent or nil. */
export type Optional<F> = F & { readonly isOptional: true };

export function optional<F extends Field<unknown>>(field: F): Optional<F> {
  return { ...field, isOptional: true };
}

export type Shape = Readonly<Record<string, Field<never> | Field<unknown>>>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends { isOptional: true } ? K : never }[keyof S];

/** The TypeScript type of a record: absent keys stay absent, they are never undefined values. */
export type RecordOf<S extends Shape> = { [K in Exclude<keyof S, OptionalKeys<S>>]: Infer<S[K]> } & {
  [K in OptionalKeys<S>]?: Infer<S[K]>;
};

export interface RecordField<S extends Shape> extends Field<RecordOf<S>> {
  readonly shape: S;
}

/**
 * A MessagePack map with text keys. Decoding ignores keys it does not know, so an older side reads a newer one;
 * encoding refuses them, so a misspelt argument never travels.
 */
export function record<S extends Shape>(shape: S): RecordField<S> {
  const fields = Object.entries(shape) as [string, Field<unknown>][];
  const convert = (value: unknown, path: string, one: (field: Field<unknown>, v: unknown, p: string) => unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
      throw new SchemaError(path, `expected a map, got ${describe(value)}`);
    }
    const source = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    try {
      for (const [key, field] of fields) {
        const item = Object.hasOwn(source, key) ? source[key] : undefined;
        if (field.isOptional && (item === undefined || item === null)) continue;
        result[key] = one(field, item, key);
      }
    } catch (error) {
      throw partFailed(`${path}.`, error);
    }
    return result;
  };
  return {
    shape,
    schema: {
      type: 'record',
      fields: Object.fromEntries(
        fields.map(([key, field]) => [key, field.isOptional ? { ...field.schema, optional: true } : field.schema]),
      ),
    },
    decode: (value, path, zone) => convert(value, path, (f, v, p) => f.decode(v, p, zone)) as RecordOf<S>,
    encode: (value, path, zone) => {
      const result = convert(value, path, (f, v, p) => f.encode(v, p, zone));
      const stranger = Object.keys(value).find((key) => !Object.hasOwn(shape, key));
      if (stranger !== undefined) {
        throw new SchemaError(
          `${path}.${stranger}`,
          `unknown; known are ${fields.map(([key]) => key).join(', ') || 'none'}`,
        );
      }
      return result;
    },
  };
}
