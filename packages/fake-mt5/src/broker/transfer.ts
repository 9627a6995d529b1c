import type { Deal } from '@mt5-bridge/protocol';
import { transferDeal } from '../account/trade-records.ts';
import type { Desk } from './desk.ts';
import { dealTransaction } from './transactions.ts';

/** A balance operation: money paid in, or out when negative. */
export function addTransfer(desk: Desk, amount: number, comment: string): Deal {
  const record = transferDeal({ time: desk.now, amount: desk.account.money(amount), comment });
  const deal = { ...record, ticket: desk.book.takeDealTicket() };
  desk.book.addDeal(deal);
  desk.say(dealTransaction(deal));
  return deal;
}
