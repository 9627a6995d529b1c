import { deal, historyOrder, order, position, tradeResult } from '../domain/index.ts';
import { instant, int, list, optional, record, requestId, word } from '../schema/index.ts';
import { defineOperation } from './define.ts';

const MOST = 1_000;

/**
 * What became of a trade request: the journal first, then every record of the broker whose comment carries the request's
 * tag. Sends nothing. A request that the journal does not know, asked for when `clock` is past the request's time to
 * live and `journal_since` is before it was made, was not sent to the broker and never will be.
 */
export const orderLookup = defineOperation({
  name: 'order_lookup',
  number: 28,
  kind: 'read',
  since: 1,
  summary: 'What became of a trade request: journal, orders, deals and positions.',
  source: ['OrdersTotal', 'PositionsTotal', 'HistorySelect', 'HistoryOrderGetString', 'HistoryDealGetString'],
  params: record({
    request_id: requestId(),
    /** The broker's records are searched from here on. */
    since: instant(),
  }),
  result: record({
    /** `begun`: journaled before it was sent to the broker, and no answer journaled since. */
    state: word('not_seen', 'begun', 'answered'),
    /** The journaled answer. */
    answer: optional(tradeResult),
    /** Nothing is missing in the journal from this instant on, ms UTC on the clock of frames. */
    journal_since: int({ min: 0 }),
    /** The clock of frames (the `t` of replies) at the time of looking, ms UTC. */
    clock: int({ min: 0 }),
    orders: list(order, MOST),
    history_orders: list(historyOrder, MOST),
    deals: list(deal, MOST),
    positions: list(position, MOST),
  }),
  errors: ['PENDING', 'NOT_CONNECTED'],
});
