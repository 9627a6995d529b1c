import { dealEntry, dealReason, dealType } from '../enums/index.ts';
import {
  type Infer,
  instant,
  lots,
  money,
  price,
  priceOrNone,
  record,
  reported,
  text,
  ticket,
} from '../schema/index.ts';

/** A deal: HistoryDealGetInteger, HistoryDealGetDouble, HistoryDealGetString. The balance is the sum of all deals. */
export const deal = record({
  ticket: ticket(),
  /** 0 for balance operations. */
  order: ticket(),
  position_id: ticket(),
  /** Empty for balance operations. */
  symbol: text(64),
  type: reported(dealType),
  entry: reported(dealEntry),
  volume: lots(),
  price: price(),
  sl: priceOrNone(),
  tp: priceOrNone(),
  profit: money(),
  swap: money(),
  commission: money(),
  fee: money(),
  time_msc: instant(),
  magic: ticket(),
  reason: reported(dealReason),
  comment: text(),
  external_id: text(),
});
export type Deal = Infer<typeof deal>;
