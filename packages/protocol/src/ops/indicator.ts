import { indicatorType, timeframe } from '../enums/index.ts';
import { asked, instant, int, list, optional, real, realOrEmpty, record, symbolName, text } from '../schema/index.ts';
import { defineOperation } from './define.ts';

const MOST = 10_000;

/**
 * Values of an indicator, built-in or custom. `inputs` are all inputs in the indicator's order, each either a whole number,
 * a real one or a text; of built-in ones {@link indicators} lists them. The terminal may need a moment to compute: PENDING.
 */
export const indicator = defineOperation({
  name: 'indicator',
  number: 29,
  kind: 'read',
  since: 1,
  summary: 'Values of a built-in or custom indicator, oldest first.',
  source: ['IndicatorCreate', 'BarsCalculated', 'CopyBuffer', 'CopyTime', 'IndicatorRelease'],
  params: record({
    symbol: symbolName(),
    timeframe: asked(timeframe),
    type: asked(indicatorType),
    /** Of a custom indicator: its path under MQL5\Indicators, without .ex5. */
    custom: optional(text(128)),
    inputs: list(record({ integer: optional(int()), real: optional(real()), text: optional(text(256)) }), 64),
    /** How many buffers a custom indicator is asked for; built-in ones answer all. */
    buffers: optional(int({ min: 1, max: 32 })),
    /** Bars back from the current one, which is 0 and still forming. */
    start: int({ min: 0 }),
    count: int({ min: 1, max: MOST }),
  }),
  result: record({
    digits: int({ min: 0, max: 16 }),
    /** Opening times of the bars. */
    times: list(instant(), MOST),
    buffers: list(record({ name: text(64), values: list(realOrEmpty(), MOST) }), 32),
  }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'NOT_CONNECTED', 'INDICATOR_FAILED', 'PENDING'],
});
