import type { ErrorCode } from '../errors/index.ts';
import type { Field, RecordField, Shape } from '../schema/index.ts';
import type { BulkKind } from '../wire/packed.ts';

export type OperationKind = 'read' | 'write';

/** One operation of the wire; its name is also the name of its handler on the other side. */
export interface Operation<
  Name extends string = string,
  P extends Shape = Shape,
  R extends Shape = Shape,
  Kind extends OperationKind = OperationKind,
> {
  readonly name: Name;
  /** Its number in the frame; never reused. */
  readonly number: number;
  /** A `write` may reach the broker: it needs a time to live, and its request id is journaled before it is sent. */
  readonly kind: Kind;
  /** Protocol version that brought it. */
  readonly since: number;
  readonly summary: string;
  /** The MQL5 functions behind it. */
  readonly source: readonly string[];
  readonly params: RecordField<P>;
  readonly result: RecordField<R>;
  /** What it can answer besides the codes that every operation can: see commonErrors. */
  readonly errors: readonly ErrorCode[];
  /** What frame 1 holds: packed records, oldest first, or a picture. */
  readonly bulk?: BulkKind | 'png';
}

export function defineOperation<
  const Name extends string,
  P extends Shape,
  R extends Shape,
  const Kind extends OperationKind,
>(operation: Operation<Name, P, R, Kind>): Operation<Name, P, R, Kind> {
  return operation;
}

/** Codes that every operation can answer. */
export const commonErrors: readonly ErrorCode[] = [
  'BAD_FRAME',
  'VERSION_MISMATCH',
  'UNKNOWN_OPERATION',
  'INVALID_PARAMS',
  'EXPIRED',
  'STALE_EPOCH',
  'INTERNAL',
];

export type ParamsOf<O> = O extends { params: Field<infer P> } ? P : never;
export type ResultOf<O> = O extends { result: Field<infer R> } ? R : never;
