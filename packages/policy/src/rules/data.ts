import type { Situation } from '../api.ts';
import type { Assessed } from '../assess/index.ts';
import { pricesOf } from '../assess/value.ts';
import { figure, known } from '../decimal.ts';
import { isOff, type Rule, refuse } from './rule.ts';

const SECOND = 1_000;

/** An order whose worth can't be told is not judged by what is left. */
export const dataComplete: Rule = ({ symbol, facts, notional }) => {
  if (symbol === undefined) return undefined;
  const what = whatIsMissing(symbol, facts) ?? (notional === undefined ? `the worth of this in ${symbol}` : undefined);
  if (what === undefined) return undefined;
  return refuse({
    code: 'DATA_MISSING',
    limit: 'data',
    attempted: what,
    message: `What it would add can't be judged: ${what} is not known.`,
  });
};

function whatIsMissing(symbol: string, facts: Assessed['facts']): string | undefined {
  if (facts === undefined) return `the specification of ${symbol}`;
  if (pricesOf(facts) === undefined) return `a usable quote of ${symbol}`;
  if (known(facts.rate) === undefined) return `the rate from ${facts.info.currency_profit} to the account's currency`;
  return undefined;
}

/** By the terminal's own clock, so that a wrong clock here neither ages a quote nor freshens it. */
export const quoteAge: Rule = ({ facts }, situation) => {
  const limit = situation.rules.limits.max_quote_age_seconds;
  const age = ageOf(facts, situation);
  if (isOff(limit) || age === undefined || Math.abs(age) <= limit * SECOND) return undefined;
  const seconds = age / SECOND;
  return refuse({
    code: 'DATA_STALE',
    limit: 'max_quote_age_seconds',
    configured: limit,
    attempted: seconds,
    message: `The newest quote is ${figure(seconds, 3)} seconds old; max_quote_age_seconds is ${figure(limit)}.`,
  });
};

function ageOf(facts: Assessed['facts'], { snapshot }: Situation): number | undefined {
  return facts?.quote && snapshot.terminal_time - facts.quote.time_msc;
}
