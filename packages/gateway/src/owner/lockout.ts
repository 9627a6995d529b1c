import type { OwnerAttempts } from '../ports.ts';

const FREE_GUESSES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 86_400_000;

/** Until when no guess is looked at; undefined when one may be made. A minute at first, twice as long after each guess more. */
export function lockedUntil({ failures, last_at }: OwnerAttempts, now: number): number | undefined {
  if (failures < FREE_GUESSES) return undefined;
  const until = last_at + Math.min(FIRST_LOCK_MS * 2 ** (failures - FREE_GUESSES), LONGEST_LOCK_MS);
  return now < until ? until : undefined;
}
