import { z } from 'zod';

/** ISO 8601 UTC with milliseconds, as in 2026-07-13T12:00:00.093Z. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** ISO 8601 UTC to the minute, as in 2026-07-13T12:00Z. */
export function isoMinute(ms: number): string {
  return `${isoTime(ms).slice(0, 16)}Z`;
}

export function isoTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

/** The schema of {@link isoTime}. */
export const timeOutput = () => z.string().meta({ format: 'date-time' });
