import type { Timeframe } from '@mt5-bridge/protocol';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { RatesColumns } from '@mt5-bridge/protocol/wire';
import { z } from 'zod';
import { countArg, symbolArg, timeArg, timeframeArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { olderThan } from '../paging.ts';
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
import { isoMinute, isoTime, timeOutput } from '../present/times.ts';
import { rangeOf } from '../time-range.ts';

const DEFAULT_COUNT = 100;

export const getRates = defineTool({
  name: 'get_rates',
  title: 'Bars',
  toolset: 'market',
  description: `Price bars (open, high, low, close, volumes, spread in points) of one symbol, newest last: the last ones, or a time range. Use for trends, ranges and indicators. Not for the price now (get_quote) or single ticks (get_ticks). Up to ${READABLE_ROWS} rows have readable times; larger answers are meant for programs.`,
  annotations: LOOKS_ONLY,
  input: z.object({
    symbol: symbolArg,
    timeframe: timeframeArg,
    count: countArg(MOST_ROWS)
      .optional()
      .describe(`Most rows; default ${DEFAULT_COUNT}, with from ${READABLE_ROWS}. A longer range keeps its newest`),
    start: z.int().min(0).optional().describe('Bars back from the newest, which is 0 and still forming; default 0'),
    from: timeArg.optional().describe('ISO 8601 UTC, inclusive; selects by opening time'),
    to: timeArg.optional().describe('ISO 8601 UTC, inclusive; default now'),
  }),
  output: () =>
    z.object({
      symbol: z.string(),
      timeframe: z.string(),
      ...tableOutput,
      columns: tableOutput.columns.describe(
        `Names of the values of a row. time: opening time, ISO 8601 UTC; above ${READABLE_ROWS} rows epoch_s, Unix seconds, instead. A column that is 0 in every row is left out`,
      ),
      time_first: timeOutput(),
      time_last: timeOutput(),
      total: z.int().describe('Rows selected'),
      truncated: z.boolean().describe('The oldest selected rows are left out'),
      next: z
        .object({ start: z.int().exactOptional(), to: z.string().exactOptional() })
        .nullable()
        .describe('Arguments to change for the rows before; null if there are none'),
    }),
  async run({ symbol, timeframe, count, start, from, to }, { reads, clock }) {
    const range = rangeOf({ from, to }, 'from', 'to', clock);
    if (range !== undefined && start !== undefined) {
      throw new Mt5Error('INVALID_PARAMS', 'Select by start and count, or by from and to, not by both.');
    }
    const most = count ?? (range === undefined ? DEFAULT_COUNT : READABLE_ROWS);
    const selection = range ?? { start: start ?? 0, count: most };
    const { digits, columns } = await reads.rates(symbol, timeframe, selection);
    const total = columns.length;
    if (total === 0) throw new Mt5Error('NO_DATA', `${symbol} has no ${timeframe} bars there.`);
    const begin = Math.max(0, total - most);
    const truncated = begin > 0;
    return {
      ...barsTable(symbol, timeframe, digits, columns, begin),
      total,
      truncated,
      next:
        range !== undefined ? (truncated ? { to: before(columns, begin) } : null) : olderThan(start ?? 0, most, total),
    };
  },
  excerpt: tableExcerpt,
});

function barsTable(symbol: string, timeframe: Timeframe, digits: number, bars: RatesColumns, begin: number) {
  const end = bars.length;
  const { time } = bars;
  const at = (row: number) => time[row] ?? 0;
  const readable = end - begin <= READABLE_ROWS;
  const price = (name: 'open' | 'high' | 'low' | 'close') => numberColumn(name, bars[name], digits);
  const maybe = (name: 'spread' | 'real_volume') => unlessZero(integerColumn(name, bars[name]), bars[name], begin, end);
  const columns = [
    readable
      ? { name: 'time', cell: (row: number) => isoMinute(at(row)) }
      : { name: 'epoch_s', cell: (row: number) => at(row) / 1000 },
    price('open'),
    price('high'),
    price('low'),
    price('close'),
    integerColumn('tick_volume', bars.tick_volume),
    ...maybe('spread'),
    ...maybe('real_volume'),
  ];
  return {
    symbol,
    timeframe,
    ...rowsOf(columns, begin, end),
    time_first: isoTime(at(begin)),
    time_last: isoTime(at(end - 1)),
  };
}

/** The end of the range that holds the bars before row `begin`. */
function before(bars: RatesColumns, begin: number): string {
  return isoTime((bars.time[begin] ?? 0) - 1);
}
