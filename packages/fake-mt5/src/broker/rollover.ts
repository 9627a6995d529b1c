import { closingPrice } from '../account/account.ts';
import { exact } from '../account/money.ts';
import { rollovers, swapOfDay } from '../account/swap.ts';
import { DAY, floorTo } from '../market/time.ts';
import type { Desk } from './desk.ts';
import { finish } from './orders.ts';
import { positionTransaction } from './transactions.ts';

/** When something is due that no tick brings: the next midnight, or the end of an order's lifetime. */
export function nextDue({ book }: Desk): number {
  const midnight = floorTo(book.rolledTo, DAY) + DAY;
  return book.orders.reduce((first, { time_expiration }) => Math.min(first, time_expiration ?? first), midnight);
}

/** Lets server time pass up to `now`: orders expire, and at each midnight interest is booked and daily lifetimes end. */
export function letTimePass(desk: Desk, now: number): void {
  desk.now = Math.max(desk.now, now);
  if (nextDue(desk) > desk.now) return;
  const until = desk.now;
  for (let midnight = floorTo(desk.book.rolledTo, DAY) + DAY; midnight <= until; midnight += DAY) {
    desk.now = midnight;
    expire(desk, midnight);
    endDay(desk, midnight);
    bookInterest(desk, midnight);
    desk.book.rollTo(midnight);
  }
  desk.now = until;
  expire(desk, until);
}

function expire(desk: Desk, now: number): void {
  for (const order of desk.book.orders) {
    const end = order.time_expiration;
    if (end !== null && end <= now) finish(desk, order, 'expired', end);
  }
}

/** SYMBOL_ORDER_GTC_MODE: what is good till cancelled may be good for a day only, orders with or without stops. */
function endDay(desk: Desk, midnight: number): void {
  const modeOf = (symbol: string) => desk.spec(symbol)?.info.order_gtc_mode;
  for (const order of desk.book.orders) {
    const mode = modeOf(order.symbol);
    if (mode === 'daily' || mode === 'daily_excluding_stops') finish(desk, order, 'expired', midnight);
  }
  for (const position of desk.book.positions) {
    if (modeOf(position.symbol) !== 'daily' || (position.sl === null && position.tp === null)) continue;
    const bare = { ...position, sl: null, tp: null, time_update_msc: midnight };
    desk.book.replacePosition(position, bare);
    desk.say(positionTransaction(bare));
  }
}

/** Interest of the day that ended, on the triple day three times; a position opened at this midnight has none yet. */
function bookInterest(desk: Desk, midnight: number): void {
  const { account, book } = desk;
  for (const position of book.positions) {
    const info = desk.spec(position.symbol)?.info;
    const prices = desk.quote(position.symbol);
    if (info === undefined || prices === undefined || position.time_msc >= midnight) continue;
    const [rollover] = rollovers(info, midnight - 1, midnight);
    const day = swapOfDay(info, position, closingPrice(position.type, prices), account.rateOf);
    const interest = account.money(exact(day ?? 0).times(rollover?.days ?? 0));
    if (interest === 0) continue;
    book.replacePosition(position, { ...position, swap: exact(position.swap).plus(interest).toNumber() });
  }
}
