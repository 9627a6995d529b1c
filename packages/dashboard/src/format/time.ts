const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => String(value).padStart(2, '0');

/** Time left as "4:07" or "1:02:09"; never below zero, and a begun second counts. */
export function countdown(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / SECOND));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** How much of a span is left, 1..0. */
export function fractionLeft(from: number, to: number, now: number): number {
  if (to <= from) return 0;
  return Math.min(1, Math.max(0, (to - now) / (to - from)));
}

/** "just now", "4 min ago", "3 h ago", "2 d ago". */
export function ago(at: number, now: number): string {
  const past = Math.max(0, now - at);
  if (past < 10 * SECOND) return 'just now';
  return `${span(past)} ago`;
}

/** The largest unit alone: "45 s", "4 min", "3 h", "2 d". */
export function span(length: number): string {
  if (length < MINUTE) return `${Math.max(1, Math.round(length / SECOND))} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) return `${Math.floor(length / HOUR)} h`;
  return `${Math.floor(length / DAY)} d`;
}

const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export const clockTime = (at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { ...TIME, second: '2-digit' });

export const hourMinute = (at: number): string => new Date(at).toLocaleTimeString('en-GB', TIME);

/** "21 Nov, 14:05"; the year where it is another. */
export function dateTime(at: number, now: number): string {
  const date = new Date(at);
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: 'numeric' } as const);
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year })}, ${hourMinute(at)}`;
}

/** Clock time of today, date and time of other days. */
export function moment(at: number, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? clockTime(at) : dateTime(at, now);
}
