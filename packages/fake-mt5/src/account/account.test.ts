import type { Deal } from '@mt5-bridge/protocol';
import { expect, test } from 'vitest';
import { newAccount } from '../testing/trading.ts';
import { Account } from './account.ts';

test('the balance is the sum of all deals, and a read looks at no deal twice', () => {
  const state = newAccount();
  const [deposit] = state.deals as [Deal];
  const deals = Array.from({ length: 10_000 }, () => ({
    ...deposit,
    profit: 1.5,
    swap: -0.25,
    commission: -0.05,
    fee: -0.1,
  }));
  let looks = 0;
  const watched = new Proxy(deals, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
      return Reflect.get(target, key, receiver);
    },
  });
  const account = new Account({ ...state, deals: watched }, new Map(), () => undefined);
  expect(account.info().balance).toBe(11_000);
  expect(looks).toBe(10_000);
  expect(account.info().balance).toBe(11_000);
  deals.push({ ...deposit, profit: 0.01 });
  expect(account.info().balance).toBe(11_000.01);
  expect(looks).toBe(10_001);
});
