import type { LimitView } from '@mt5-bridge/mcp-server/dashboard';
import { number, short } from './numbers.ts';
import { title } from './words.ts';

type Unit = 'money' | 'lots' | 'percent' | 'points' | 'count' | 'minutes' | 'seconds' | 'plain';

interface Named {
  readonly name: string;
  readonly unit: Unit;
  /** What is told of it in a line. */
  readonly about?: string;
}

/** By the key of the configuration; what is not here is shown by that key. */
const KNOWN: Readonly<Record<string, Named>> = {
  auto_approve_notional: { name: 'Sent without asking, below', unit: 'money' },
  max_notional_per_trade: { name: 'Notional of one order', unit: 'money' },
  max_lots_per_trade: { name: 'Lots of one order', unit: 'lots' },
  max_position_notional_per_symbol: { name: 'Notional of one symbol', unit: 'money', about: 'The fullest symbol' },
  max_total_notional: { name: 'Notional in all', unit: 'money' },
  max_open_positions: { name: 'Positions and pending orders', unit: 'count' },
  max_orders_per_minute: { name: 'Orders a minute', unit: 'count' },
  max_orders_per_day: { name: 'Orders a day', unit: 'count' },
  max_daily_loss: { name: 'Loss of the day', unit: 'money', about: 'Realised and floating, of the server’s day' },
  max_drawdown_percent: { name: 'Drawdown', unit: 'percent' },
  max_risk_per_trade_percent: { name: 'Risk of one order', unit: 'percent', about: 'Of equity, at its stop' },
  require_stop_loss: { name: 'Stop loss required', unit: 'plain' },
  max_spread_points: { name: 'Spread', unit: 'points' },
  max_realised_loss_per_close: { name: 'Loss that one close realises', unit: 'money' },
  magic_scope: { name: 'Whose positions may be touched', unit: 'plain' },
  magic: { name: 'Magic number', unit: 'plain' },
  trading_hours: { name: 'Trading hours', unit: 'plain' },
  trading_hours_timezone: { name: 'Time zone of trading hours', unit: 'plain' },
  news_blackout_minutes: { name: 'Pause around high-impact news', unit: 'minutes' },
  max_quote_age_seconds: { name: 'Age of a quote', unit: 'seconds' },
};

export const limitName = ({ limit }: LimitView): Named => KNOWN[limit] ?? { name: title(limit), unit: 'plain' };

export const isOff = ({ configured }: LimitView): boolean =>
  configured === null ||
  configured === 0 ||
  configured === false ||
  configured === '' ||
  (Array.isArray(configured) && configured.length === 0);

/** Has something used up against it; the others are what each order is measured by. */
export const isRunning = ({ used, configured }: LimitView): boolean => used !== null && typeof configured === 'number';

const SUFFIX: Readonly<Record<Exclude<Unit, 'money' | 'lots' | 'points'>, string>> = {
  percent: ' %',
  count: '',
  minutes: ' min',
  seconds: ' s',
  plain: '',
};

export function limitValue(value: LimitView['configured'], unit: Unit, currency: string): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') {
    if (unit === 'money') return `${number(value, Number.isInteger(value) ? 0 : 2)} ${currency}`;
    if (unit === 'lots' || unit === 'points') return `${short(value)} ${value === 1 ? unit.slice(0, -1) : unit}`;
    return `${short(value)}${SUFFIX[unit]}`;
  }
  if (value === null) return '–';
  return typeof value === 'string' ? title(value) : value.join(', ');
}
