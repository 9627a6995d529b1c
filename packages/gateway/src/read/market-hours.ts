import type { Session, SymbolInfo, ZoneShift } from '@mt5-bridge/protocol';
import type { MarketHours } from './api.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** How far ahead an opening or a close is looked for. */
const HORIZON = 2 * WEEK;
/** 1970-01-01 was a Thursday, and Sunday is 0. */
const WEEKDAY_OF_DAY_0 = 4;

/** UTC ms, `to` exclusive. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a symbol's weekly trade sessions, in broker server time, mean at `now` (UTC). */
export function marketHours(facts: {
  readonly symbol: string;
  readonly trade_mode: SymbolInfo['trade_mode'];
  readonly sessions: readonly Session[];
  readonly zone: Pick<ZoneShift, 'toServer'>;
  readonly now: number;
}): MarketHours {
  const { symbol, trade_mode, sessions, zone, now } = facts;
  const spans = openSpans(sessions, zone, { from: now - WEEK, to: now + HORIZON });
  const canTrade = trade_mode !== 'disabled';
  const running = canTrade ? spans.find(({ from, to }) => from <= now && now < to) : undefined;
  const next = canTrade ? spans.find(({ from }) => from > now) : undefined;
  return {
    symbol,
    is_open: running !== undefined,
    trade_mode,
    next_close: running !== undefined && running.to < now + HORIZON ? running.to : null,
    next_open: next?.from ?? null,
    sessions: spans
      .filter(({ from, to }) => to > now && from < now + WEEK)
      .map(({ from, to }) => ({ from, to: Math.min(to, now + WEEK) })),
  };
}

/**
 * The sessions as spans of UTC within `window`, those that touch joined. Each stretch of constant offset is converted by
 * itself: only from UTC to server time is the conversion unambiguous on the night when the server's clock is changed.
 */
function openSpans(sessions: readonly Session[], zone: Pick<ZoneShift, 'toServer'>, window: Span): Span[] {
  const spans = stretches(zone, window).flatMap(({ offset, ...stretch }) => {
    const firstDay = Math.floor((stretch.from + offset) / DAY);
    const days = Math.floor((stretch.to + offset) / DAY) - firstDay + 1;
    return Array.from({ length: days }, (_, i) => firstDay + i).flatMap((day) =>
      sessions
        .filter((session) => session.day === (day + WEEKDAY_OF_DAY_0) % 7)
        .map(({ from, to }) => ({
          from: Math.max(day * DAY + from * 1000 - offset, stretch.from),
          to: Math.min(day * DAY + to * 1000 - offset, stretch.to),
        }))
        .filter(({ from, to }) => from < to),
    );
  });
  return joined(spans);
}

function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else {
      result.push(span);
    }
  }
  return result;
}

/** The window in parts, each with the one offset (server time minus UTC) that holds in it. */
function stretches(zone: Pick<ZoneShift, 'toServer'>, window: Span): (Span & { readonly offset: number })[] {
  const offsetAt = (utc: number) => zone.toServer(utc) - utc;
  const result: (Span & { offset: number })[] = [];
  let from = window.from;
  let before = offsetAt(from);
  for (let at = from; at < window.to; at += 6 * HOUR) {
    const end = Math.min(at + 6 * HOUR, window.to);
    const after = offsetAt(end);
    if (after === before) continue;
    const change = firstWith(at, end, (utc) => offsetAt(utc) !== before);
    result.push({ from, to: change, offset: before });
    from = change;
    before = after;
  }
  result.push({ from, to: window.to, offset: before });
  return result;
}

/** The first whole ms after `low`, and not after `high`, from which on `holds`. */
function firstWith(low: number, high: number, holds: (utc: number) => boolean): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
