import { createHash } from 'node:crypto';
import type { TradeCommand } from '@mt5-bridge/protocol';
import type { Environment } from './api.ts';

/** What an order is bound to besides its own fields: the same order on another account is another order. */
export interface AccountIdentity {
  readonly environment: Environment;
  readonly login: bigint;
  readonly server: string;
}

/** Names the serialisation below: another one makes other hashes of the same order. */
const FORMAT = 'mt5-bridge order 1';

/** SHA-256, hex, of every field that will be sent, the request id among them, and of the account it goes to. */
export function orderHash(command: TradeCommand, { environment, login, server }: AccountIdentity): string {
  const { operation, params } = command;
  const text = canonical({ format: FORMAT, account: { environment, login, server }, operation, params });
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with sorted keys, in which 1, 1n and "1" differ, and so do null, 0, -0 and NaN. */
function canonical(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
  }
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}
