import { drawdownPercent, lossOfDay, riskPercent } from '../measures.ts';
import { quoteAge } from './data.ts';
import { cap, isOff, money, type Rule, refuse } from './rule.ts';

export const dailyLoss: Rule = (_, situation) =>
  cap(situation, {
    code: 'LIMIT_DAILY_LOSS',
    limit: 'max_daily_loss',
    attempted: lossOfDay(situation.snapshot),
    allows: 'below',
    unknown: "The day's realised and floating result is",
    says: (amount) => `The loss of the day is ${amount}`,
    resets_at: situation.snapshot.day.resets_at,
    ...money(situation),
  });

export const drawdown: Rule = (_, situation) =>
  cap(situation, {
    code: 'LIMIT_DRAWDOWN',
    limit: 'max_drawdown_percent',
    attempted: drawdownPercent(situation.snapshot),
    allows: 'below',
    unknown: 'The highest equity so far is',
    says: (percent) => `Equity is ${percent} below its peak`,
    unit: ' %',
    digits: 4,
  });

/** An order without a stop loss puts at risk no amount that could be compared. */
export const riskPerTrade: Rule = ({ stop, moneyAtRisk }, situation) => {
  const { max_risk_per_trade_percent: limit } = situation.rules.limits;
  if (isOff(limit)) return undefined;
  if (stop === null) return noStop('max_risk_per_trade_percent', limit);
  return cap(situation, {
    code: 'LIMIT_RISK_PER_TRADE',
    limit: 'max_risk_per_trade_percent',
    attempted: moneyAtRisk && riskPercent(moneyAtRisk, situation.snapshot),
    unknown: 'The loss at the stop as a share of equity is',
    says: (percent) => `The loss at the stop is ${percent} of equity`,
    unit: ' %',
    digits: 4,
  });
};

export const stopLossRequired: Rule = ({ stop }, { rules: { limits } }) =>
  limits.require_stop_loss && stop === null ? noStop('require_stop_loss', true) : undefined;

function noStop(limit: string, configured: number | boolean) {
  return refuse({
    code: 'STOP_LOSS_REQUIRED',
    limit,
    configured,
    message: `There is no stop loss, and ${limit} needs one.`,
  });
}

/** Of a close, and of a market order that closes because the account has one position a symbol. */
export const realisedLoss: Rule = (assessed, situation, now) => {
  const { closes, risk, price, realised } = assessed;
  const { max_realised_loss_per_close: limit } = situation.rules.limits;
  if (isOff(limit) || !closes) return undefined;
  const stale = risk === 'reduces' && price && quoteAge(assessed, situation, now);
  return (
    stale ||
    cap(situation, {
      code: 'LIMIT_REALISED_LOSS',
      limit: 'max_realised_loss_per_close',
      attempted: realised?.negated(),
      unknown: 'What this would realise is',
      says: (amount) => `This would realise a loss of ${amount}`,
      ...money(situation),
    })
  );
};
