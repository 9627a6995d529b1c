import type { ZoneShift } from '@mt5-bridge/protocol';

/** How server time relates to UTC, for every date by that date's own offset; times in ms. */
export interface Zone extends ZoneShift {
  /** What it is, in words for a log: an IANA name, "UTC+03:00", "New York close". */
  readonly name: string;
  /** Server time minus UTC at an instant of UTC. */
  offsetAt(utc: number): number;
}

export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** "+03:00" of an offset in ms. */
export function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

export function fixedZone(offset: number): Zone {
  return {
    name: offset === 0 ? 'UTC' : `UTC${offsetText(offset)}`,
    offsetAt: () => offset,
    fromServer: (server) => server - offset,
    toServer: (utc) => utc + offset,
  };
}
