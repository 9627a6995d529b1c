import { dealType, orderState, orderTime, orderType, tradeTransactionType } from '../enums/index.ts';
import { instantOrNone, lots, price, record, reported, text, ticket } from '../schema/index.ts';
import { defineEvent } from './define.ts';

export const tradeEvent = defineEvent({
  name: 'trade',
  topic: 'plain',
  since: 1,
  rule: "Each MqlTradeTransaction of the account, in the terminal's order, none left out or joined; those of a trade request after its answer was sent.",
  source: ['OnTradeTransaction'],
  data: record({
    type: reported(tradeTransactionType),
    deal: ticket(),
    order: ticket(),
    symbol: text(64),
    order_type: reported(orderType),
    order_state: reported(orderState),
    deal_type: reported(dealType),
    time_type: reported(orderTime),
    time_expiration: instantOrNone(),
    price: price(),
    price_trigger: price(),
    price_sl: price(),
    price_tp: price(),
    volume: lots(),
    position: ticket(),
    position_by: ticket(),
  }),
});
