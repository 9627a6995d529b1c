import { bool, type Infer, int, lots, priceOrNone, record, text, ticket } from '../schema/index.ts';

/** MqlTradeResult: what the trade server said to one request. Only {@link retcodeOf} tells what a retcode means. */
export const tradeResult = record({
  retcode: int({ min: 0 }),
  /** 0 without a deal. */
  deal: ticket(),
  /** 0 without an order. */
  order: ticket(),
  /** Volume of the deal, as the broker confirmed it. */
  volume: lots(),
  /** Price of the deal; none without one. */
  price: priceOrNone(),
  bid: priceOrNone(),
  ask: priceOrNone(),
  comment: text(),
  /** The outer trading system's own code; 0 without one. */
  retcode_external: int(),
  /** This is the stored answer to a request id that was seen before: nothing was sent to the broker this time. */
  replayed: bool(),
});
export type TradeResult = Infer<typeof tradeResult>;
