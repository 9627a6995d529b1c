import { Mt5Error } from '@mt5-bridge/protocol';
import type { Account } from '../account/account.ts';
import type { Exact } from '../account/money.ts';

/** @throws Mt5Error CALC_FAILED */
export function meaningful(condition: boolean, problem: string): void {
  if (!condition) throw new Mt5Error('CALC_FAILED', problem);
}

/** A calculated amount as money. @throws Mt5Error CALC_FAILED when there is none, or none that a double can hold */
export function calculated(account: Account, amount: Exact | undefined, currency: string): number {
  if (amount === undefined) {
    throw new Mt5Error('CALC_FAILED', `${currency} can't be converted to ${account.book.terms.currency} now`);
  }
  const money = account.money(amount);
  meaningful(Number.isFinite(money), 'the result is out of range');
  return money;
}
