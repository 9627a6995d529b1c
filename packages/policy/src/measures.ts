import type { Snapshot } from './api.ts';
import { type Decimal, known, positive, quotient } from './decimal.ts';

type Maybe = Decimal | undefined;

/** Loss of the server's day, realised and floating; negative is profit. */
export function lossOfDay({ account, day }: Snapshot): Maybe {
  const equity = known(account.equity);
  const [balance, credit, realised] = [account.balance, account.credit, day.realised].map(known);
  if (equity === undefined || balance === undefined || credit === undefined || realised === undefined) return undefined;
  const floating = equity.minus(balance).minus(credit);
  return realised.plus(floating).negated();
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
