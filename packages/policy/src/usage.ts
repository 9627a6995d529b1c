import type { Limits, Situation, Usage, Value } from './api.ts';
import { type Decimal, known, largest, ZERO } from './decimal.ts';
import { exposures, notionalOf, openCount } from './exposure.ts';
import { drawdownPercent, lossOfDay } from './measures.ts';
import { isOff, type NumericLimit } from './rules/rule.ts';
import { sliceOf } from './slice.ts';
import { isOpen, nextOpening, spanText, zoneOrNone } from './trading-hours.ts';

/** Limits that no profile has. */
const OF_THE_ACCOUNT: ReadonlySet<keyof Limits> = new Set(['max_drawdown_percent', 'magic_scope']);

/** The same of the limits of the profile whose situation it is. */
export function usageOfProfile(situation: Situation, now: number): Usage[] {
  const slice = sliceOf(situation);
  return slice === undefined ? [] : usage(slice, now).filter(({ limit }) => !OF_THE_ACCOUNT.has(limit));
}

type Used = Pick<Usage, 'used' | 'left' | 'resets_at'>;

const nothing: Used = { used: null, left: null, resets_at: null };

/** What is used of every limit, and what is left; limits of a single order are left whole. null = off, or not known. */
export function usage({ rules: { limits }, snapshot, counters, in_flight }: Situation, now: number): Usage[] {
  const onTheirWay = in_flight.map((request) => ({ ...request, notional: known(request.notional) }));
  const parts = exposures(snapshot, onTheirWay);
  const symbols = new Set(parts.map(({ symbol }) => symbol));
  const fullest = largest([ZERO, ...[...symbols].map((symbol) => notionalOf(parts, symbol))]);

  const of = (limit: NumericLimit, used: Decimal | undefined, resets_at: number | null = null): Usage => {
    const configured = known(limits[limit]);
    const shown = used && atLeastZero(used);
    const left = isOff(limits[limit]) ? undefined : configured && shown && atLeastZero(configured.minus(shown));
    return {
      limit,
      configured: limits[limit],
      used: shown?.toNumber() ?? null,
      left: left?.toNumber() ?? null,
      resets_at,
    };
  };
  const perOrder = (limit: NumericLimit): Usage => ({ ...of(limit, ZERO), used: null });
  const fact = (limit: keyof Limits, configured: Value): Usage => ({ limit, configured, ...nothing });

  return [
    perOrder('auto_approve_notional'),
    perOrder('max_notional_per_trade'),
    perOrder('max_lots_per_trade'),
    of('max_position_notional_per_symbol', fullest),
    of('max_total_notional', notionalOf(parts)),
    of('max_open_positions', known(openCount(snapshot, onTheirWay))),
    of('max_orders_per_minute', known(counters.last_minute), counters.minute_resets_at),
    of('max_orders_per_day', known(counters.today), snapshot.day.resets_at),
    of('max_daily_loss', lossOfDay(snapshot), snapshot.day.resets_at),
    of('max_drawdown_percent', drawdownPercent(snapshot)),
    perOrder('max_risk_per_trade_percent'),
    fact('require_stop_loss', limits.require_stop_loss),
    perOrder('max_spread_points'),
    perOrder('max_realised_loss_per_close'),
    fact('magic_scope', limits.magic_scope),
    fact('magic', String(limits.magic)),
    { ...fact('trading_hours', limits.trading_hours.map(spanText)), resets_at: opening(limits, now) },
    fact('trading_hours_timezone', limits.trading_hours_timezone),
    fact('news_blackout_minutes', limits.news_blackout_minutes),
    fact('max_quote_age_seconds', limits.max_quote_age_seconds),
  ];
}

function atLeastZero(value: Decimal): Decimal {
  return value.isNegative() ? ZERO : value;
}

/** While it is closed: when it opens. */
function opening({ trading_hours: spans, trading_hours_timezone: name }: Limits, now: number): number | null {
  const zone = zoneOrNone(name);
  return spans.length === 0 || zone === undefined || isOpen(spans, zone, now) ? null : nextOpening(spans, zone, now);
}
