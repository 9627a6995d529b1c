import type { RecordField, Shape } from '../schema/index.ts';

/** One kind of event. Its topic is the name alone, or the name with a symbol (and a timeframe) behind it. */
export interface EventKind<Name extends string = string, S extends Shape = Shape> {
  readonly name: Name;
  readonly topic: 'plain' | 'symbol' | 'symbol_timeframe';
  readonly since: number;
  /** When it is sent; what makes it sent again. */
  readonly rule: string;
  readonly source: readonly string[];
  readonly data: RecordField<S>;
}

export function defineEvent<const Name extends string, S extends Shape>(kind: EventKind<Name, S>): EventKind<Name, S> {
  return kind;
}
