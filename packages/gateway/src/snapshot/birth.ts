import type { Mt5Client } from '@mt5-bridge/client';
import type { Result } from '@mt5-bridge/protocol';
import { identityOf } from '../read/identity.ts';
import { mayFail } from './may-fail.ts';

/**
 * When the account's first deal was made, ms UTC, of simulated accounts, which may start anew under the same name; null
 * of all others. Asked once in each life of the terminal. @throws Mt5Error of the link
 */
export function births(client: Pick<Mt5Client, 'call'>): (hello: Result<'hello'>) => Promise<number | null> {
  let known: { readonly epoch: number; readonly born: number | null } | undefined;

  return async (hello) => {
    if (identityOf(hello).environment !== 'fake') return null;
    const { epoch, time_server } = hello;
    if (known?.epoch === epoch) return known.born;
    const answer = await mayFail(client.call('history_deals', { from: 0, to: time_server, offset: 0, count: 1 }));
    const born = answer?.deals[0]?.time_msc ?? null;
    if (answer !== undefined) known = { epoch, born };
    return born;
  };
}
