import type { Identity } from '@mt5-bridge/gateway/read';

/** A 64-bit number as JSON can carry it: a number while that is exact, otherwise its digits. */
export const exact = (id: bigint): number | string => (id <= Number.MAX_SAFE_INTEGER ? Number(id) : id.toString());

/** An instant (ms UTC) as everything here writes one. */
export const iso = (time: number): string => new Date(time).toISOString();
export const isoOrNull = (time: number | null): string | null => (time === null ? null : iso(time));

/** What stands in every answer about an account. */
export const identityRecord = ({ environment, login, server }: Identity) => ({
  environment,
  login: exact(login),
  server,
});
