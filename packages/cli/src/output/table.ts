import Table from 'cli-table3';
import type { Out } from './out.ts';
import { plainText } from './plain-text.ts';

export type Row = readonly unknown[];

const GAP = 2;
/** No frame, no lines. */
const bare = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ mid: '', 'mid-mid': '', 'left-mid': '', 'right-mid': '' },
  ...{ left: '', right: '', middle: ' '.repeat(GAP) },
};

/**
 * Rows under their column names, numbers right-aligned and with the same decimals all the way down; only prices of
 * several symbols have each their own. Columns that don't fit the line are left out, last ones first, and named below.
 */
export function table(names: readonly string[], rows: readonly Row[], out: Pick<Out, 'width' | 'style'>): string {
  const symbols = rows.map((row) => row[names.indexOf('symbol')]);
  const columns = names.map((name, at) =>
    column(
      name,
      rows.map((row) => row[at]),
      symbols,
    ),
  );
  const shown = fitting(columns, out.width);
  const grid = new Table({
    head: shown.map(({ name, isNumeric, width }) => out.style('bold', isNumeric ? name.padStart(width) : name)),
    colAligns: shown.map(({ isNumeric }) => (isNumeric ? 'right' : 'left')),
    chars: bare,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  grid.push(...rows.map((_, at) => shown.map(({ cells }) => cells[at] ?? '')));
  const left = columns.slice(shown.length).map(({ name }) => name);
  const note = left.length === 0 ? [] : [out.style('dim', `Not shown: ${left.join(', ')} (-o json has everything).`)];
  const lines = grid.toString().split('\n');
  return [...lines.map((line) => line.trimEnd()), ...note].join('\n');
}

interface Column {
  readonly name: string;
  readonly isNumeric: boolean;
  readonly cells: readonly string[];
  readonly width: number;
}

/** Columns of money and volume, where 0.5 is written 0.50. */
const hundredths = new Set(['profit', 'swap', 'commission', 'fee', 'volume']);

/** More decimals than an amount of money or a volume has. */
const PRICE_DECIMALS = 3;

function column(name: string, values: readonly unknown[], symbols: readonly unknown[]): Column {
  const isNumeric = values.some((value) => typeof value === 'number');
  const most = Math.max(isNumeric && hundredths.has(name) ? 2 : 0, decimalsOf(values));
  const ofSymbol = new Map(
    [...Map.groupBy(values.keys(), (at) => symbols[at])].map(([symbol, rows]) => [
      symbol,
      most < PRICE_DECIMALS ? most : decimalsOf(rows.map((at) => values[at])),
    ]),
  );
  const cells = values.map((value, at) =>
    typeof value === 'number' ? value.toFixed(ofSymbol.get(symbols[at])) : cell(value),
  );
  return { name, isNumeric, cells, width: Math.max(name.length, ...cells.map(({ length }) => length)) };
}

const MOST_DECIMALS = 8;

/** The most that any of the numbers has. */
function decimalsOf(values: readonly unknown[]): number {
  const each = values.map((value) => {
    const text = String(value);
    if (typeof value !== 'number') return 0;
    return text.includes('e-') ? MOST_DECIMALS : (text.split('.')[1]?.length ?? 0);
  });
  return Math.min(MOST_DECIMALS, Math.max(0, ...each));
}

function fitting(columns: readonly Column[], width: number): readonly Column[] {
  let room = width + GAP;
  const end = columns.findIndex((column) => {
    room -= column.width + GAP;
    return room < 0;
  });
  return end < 0 ? columns : columns.slice(0, Math.max(1, end));
}

/**
 * One value as text in a line of its own: a dash for what is absent, lists with commas.
 */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map(cell).join(', ');
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return plainText(text);
}
