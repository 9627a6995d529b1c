import type { FieldSchema, RecordField, RecordOf, Shape } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { exactId, MOST_DECIMALS, rounded } from './numbers.ts';
import { outsideText } from './outside-text.ts';
import { NO_SCALE, type Scale } from './scales.ts';
import { isoTime, timeOutput } from './times.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonRecord = { readonly [key: string]: Json };

/** A record of the protocol as tools and resources show it: its JSON, and the schema of that JSON. */
export interface Presentation<T> {
  present(value: T, scale?: Scale): JsonRecord;
  output(): z.ZodObject<Record<string, z.ZodType<Json>>>;
  /** Keys that hold text from outside. */
  readonly outsideKeys: readonly string[];
}

/** Short texts are codes (currencies, ISINs), cleaned but not marked; longer ones are free text that somebody else wrote. */
const LONGEST_CODE = 64;

type Write = (value: never, scale: Scale) => Json;
interface Kind {
  readonly write: Write;
  readonly output: () => z.ZodType<Json>;
  readonly fromOutside?: true;
}

const asIs: Write = (value) => value;
const nullable =
  (write: Write): Write =>
  (value, scale) =>
    value === null ? null : write(value, scale);
const real =
  (decimals: (scale: Scale) => number): Write =>
  (value, scale) =>
    rounded(value, decimals(scale));

/** What may be absent is null then. */
const orNull = ({ write, output, ...kind }: Kind): Kind => ({
  ...kind,
  write: (value, scale) => (value === undefined ? null : write(value, scale)),
  output: () => output().nullable(),
});

const withUnit = <T extends z.ZodType<Json>>(type: T, unit: unknown): T =>
  typeof unit === 'string' ? type.describe(unit) : type;

/** How a field of the wire leaves as JSON, decided by what the protocol says that it is. */
function kindOf(field: FieldSchema): Kind {
  switch (field.type) {
    case 'bool':
      return { write: asIs, output: () => z.boolean() };
    case 'int':
      return { write: asIs, output: () => z.int() };
    case 'real':
      return realKind(field);
    case 'u64':
      return { write: (value: bigint) => exactId(value), output: exactIdOutput };
    case 'instant': {
      if (field.none === undefined) return { write: (value: number) => isoTime(value), output: timeOutput };
      return { write: nullable((value: number) => isoTime(value)), output: () => timeOutput().nullable() };
    }
    case 'symbol':
    case 'request_id':
      return { write: asIs, output: () => z.string() };
    case 'enum':
      return { write: asIs, output: () => z.string().describe(`${field.of}, lower case`) };
    case 'flags':
      return { write: asIs, output: () => z.array(z.string()).describe(`${field.of}, lower case`) };
    case 'text': {
      const write = (value: string) => outsideText(value);
      if (Number(field.max) <= LONGEST_CODE) return { write, output: () => z.string() };
      return { write, output: () => z.string().describe('Untrusted text'), fromOutside: true };
    }
    default:
      throw new Error(`No way to present a field of type ${field.type}`);
  }
}

function realKind(field: FieldSchema): Kind {
  const { unit } = field;
  if (unit === 'price') {
    const write = real((scale) => scale.price);
    if (field.none === undefined) return { write, output: () => z.number() };
    return { write: nullable(write), output: () => z.number().nullable() };
  }
  if (unit === 'lots') return { write: real((scale) => scale.volume), output: () => z.number().describe('lots') };
  return { write: real(() => MOST_DECIMALS), output: () => withUnit(z.number(), unit) };
}

/** The schema of {@link exactId}. */
export const exactIdOutput = (): z.ZodType<number | string> => z.union([z.int(), z.string()]);

export function presentation<S extends Shape>(record: RecordField<S>): Presentation<RecordOf<S>> {
  const fields = Object.entries(record.shape).map(([key, field]) => {
    const kind = kindOf(field.schema);
    return { key, ...('isOptional' in field ? orNull(kind) : kind) };
  });
  return {
    present(value, scale = NO_SCALE) {
      const source = value as Readonly<Record<string, never>>;
      const json: Record<string, Json> = {};
      for (const { key, write } of fields) json[key] = write(source[key] as never, scale);
      return json;
    },
    output: () => z.object(Object.fromEntries(fields.map(({ key, output }) => [key, output()]))),
    outsideKeys: fields.filter((field) => field.fromOutside).map(({ key }) => key),
  };
}
