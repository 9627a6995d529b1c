import { Mt5Error } from '@mt5-bridge/protocol';
import type { Records } from '../../records.ts';
import type { Check } from '../check.ts';

/** What keeps orders from being sent or approved on this side of the terminal. */
export const orders: Check = {
  code: 'ORDERS',
  title: 'Orders',
  needs: ['CONFIGURATION', 'ADDRESSES'],
  async examine(patient) {
    const { policy, approvals } = (await patient.loadConfig()).config;
    if (policy.preset === 'watch') return { status: 'skip', found: 'None are sent: the preset watch only reads.' };
    const gateway = (await patient.bridge()).gateway.value;
    const { on, since, by, reason } = gateway.killSwitch();
    if (on) {
      const when = since === null ? '' : ` since ${new Date(since).toISOString()}`;
      return {
        status: 'warn',
        found: `The kill switch is on${when}, by ${by}: ${JSON.stringify(reason)}. Nothing that adds risk is sent.`,
        what_to_do: 'The owner releases it with `mt5-bridge kill off`.',
      };
    }
    const unknown = gateway.unsettled().filter(({ status }) => status === 'unknown').length;
    if (unknown > 0) {
      return {
        status: 'warn',
        found: `Of ${unknown} ${unknown === 1 ? 'order' : 'orders'} nobody knows the outcome yet; they count against every limit.`,
        what_to_do: 'If it stays so, the owner looks in the terminal and settles them with `mt5-bridge settle`.',
      };
    }
    const lack = approvals.channels.includes('cli') ? passphraseLack(await patient.records()) : '';
    return { status: 'ok', found: `Ledger and kill switch let them pass.${lack}` };
  },
};

/** Nothing is wrong with an owner who approves nothing. */
function passphraseLack({ owner }: Records): string {
  try {
    owner.requireSet();
    return '';
  } catch (error) {
    if (error instanceof Mt5Error && error.code === 'PASSPHRASE_NOT_SET') return ` ${error.message} ${error.whatToDo}`;
    throw error;
  }
}
