import type { OrderType } from '@mt5-bridge/protocol';
import { DAY, HOUR } from '../market/time.ts';
import { openingPrice, sideOf } from './account.ts';
import { away, type Past } from './demo-trades.ts';
import { rounded } from './money.ts';
import type { Pending } from './trade-records.ts';

interface Template {
  readonly symbol: string;
  readonly type: OrderType;
  readonly volume: number;
  readonly age: number;
  readonly magic: bigint;
  readonly comment: string;
  /** Time to live from the setup on. */
  readonly life?: number;
  readonly ended?: 'canceled' | 'expired';
}

const templates: readonly Template[] = [
  { symbol: 'GBPUSD', type: 'sell_limit', volume: 0.1, age: 300 * HOUR, magic: 0n, comment: '', ended: 'canceled' },
  {
    symbol: 'USDCAD',
    type: 'buy_stop',
    volume: 0.12,
    age: 190 * HOUR,
    magic: 880_001n,
    comment: 'breakout',
    life: 2 * DAY,
    ended: 'expired',
  },
  { symbol: 'EURUSD', type: 'buy_limit', volume: 0.1, age: 98 * HOUR, magic: 0n, comment: 'dip' },
  { symbol: 'GBPUSD', type: 'sell_stop', volume: 0.12, age: 53 * HOUR, magic: 880_001n, comment: 'breakout' },
  {
    symbol: 'XAUUSD',
    type: 'sell_limit',
    volume: 0.03,
    age: 31 * HOUR,
    magic: 20_250_117n,
    comment: 'swing 3',
    life: 30 * DAY,
  },
  { symbol: 'BTCUSD', type: 'buy_stop_limit', volume: 0.02, age: 9 * HOUR, magic: 44_010n, comment: '' },
];

/** Signs of the distance from the market: where an order of the type waits. */
const waitsAbove = (type: OrderType): boolean =>
  type === 'sell_limit' || type === 'buy_stop' || type === 'buy_stop_limit';

/** Pending orders on their side of the market and out of its reach, and two of the past. */
export function demoPendings(past: Past): Pending[] {
  return templates.flatMap((template): Pending[] => {
    const { symbol, type, volume, magic, comment } = template;
    const spec = past.specs.get(symbol);
    const time = past.now - Math.floor(template.age * (0.95 + 0.1 * past.random.uniform()));
    const prices = past.pricesAt(symbol, template.ended === undefined ? past.now : time);
    if (spec === undefined || prices === undefined) return [];
    const { digits } = spec.info;
    const side = sideOf(type);
    const price = away(past, spec, openingPrice(side, prices), waitsAbove(type) ? 1 : -1);
    const stop = away(past, spec, price, side === 'buy' ? -1 : 1);
    const order: Pending['order'] = {
      symbol,
      type,
      volume_initial: volume,
      price_open: price,
      // The limit stands behind the stop that places it, on the better side.
      price_stoplimit: type === 'buy_stop_limit' ? rounded(price * 0.999, digits) : null,
      sl: stop,
      tp: null,
      type_filling: 'return',
      type_time: template.life === undefined ? 'gtc' : 'specified',
      time_setup_msc: time,
      time_expiration: template.life === undefined ? null : Math.ceil((time + template.life) / HOUR) * HOUR,
      magic,
      reason: magic === 0n ? 'client' : 'expert',
      comment,
    };
    if (template.ended === undefined) return [{ order }];
    const end = template.ended === 'expired' ? order.time_expiration : time + DAY;
    return [{ order, done: { time: end ?? time, state: template.ended } }];
  });
}
