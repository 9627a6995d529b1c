import type { TicksSelection } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { TicksColumns } from '@mt5-bridge/protocol/wire';
import { z } from 'zod';
import { countArg, symbolArg, timeArg, wordArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { olderThan } from '../paging.ts';
import { MOST_DECIMALS } from '../present/numbers.ts';
import {
  integerColumn,
  MOST_ROWS,
  numberColumn,
  READABLE_ROWS,
  rowsOf,
  tableExcerpt,
  tableOutput,
  unlessZero,
} from '../present/table.ts';
import { isoTime } from '../present/times.ts';
import { cutNewest, cutOldest, type Rows } from '../tick-cut.ts';
import { rangeOf } from '../time-range.ts';

const DEFAULT_COUNT = 100;

export const getTicks = defineTool({
  name: 'get_ticks',
  title: 'Ticks',
  toolset: 'market',
  description:
    'Single price changes of one symbol, newest last: the last ones, those from a time on, or a time range. Use for execution questions, spreads and gaps within seconds. Not for trends (get_rates) or the price now (get_quote).',
  annotations: LOOKS_ONLY,
  input: z.object({
    symbol: symbolArg,
    kind: wordArg(['all', 'info', 'trade'])
      .default('all')
      .describe('info: bid and ask changes; trade: last and volume'),
    count: countArg(MOST_ROWS).default(DEFAULT_COUNT).describe('Most rows'),
    start: z.int().min(0).optional().describe('Ticks back from the newest, which is 0; default 0'),
    from: timeArg.optional().describe('ISO 8601 UTC, inclusive; without to, the first ticks from there on'),
    to: timeArg.optional().describe('ISO 8601 UTC, inclusive; with from, the newest ticks of that range'),
  }),
  output: () =>
    z.object({
      symbol: z.string(),
      ...tableOutput,
      columns: tableOutput.columns.describe(
        `Names of the values of a row. time: ISO 8601 UTC; above ${READABLE_ROWS} rows epoch_ms, Unix milliseconds, instead. flags: sum of 2 bid, 4 ask, 8 last, 16 volume, 32 buy, 64 sell. A column that is 0 in every row is left out`,
      ),
      total: z.int().describe('Rows selected'),
      truncated: z.boolean().describe('Selected rows are left out'),
      next: z
        .object({ start: z.int().exactOptional(), from: z.string().exactOptional(), to: z.string().exactOptional() })
        .nullable()
        .describe('Arguments to change for the rows that follow or precede; null if there are none'),
    }),
  async run({ symbol, kind, count, start, from, to }, { reads, clock }) {
    const range = to === undefined ? undefined : rangeOf({ from, to }, 'from', 'to', clock);
    if (from !== undefined && start !== undefined) {
      throw new Mt5Error('INVALID_PARAMS', 'Select by start, or by from, not by both.');
    }
    const forward = from !== undefined && range === undefined;
    // One more than asked for tells whether the last millisecond is whole.
    const selection: TicksSelection = range ?? (forward ? { from, count: count + 1 } : { start: start ?? 0, count });
    const { digits, columns } = await reads.ticks(symbol, kind, selection);
    if (columns.length === 0) throw new Mt5Error('NO_DATA', `${symbol} has no ticks there.`);
    const rows = forward ? cutOldest(columns, count) : cutNewest(columns, range === undefined ? columns.length : count);
    const cut = rows.end - rows.begin < columns.length;
    return {
      symbol,
      ...ticksTable(columns, digits, rows),
      total: columns.length,
      truncated: cut,
      next: cut ? rows.next : range === undefined && !forward ? olderThan(start ?? 0, count, columns.length) : null,
    };
  },
  excerpt: tableExcerpt,
});

function ticksTable(ticks: TicksColumns, digits: number, { begin, end }: Rows) {
  const at = (row: number) => ticks.time_msc[row] ?? 0;
  const maybe = (name: 'bid' | 'ask' | 'last' | 'volume_real', decimals: number) =>
    unlessZero(numberColumn(name, ticks[name], decimals), ticks[name], begin, end);
  return rowsOf(
    [
      end - begin <= READABLE_ROWS
        ? { name: 'time', cell: (row: number) => isoTime(at(row)) }
        : { name: 'epoch_ms', cell: at },
      ...maybe('bid', digits),
      ...maybe('ask', digits),
      ...maybe('last', digits),
      ...maybe('volume_real', MOST_DECIMALS),
      integerColumn('flags', ticks.flags),
    ],
    begin,
    end,
  );
}
