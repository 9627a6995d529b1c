import type { Page } from '@mt5-bridge/gateway/read';
import { z } from 'zod';
import { countArg } from './arguments.ts';

/** Objects a page: 50 of them are about 6,000 tokens. */
export const limitArg = countArg(200).default(50).describe('Rows of this page');

/** Which part of all rows an answer holds, and the arguments that get the next part. */
export function presentPage({ total, offset, items }: Page<unknown>) {
  const end = offset + items.length;
  return { total, offset, next: items.length > 0 && end < total ? { offset: end } : null };
}

/** A part of rows that are all at hand. */
export function pageOf<T>(rows: readonly T[], offset: number, limit: number): Page<T> {
  return { total: rows.length, offset, items: rows.slice(offset, offset + limit) };
}

/** The schema of {@link presentPage} beside that of the rows. */
export function pageOutput<S extends z.ZodRawShape>(rows: S) {
  return z.object({
    total: z.int(),
    offset: z.int(),
    next: z.object({ offset: z.int() }).nullable().describe('Arguments for the next page; null after the last'),
    ...rows,
  });
}

/** After `got` rows back from `start`: the arguments for older ones. Fewer than asked for means that history begins there. */
export function olderThan(start: number, asked: number, got: number): { start: number } | null {
  return got < asked ? null : { start: start + got };
}
