import { commentTag } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

/** Without a connection to the broker its records are old ones, and their silence proves nothing. */
export const orderLookup: Handler<'order_lookup'> = (terminal, { request_id, since }) => {
  terminal.requireConnection();
  const { account, journal } = terminal;
  const tag = commentTag(request_id);
  const carriesTag = ({ comment }: { comment: string }): boolean =>
    comment.startsWith(tag) && (comment.length === tag.length || comment[tag.length] === ' ');
  const known = journal.find(request_id);
  const { historyOrders, deals } = account.book;
  return {
    ...(known === undefined
      ? { state: 'not_seen' }
      : known.answer === undefined
        ? { state: 'begun' }
        : { state: 'answered', answer: { ...known.answer, replayed: true } }),
    journal_since: journal.since,
    clock: terminal.frameClock(),
    orders: account.orders().filter(carriesTag),
    history_orders: historyOrders.filter((order) => order.time_setup_msc >= since && carriesTag(order)),
    deals: deals.filter((deal) => deal.time_msc >= since && carriesTag(deal)),
    positions: account.positions().filter(carriesTag),
  };
};
