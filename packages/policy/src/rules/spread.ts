import { pricesOf } from '../assess/value.ts';
import { positive, quotient } from '../decimal.ts';
import { cap, type Rule } from './rule.ts';

export const spread: Rule = ({ facts }, situation) => {
  const quote = pricesOf(facts);
  const point = positive(facts?.info.point);
  return cap(situation, {
    code: 'LIMIT_SPREAD',
    limit: 'max_spread_points',
    attempted: quote && point && quotient(quote.ask.minus(quote.bid), point),
    unknown: 'The spread is',
    says: (points) => `The spread is ${points}`,
    unit: ' points',
    digits: 1,
  });
};
