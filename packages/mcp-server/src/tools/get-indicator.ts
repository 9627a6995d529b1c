import { indicatorType, Mt5Error } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { countArg, symbolArg, timeframeArg, wordArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { customInputs, namedInputs } from '../indicator-inputs.ts';
import { olderThan } from '../paging.ts';
import { roundedOrNull } from '../present/numbers.ts';
import { outsideText } from '../present/outside-text.ts';
import { READABLE_ROWS, rowsOf, tableExcerpt, tableOutput } from '../present/table.ts';
import { isoMinute } from '../present/times.ts';

const DEFAULT_COUNT = 50;
/** Oscillators have digits of their own, whatever those of the price. */
const LEAST_DECIMALS = 4;

export const getIndicator = defineTool({
  name: 'get_indicator',
  title: 'Indicator',
  toolset: 'analysis',
  description:
    "Values of one of MT5's built-in indicators, or of a custom one, by bar, newest last, as the terminal computes them. Use instead of computing indicators from bars. Not for prices: get_rates.",
  annotations: LOOKS_ONLY,
  input: z.object({
    symbol: symbolArg,
    timeframe: timeframeArg,
    type: wordArg(indicatorType.names),
    inputs: z
      .record(z.string(), z.union([z.number(), z.string()]))
      .default({})
      .describe(
        'By name, e.g. {"period": 20, "method": "ema", "applied_price": "close"}; those left out are as the terminal proposes them, and a wrong one is refused with all that there are',
      ),
    custom: z.string().trim().min(1).max(128).optional().describe('With type custom: path under MQL5\\Indicators'),
    custom_inputs: z
      .array(z.union([z.number(), z.string(), z.boolean()]))
      .max(64)
      .optional()
      .describe('Of a custom one, in its order'),
    buffers: z.int().min(1).max(32).optional().describe('How many of a custom one; default 1'),
    count: countArg(READABLE_ROWS).default(DEFAULT_COUNT),
    start: z.int().min(0).default(0).describe('Bars back from the newest, which is 0 and still forming'),
  }),
  output: () =>
    z.object({
      symbol: z.string(),
      timeframe: z.string(),
      type: z.string(),
      inputs: z.record(z.string(), z.union([z.number(), z.string()])).describe('Those that were used'),
      columns: tableOutput.columns.describe('time (opening, ISO 8601 UTC), then the buffers'),
      rows: z
        .array(z.array(z.union([z.number(), z.string(), z.null()])))
        .describe('Newest last; null where there is no value'),
      next: z.object({ start: z.int() }).nullable().describe('Arguments to change for the rows before'),
    }),
  async run({ symbol, timeframe, type, inputs, custom, custom_inputs, buffers, count, start }, { reads }) {
    const { wire, shown } =
      type === 'custom' ? { wire: customInputs(custom_inputs ?? []), shown: {} } : namedInputs(type, inputs);
    if ((type === 'custom') !== (custom !== undefined)) {
      throw new Mt5Error('INVALID_PARAMS', 'custom goes with type custom, and only with it.', {
        details: { argument: 'custom' },
      });
    }
    const {
      digits,
      times,
      buffers: values,
    } = await reads.indicator({
      ...{ symbol, timeframe, type, inputs: wire, start, count },
      ...(custom !== undefined && { custom }),
      ...(buffers !== undefined && { buffers }),
    });
    if (times.length === 0) throw new Mt5Error('NO_DATA', `${symbol} has no ${timeframe} bars there.`);
    const decimals = Math.max(LEAST_DECIMALS, digits + 1);
    const columns = [
      { name: 'time', cell: (row: number): number | string | null => isoMinute(times[row] ?? 0) },
      ...values.map((buffer) => ({
        name: outsideText(buffer.name),
        cell: (row: number) => roundedOrNull(buffer.values[row] ?? null, decimals),
      })),
    ];
    return {
      symbol,
      timeframe,
      type,
      inputs: shown,
      ...rowsOf(columns, 0, times.length),
      next: olderThan(start, count, times.length),
    };
  },
  excerpt: tableExcerpt,
});
