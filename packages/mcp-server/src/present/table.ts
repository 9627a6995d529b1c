import { z } from 'zod';
import { rounded } from './numbers.ts';
import type { JsonRecord } from './presentation.ts';

/** Rows of a table that a model may still read; beyond them a program does, and times become numbers. */
export const READABLE_ROWS = 1_000;
export const MOST_ROWS = 5_000;
/** A table of more rows is not sent a second time as text. */
const MOST_TEXT_ROWS = 200;
const EXCERPT_ROWS = 100;

export type Cell = number | string;

/** A column's values, row by row. */
export interface Column<C = Cell> {
  readonly name: string;
  readonly cell: (row: number) => C;
}

type Numbers = ArrayLike<number>;

/** Decimals above zero cost a multiplication and a rounding each; whole numbers pass as they are. */
export function numberColumn(name: string, values: Numbers, decimals: number): Column {
  return { name, cell: (row) => rounded(values[row] ?? 0, decimals) };
}

export function integerColumn(name: string, values: Numbers): Column {
  return { name, cell: (row) => values[row] ?? 0 };
}

/** A column that may well be 0 throughout, as traded volume is in retail forex: then it isn't there. */
export function unlessZero(column: Column, values: Numbers, begin: number, end: number): Column[] {
  for (let row = begin; row < end; row++) if (values[row] !== 0) return [column];
  return [];
}

/** Rows `begin` to `end` (exclusive) of the columns. */
export function rowsOf<C>(columns: readonly Column<C>[], begin: number, end: number) {
  const rows: C[][] = [];
  for (let row = begin; row < end; row++) rows.push(columns.map((column) => column.cell(row)));
  return { columns: columns.map((column) => column.name), rows };
}

/** The schema of {@link rowsOf}. */
export const tableOutput = {
  columns: z.array(z.string()).describe('Names of the values of a row. A column that is 0 in every row is left out'),
  rows: z.array(z.array(z.union([z.number(), z.string()]))).describe('Newest last'),
};

/** A large table's text: its newest rows and where the others are. */
export function tableExcerpt<T extends JsonRecord & { readonly rows: readonly (readonly (Cell | null)[])[] }>(
  answer: T,
) {
  const { rows } = answer;
  if (rows.length <= MOST_TEXT_ROWS) return answer;
  return {
    ...answer,
    rows: rows.slice(-EXCERPT_ROWS),
    excerpt: `This text holds the newest ${EXCERPT_ROWS} of ${rows.length} rows; structuredContent holds all of them.`,
  };
}
