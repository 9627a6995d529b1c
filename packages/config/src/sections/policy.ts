import { z } from 'zod';
import { decimal, isTimezone, key, optionalKey, presetKey } from '../key-facts.ts';
import { PRESET_NAMES, PRESETS } from '../presets.ts';

/** Beyond any account, in any currency. */
export const MOST_MONEY = 1e15;
const MOST_LOTS = 1e6;
const MOST_COUNT = 1_000_000;

const money = decimal(MOST_MONEY);
const MONEY = {
  unit: 'in account currency',
  effect: 'at_once',
  allowed: 'an amount from 0 (off), quotes or not',
} as const;

const percent = decimal(100);
const PERCENT = { unit: '%', effect: 'at_once', allowed: 'a number from 0 (off) to 100' } as const;

const count = z.int().min(0).max(MOST_COUNT);
const COUNT = { effect: 'at_once', allowed: `a whole number from 0 (off) to ${MOST_COUNT}` } as const;

/** Of a trade request: 64 bits without sign. */
export const LARGEST_MAGIC = 2n ** 64n - 1n;

export const magic = z
  .union([z.int().min(0), z.bigint().min(0n), z.string().regex(/^\d{1,20}$/)])
  .transform(BigInt)
  .pipe(z.bigint().max(LARGEST_MAGIC));

const DAY = '(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)';
const TIME = '(?:(?:[01]\\d|2[0-3]):[0-5]\\d)';
const END = `(?:${TIME}|24:00)`;
/** Hours of each of some days, past midnight where the end comes before the start; or one span through the week. */
const DAILY = new RegExp(`^${DAY}(?:-${DAY})? (${TIME})-(${END})$`, 'i');
const THROUGH = new RegExp(`^${DAY} ${TIME}-${DAY} ${END}$`, 'i');

function isHours(text: string): boolean {
  const [matched, from, to] = DAILY.exec(text) ?? [];
  return matched === undefined ? THROUGH.test(text) : from !== to;
}

const keys = z.strictObject({
  preset: key(z.enum(PRESET_NAMES), 'guarded', {
    description: 'Where the keys of this section that are not set take their values; watch only reads.',
    effect: 'at_once',
    allowed: `one of ${PRESET_NAMES.join(', ')}`,
    candidates: () => PRESET_NAMES,
  }),
  auto_approve_notional: presetKey(money, {
    description: 'Notional from which on an order that adds risk waits for a person; 0 never asks.',
    ...MONEY,
  }),
  max_notional_per_trade: presetKey(money, {
    description: 'Largest notional of one order: lots x contract size x price.',
    ...MONEY,
  }),
  max_lots_per_trade: presetKey(decimal(MOST_LOTS), {
    description: 'Largest volume of one order.',
    unit: 'lots',
    effect: 'at_once',
    allowed: `a number from 0 (off) to ${MOST_LOTS}`,
  }),
  max_position_notional_per_symbol: presetKey(money, {
    description: 'Largest notional of all positions and pending orders of one symbol.',
    ...MONEY,
  }),
  max_total_notional: presetKey(money, {
    description: 'Largest notional of all positions and pending orders.',
    ...MONEY,
  }),
  max_open_positions: presetKey(count, { description: 'Most positions and pending orders at once.', ...COUNT }),
  max_orders_per_minute: presetKey(count, {
    description:
      'Most trade requests in any 60 seconds, of all processes together; what reduces risk is never held back.',
    ...COUNT,
  }),
  max_orders_per_day: presetKey(count, {
    description:
      "Most trade requests of the server's day, of all processes together; what reduces risk is never held back.",
    ...COUNT,
  }),
  max_daily_loss: presetKey(money, {
    description: "Realised and floating loss since the server's midnight from which on nothing may add risk.",
    ...MONEY,
  }),
  max_drawdown_percent: presetKey(percent, {
    description: 'Fall of equity below its highest value from which on nothing may add risk.',
    ...PERCENT,
  }),
  max_risk_per_trade_percent: presetKey(percent, {
    description: 'Largest loss of one order at its stop, as a part of equity; an order without a stop is refused.',
    ...PERCENT,
  }),
  require_stop_loss: presetKey(z.boolean(), {
    description: 'Whether every order that adds risk must carry a stop loss.',
    effect: 'at_once',
  }),
  max_spread_points: presetKey(count, {
    description: 'Widest spread at which an order that adds risk is sent.',
    unit: 'points',
    ...COUNT,
  }),
  max_realised_loss_per_close: presetKey(money, {
    description: 'Largest loss that one close may realise.',
    ...MONEY,
  }),
  magic: presetKey(magic, {
    description: 'Magic number that orders sent from here carry.',
    effect: 'at_once',
    allowed: `a whole number from 0 to ${LARGEST_MAGIC}, in quotes from 2^63 on`,
  }),
  magic_scope: presetKey(z.enum(['any', 'own']), {
    description: 'Which positions and orders may be touched: all (any), or those that carry policy.magic (own).',
    effect: 'at_once',
    allowed: '"any" or "own"',
    candidates: () => ['any', 'own'],
  }),
  trading_hours: presetKey(z.array(z.string().refine(isHours)), {
    description: 'When orders that add risk may be sent; an empty list is always.',
    effect: 'at_once',
    allowed: 'a list of texts such as "Mon-Fri 08:00-20:00" or "Sun 22:00-Fri 21:00"',
  }),
  trading_hours_timezone: key(
    z.string().refine((text) => !/^[+-]/.test(text) && isTimezone(text)),
    'UTC',
    {
      description: 'Time zone of trading_hours; a profile that has none takes that of the policy.',
      effect: 'at_once',
      allowed: 'an IANA zone such as "Europe/London"',
      candidates: () => ['UTC', ...Intl.supportedValuesOf('timeZone')],
    },
  ),
  news_blackout_minutes: presetKey(z.int().min(0).max(1440), {
    description:
      "Minutes around high-impact news of the symbol's currencies without orders that add risk; the terminal's calendar tells.",
    unit: 'minutes',
    effect: 'at_once',
    allowed: 'a whole number from 0 (off) to 1440',
  }),
  max_quote_age_seconds: presetKey(z.int().min(0).max(86_400), {
    description: 'Oldest quote that is still a ground for an order.',
    unit: 's',
    effect: 'at_once',
    allowed: 'a whole number from 0 (any age) to 86400',
  }),
  approval_ttl_seconds: key(z.int().min(1).max(604_800), 300, {
    description: 'How long an order waits for approval before it expires.',
    unit: 's',
    effect: 'at_once',
  }),
});

/** The limits that a strategy can have of its own; the peak of its equity is nothing that an account tells. */
export const strategyLimits = keys
  .omit({
    preset: true,
    magic: true,
    magic_scope: true,
    max_drawdown_percent: true,
    trading_hours_timezone: true,
    approval_ttl_seconds: true,
  })
  .extend({ trading_hours_timezone: optionalKey(keys.shape.trading_hours_timezone) });

export const policy = keys.superRefine((keys, context) => {
  const { magic, magic_scope } = { ...PRESETS[keys.preset], ...keys };
  if (magic_scope !== 'own' || magic !== 0n) return;
  context.addIssue({
    code: 'custom',
    path: [keys.magic === undefined ? 'magic_scope' : 'magic'],
    message: keys.magic === undefined ? 'is "own", but policy.magic is 0' : 'is 0, but policy.magic_scope is "own"',
    params: { what_to_do: 'Set policy.magic to a number of your own: trades made by hand carry 0.' },
  });
});
