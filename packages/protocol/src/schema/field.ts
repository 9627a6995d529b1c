/**
 * The wire's value types. Each field knows how it travels (MessagePack), what it is in TypeScript, and how to describe
 * itself for protocol.json; every operation and event is a record of such fields, so no second definition exists.
 */

/** Moves instants between the broker's server time (the wire) and the caller's side. FakeMT5 uses {@link serverZone}. */
export interface ZoneShift {
  /** Server time in ms -> caller's time in ms. */
  fromServer(ms: number): number;
  /** Caller's time in ms -> server time in ms. */
  toServer(ms: number): number;
}

/** The wire's own clock: instants stay broker server time. */
export const serverZone: ZoneShift = { fromServer: (ms) => ms, toServer: (ms) => ms };

/** JSON description of a field, as it stands in protocol.json. */
export interface FieldSchema {
  readonly type: string;
  readonly [detail: string]: unknown;
}

/** A value that does not fit its field; `path` names the place, as in `a.symbols[3]`. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}

/** A failure of a part, told as one of the whole. Paths are built here alone, since most values fit. */
export function partFailed(prefix: string, error: unknown): unknown {
  return error instanceof SchemaError ? new SchemaError(prefix + error.path, error.problem) : error;
}

export interface Field<T> {
  readonly schema: FieldSchema;
  /** True for a record key that may be absent. */
  readonly isOptional?: boolean;
  /** Wire value -> typed value. @throws SchemaError */
  decode(value: unknown, path: string, zone: ZoneShift): T;
  /** Typed value -> wire value. @throws SchemaError */
  encode(value: T, path: string, zone: ZoneShift): unknown;
}

/** The TypeScript type of a field. */
export type Infer<F> = F extends Field<infer T> ? T : never;

/** What a value is, in words for an error message; never the value itself when it is long. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'nil';
  if (typeof value === 'string')
    return value.length > 40 ? `a text of ${value.length} characters` : JSON.stringify(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value === 'object') return 'a map';
  return String(value);
}

/** A field that is the same value on both sides once `check` accepts it. */
export function plain<T>(schema: FieldSchema, check: (value: unknown, path: string) => T): Field<T> {
  return { schema, decode: check, encode: check };
}
