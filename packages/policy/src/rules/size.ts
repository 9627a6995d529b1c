import { known } from '../decimal.ts';
import { cap, money, type Rule } from './rule.ts';

export const lotsPerTrade: Rule = ({ command: { operation, params } }, situation) =>
  operation === 'order_send'
    ? cap(situation, {
        code: 'LIMIT_LOTS_PER_TRADE',
        limit: 'max_lots_per_trade',
        attempted: known(params.volume),
        unknown: 'The volume is',
        says: (lots) => `The order is of ${lots} lots`,
      })
    : undefined;

export const notionalPerTrade: Rule = ({ notional }, situation) =>
  cap(situation, {
    code: 'LIMIT_NOTIONAL_PER_TRADE',
    limit: 'max_notional_per_trade',
    attempted: notional,
    unknown: 'The worth of the order is',
    says: (amount) => `The order is worth ${amount}`,
    ...money(situation),
  });
