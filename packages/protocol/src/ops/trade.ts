import type { Operations, Params } from './index.ts';

/** Names of the operations that may reach the broker. */
export type TradeOperationName = {
  [N in keyof Operations]: Operations[N]['kind'] extends 'write' ? N : never;
}[keyof Operations];

/** Names of the operations that only look. */
export type ReadOperationName = Exclude<keyof Operations, TradeOperationName>;

/** One trade request, every field as it will travel. */
export type TradeCommand = {
  [N in TradeOperationName]: { readonly operation: N; readonly params: Params<N> };
}[TradeOperationName];

declare const approved: unique symbol;

/**
 * A value that the owner's rules let pass. Nothing makes one but `packages/policy/src/approved.ts`, and the client sends
 * nothing else.
 */
export type Approved<T> = T & { readonly [approved]: true };

/** How a request's comment starts, so that the broker's own records can be found by its id. */
export const commentTag = (requestId: string): string => `#${requestId}`;
