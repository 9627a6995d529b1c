import { type Decimal, known } from '../decimal.ts';
import { cap, type Rule } from './rule.ts';

/** A count of what was sent, and this one; what can't be a count is not known. */
function next(count: number): Decimal | undefined {
  return count >= 0 ? known(count)?.plus(1) : undefined;
}

export const ordersPerMinute: Rule = (_, situation) =>
  cap(situation, {
    code: 'LIMIT_ORDERS_PER_MINUTE',
    limit: 'max_orders_per_minute',
    attempted: next(situation.counters.last_minute),
    unknown: 'The number of orders in the last minute is',
    says: (count) => `This would make ${count} within a minute`,
    resets_at: situation.counters.minute_resets_at,
  });

export const ordersPerDay: Rule = (_, situation) =>
  cap(situation, {
    code: 'LIMIT_ORDERS_PER_DAY',
    limit: 'max_orders_per_day',
    attempted: next(situation.counters.today),
    unknown: 'The number of orders today is',
    says: (count) => `This would make ${count} within the server's day`,
    resets_at: situation.snapshot.day.resets_at,
  });
