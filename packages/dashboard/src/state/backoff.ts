const FIRST = 500;
const MOST = 15_000;

/** How long to wait before try number `attempt` (from 1), in ms; `random` 0..1 keeps many pages from coming at once. */
export function backoff(attempt: number, random: number): number {
  return Math.round(Math.min(MOST, FIRST * 2 ** (attempt - 1)) * (0.75 + random / 2));
}
