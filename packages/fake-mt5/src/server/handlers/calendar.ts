import type { Handler } from '../handler.ts';
import { atMost, orderedRange } from '../selection.ts';

export const calendar: Handler<'calendar'> = ({ calendar: known, market, limits }, params) => {
  orderedRange(params);
  const found = known.values(params, market.time());
  const { offset = 0, count = found.length - offset } = params;
  atMost(count, limits.max_records, 'releases');
  return { total: found.length, values: found.slice(offset, offset + count) };
};
