// Made-up data for looking at the pages without a terminal.
import type {
  AccountView,
  ChartData,
  EquityCurve,
  LinkView,
  OrderView,
  PolicyJson,
  PositionView,
  QuoteView,
} from '@mt5-bridge/mcp-server/dashboard';

export const SYMBOLS = {
  EURUSD: { at: 1.08412, digits: 5, spread: 8, description: 'Euro vs US Dollar' },
  GBPUSD: { at: 1.26708, digits: 5, spread: 11, description: 'Great Britain Pound vs US Dollar' },
  USDJPY: { at: 154.318, digits: 3, spread: 9, description: 'US Dollar vs Japanese Yen' },
  XAUUSD: { at: 2684.35, digits: 2, spread: 21, description: 'Gold vs US Dollar' },
  US500: { at: 5958.4, digits: 1, spread: 5, description: 'US 500 index' },
  BTCUSD: { at: 98214.5, digits: 1, spread: 180, description: 'Bitcoin vs US Dollar' },
} as const;
export type SymbolName = keyof typeof SYMBOLS;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Repeatable: the same picture every time. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function quoteOf(symbol: SymbolName, bid: number, at: number): QuoteView {
  const { digits, spread } = SYMBOLS[symbol];
  const round = (value: number) => Number(value.toFixed(digits));
  return { symbol, bid: round(bid), ask: round(bid + spread / 10 ** digits), spread_points: spread, digits, at };
}

export const linkOf = (environment: LinkView['environment'], now: number): LinkView => ({
  state: 'up',
  since: now - 5 * HOUR,
  problem: null,
  environment,
  login: '50123487',
  server: environment === 'live' ? 'NorthBank-Live3' : 'NorthBank-Demo',
  company: 'North Bank Markets Ltd',
  terminal: 'MetaTrader 5 build 5430',
  now,
});

export const accountOf = (profit: number): AccountView => ({
  login: '50123487',
  server: 'NorthBank-Live3',
  name: 'A. Owner, main account',
  currency: 'EUR',
  currency_digits: 2,
  leverage: 30,
  balance: 48_215.37,
  credit: 0,
  equity: Number((48_215.37 + profit).toFixed(2)),
  profit: Number(profit.toFixed(2)),
  margin: 9_241.18,
  margin_free: Number((48_215.37 + profit - 9_241.18).toFixed(2)),
  margin_level: ((48_215.37 + profit) / 9_241.18) * 100,
  trade_allowed: true,
});

export const positionsOf = (now: number): readonly PositionView[] => [
  position('77120415', 'EURUSD', 'buy', 1.5, 1.08265, {
    sl: 1.0801,
    tp: 1.0892,
    opened: now - 3 * HOUR,
    profit: 203.42,
  }),
  position('77120998', 'XAUUSD', 'sell', 0.2, 2679.1, {
    sl: 2692,
    tp: 2655,
    opened: now - 95 * MINUTE,
    profit: -96.77,
  }),
  position('77121340', 'USDJPY', 'buy', 0.8, 154.102, {
    sl: null,
    tp: null,
    opened: now - 42 * MINUTE,
    profit: 103.54,
  }),
  position('77121702', 'US500', 'buy', 2, 5961.2, { sl: 5930, tp: 6010, opened: now - 9 * MINUTE, profit: -5.18 }),
];

interface Rest {
  readonly sl: number | null;
  readonly tp: number | null;
  readonly opened: number;
  readonly profit: number;
}

function position(
  ticket: string,
  symbol: SymbolName,
  side: 'buy' | 'sell',
  volume: number,
  price_open: number,
  { sl, tp, opened, profit }: Rest,
): PositionView {
  const { at, digits } = SYMBOLS[symbol];
  const comment = symbol === 'US500' ? 'breakout v3' : '';
  const swap = symbol === 'EURUSD' ? -3.1 : 0;
  const common = { ticket, symbol, side, volume, price_open, price_current: at, sl, tp, profit, swap };
  return { ...common, opened_at: opened, magic: '4711', comment, digits };
}

export const ordersOf = (now: number): readonly OrderView[] => [
  {
    ticket: '77121811',
    symbol: 'EURUSD',
    type: 'buy_limit',
    volume: 1,
    price: 1.0818,
    stop_limit_price: null,
    sl: 1.0788,
    tp: 1.0895,
    price_current: 1.0842,
    placed_at: now - 2 * HOUR,
    expires_at: now + 6 * HOUR,
    magic: '4711',
    comment: '',
    digits: 5,
  },
  {
    ticket: '77121840',
    symbol: 'GBPUSD',
    type: 'sell_stop_limit',
    volume: 0.4,
    price: 1.2635,
    stop_limit_price: 1.2642,
    sl: null,
    tp: null,
    price_current: 1.26708,
    placed_at: now - 20 * MINUTE,
    expires_at: null,
    magic: '4711',
    comment: 'agent: fade',
    digits: 5,
  },
];

export const policyOf = (now: number, isStopped: boolean): PolicyJson => ({
  preset: 'guarded',
  read_only: false,
  live_enabled: true,
  kill_switch: isStopped
    ? { on: true, since: now - 12 * MINUTE, by: 'dashboard', reason: 'Market news' }
    : { on: false, since: null, by: null, reason: null },
  limits: [
    limit('auto_approve_notional', 50_000),
    limit('max_notional_per_trade', 250_000),
    limit('max_lots_per_trade', 5),
    limit('max_position_notional_per_symbol', 400_000, 162_400),
    limit('max_total_notional', 600_000, 448_120),
    limit('max_open_positions', 10, 6),
    limit('max_orders_per_minute', 6, 1, now + 34_000),
    limit('max_orders_per_day', 60, 14, now + 9 * HOUR),
    limit('max_daily_loss', 1_500, 1_391.4, now + 9 * HOUR),
    limit('max_drawdown_percent', 8, 2.31),
    limit('max_risk_per_trade_percent', 1.5),
    limit('require_stop_loss', true),
    limit('max_spread_points', 0),
    limit('max_realised_loss_per_close', 0),
    limit('magic_scope', 'own'),
    limit('magic', '4711'),
    limit('trading_hours', ['mon-fri 07:00-20:00']),
    limit('trading_hours_timezone', 'Europe/Berlin'),
    limit('news_blackout_minutes', 0),
    limit('max_quote_age_seconds', 10),
  ],
  allowlist: ['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD', 'US500'],
  denylist: [],
  channels: ['cli', 'dashboard', 'passkey'],
  levels: [{ above: 100_000, channels: ['passkey'] }],
  in_flight: 0,
  unknown: 1,
  profiles: [
    {
      name: 'swing',
      limits: [
        limit('max_open_positions', 4, 3),
        limit('max_daily_loss', 400, 96.2, now + 9 * HOUR),
        limit('max_orders_per_day', 0),
        limit('max_lots_per_trade', 1),
        limit('magic', '1001'),
      ],
      allowlist: ['EURUSD', 'GBPUSD'],
      denylist: [],
    },
  ],
});

const limit = (
  name: string,
  configured: PolicyJson['limits'][number]['configured'],
  used?: number,
  resets?: number,
) => ({
  limit: name,
  configured,
  used: used ?? null,
  left: used === undefined || typeof configured !== 'number' ? null : configured - used,
  resets_at: resets ?? null,
});

export function curveOf(now: number): EquityCurve {
  const random = dice(7);
  const day = now - 11 * HOUR;
  const at: number[] = [];
  const equity: number[] = [];
  const balance: number[] = [];
  let value = 48_480;
  let fixed = 48_215.37;
  for (let time = day; time <= now; time += MINUTE) {
    value += (random() - 0.48) * 22;
    if (random() < 0.004) fixed += (random() - 0.4) * 90;
    at.push(time);
    equity.push(Number(value.toFixed(2)));
    balance.push(Number(fixed.toFixed(2)));
  }
  return { day, is_whole: true, at, equity, balance };
}

export function chartOf(symbol: SymbolName, timeframe: string, count: number, now: number): ChartData {
  const minutes = { M1: 1, M5: 5, M15: 15, M30: 30, H1: 60, H4: 240, D1: 1440, W1: 10080 }[timeframe] ?? 15;
  const period = minutes * MINUTE;
  const { at: end, digits } = SYMBOLS[symbol];
  const random = dice(symbol.length * 97 + minutes);
  const step = end * 0.0006 * Math.sqrt(minutes / 15);
  const closes: number[] = [end];
  while (closes.length <= count) closes.unshift((closes[0] ?? end) + (random() - 0.5) * 2 * step);
  const columns = {
    time: [] as number[],
    open: [] as number[],
    high: [] as number[],
    low: [] as number[],
    close: [] as number[],
  };
  const round = (value: number) => Number(value.toFixed(digits));
  for (let index = 1; index <= count; index++) {
    const [open, close] = [closes[index - 1] ?? end, closes[index] ?? end];
    columns.time.push(Math.floor(now / period) * period - (count - index) * period);
    columns.open.push(round(open));
    columns.close.push(round(close));
    columns.high.push(round(Math.max(open, close) + random() * step * 0.7));
    columns.low.push(round(Math.min(open, close) - random() * step * 0.7));
  }
  const fill = (back: number, side: 'buy' | 'sell', entry: 'in' | 'out', profit: number) => ({
    ticket: String(back),
    at: now - back * period,
    side,
    entry,
    volume: 0.5,
    price: columns.close.at(-back) ?? end,
    profit,
  });
  const fills = [fill(62, 'buy', 'in', 0), fill(41, 'sell', 'out', 118.4), fill(12, 'buy', 'in', 0)];
  return { symbol, timeframe, digits, ...columns, fills };
}
