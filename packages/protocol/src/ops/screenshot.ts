import { timeframe } from '../enums/index.ts';
import { asked, int, record, symbolName } from '../schema/index.ts';
import { defineOperation } from './define.ts';

/**
 * A picture of a chart, PNG in frame 1. The terminal opens and draws the chart beside its other work: until the picture is
 * there the answer is PENDING, and the same call again gets it.
 */
export const screenshot = defineOperation({
  name: 'screenshot',
  number: 31,
  kind: 'read',
  since: 1,
  summary: 'A picture of a chart, PNG.',
  source: ['ChartOpen', 'ChartScreenShot', 'ChartClose'],
  params: record({
    symbol: symbolName(),
    timeframe: asked(timeframe),
    /** Pixels. */
    width: int({ min: 160, max: 3_840 }),
    height: int({ min: 120, max: 2_160 }),
  }),
  result: record({ bytes: int({ min: 1 }) }),
  errors: ['SYMBOL_NOT_FOUND', 'SYMBOL_NOT_SELECTED', 'SCREENSHOT_FAILED', 'PENDING'],
  bulk: 'png',
});
