import type { Identity } from '../read/index.ts';

/** One account, as the ledger's tables name it. */
export const accountKey = ({ environment, login, server }: Identity): string => `${environment}:${login}@${server}`;
