import type { Snapshot } from './api.ts';
import { type Decimal, known, positive, quotient } from './decimal.ts';

type Maybe = Decimal | undefined;

/** Loss of the server's day, realised and floating; negative is profit. */
export function lossOfDay(snapshot: Snapshot): Maybe {
  const realised = known(snapshot.day.realised);
  const floating = floatingOf(snapshot);
  return realised && floating && realised.plus(floating).negated();
}

function floatingOf({ account, day }: Snapshot): Maybe {
  if (day.floating !== undefined) return known(day.floating);
  const [equity, balance, credit] = [account.equity, account.balance, account.credit].map(known);
  return equity && balance && credit && equity.minus(balance).minus(credit);
}

/** How far equity is below its peak; negative while it is above. */
export function drawdownPercent({ account, equity_peak }: Snapshot): Maybe {
  const peak = positive(equity_peak);
  const equity = known(account.equity);
  return peak && equity && quotient(peak.minus(equity).times(100), peak);
}

/** An amount as a share of equity. */
export function riskPercent(amount: Decimal, { account }: Snapshot): Maybe {
  const equity = positive(account.equity);
  return equity && quotient(amount.times(100), equity);
}
