import type { NewsEvent } from '../api.ts';
import { isOpen, nextOpening, spanText, zoneOrNone } from '../trading-hours.ts';
import { isOff, missing, type Rule, refuse } from './rule.ts';

const MINUTE = 60_000;

export const tradingHours: Rule = (_, { rules: { limits } }, now) => {
  const { trading_hours: spans, trading_hours_timezone: name } = limits;
  if (spans.length === 0) return undefined;
  const zone = zoneOrNone(name);
  if (zone === undefined) return missing('trading_hours_timezone', name, `The time zone "${name}" is`);
  if (isOpen(spans, zone, now)) return undefined;
  const hours = spans.map(spanText);
  return refuse({
    code: 'OUTSIDE_TRADING_HOURS',
    limit: 'trading_hours',
    configured: hours,
    attempted: Number.isFinite(now) ? now : null,
    resets_at: nextOpening(spans, zone, now),
    message: `It is outside trading_hours: ${hours.join(', ')} in ${name}.`,
  });
};

/** From `news_blackout_minutes` before an event of high importance until as long after it. */
export const newsBlackout: Rule = ({ facts }, { rules: { limits }, snapshot: { news } }, now) => {
  const { news_blackout_minutes: minutes } = limits;
  if (isOff(minutes) || facts === undefined) return undefined;
  if (news === undefined) return missing('news_blackout_minutes', minutes, 'The economic calendar is');
  const { currency_base, currency_profit, currency_margin } = facts.info;
  const currencies = [currency_base, currency_profit, currency_margin];
  const events = news.filter(({ importance, currency }) => importance === 'high' && currencies.includes(currency));
  const near = eventNear(events, minutes * MINUTE, now);
  if (near === undefined) return undefined;
  return refuse({
    code: 'NEWS_BLACKOUT',
    limit: 'news_blackout_minutes',
    configured: minutes,
    attempted: near.name,
    resets_at: endOfBlackout(events, minutes * MINUTE, now),
    message: `"${near.name}" (${near.currency}) is within ${minutes} minutes of now.`,
  });
};

/** An event that is not known to be far away. */
function eventNear(events: readonly NewsEvent[], window: number, now: number): NewsEvent | undefined {
  return events.find(({ time }) => !(now < time - window || now >= time + window));
}

/** Windows that overlap end with the last of them. */
function endOfBlackout(events: readonly NewsEvent[], window: number, now: number): number {
  let end = now;
  for (const { time } of events.toSorted((a, b) => a.time - b.time)) {
    if (time - window <= end && time + window > end) end = time + window;
  }
  return end;
}
