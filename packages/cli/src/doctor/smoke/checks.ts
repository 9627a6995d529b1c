import type { Outcome } from '@mt5-bridge/gateway';
import { CliError } from '../../cli-error.ts';
import { verified } from '../../records.ts';
import type { Check } from '../check.ts';

/** Before anything is sent: whose money it is, and whether the owner is there. */
const allowed: Check = {
  code: 'SMOKE_ACCOUNT',
  title: 'Smoke trade: account',
  needs: ['HELLO', 'ACCOUNT', 'QUOTE'],
  async examine(patient) {
    const [{ reads }, { login, server }] = await Promise.all([patient.bridge(), patient.account()]);
    const { environment } = reads.identity();
    const account = `${login} at ${server}`;
    const named = patient.realAccount;
    if (named === undefined ? environment === 'live' : named !== login) {
      const found = named === undefined ? `${account} is a real account.` : `${account} is not the account ${named}.`;
      throw new CliError('SMOKE_TRADE_REFUSED', found);
    }
    // The simulated terminal has no money to lose; everywhere else whoever trades shows to be the owner.
    if (environment !== 'fake') await patient.checkOwner();
    const { symbol } = await patient.smokeTrade();
    return { status: 'ok', found: `${environment} account ${account}; the smallest position in ${symbol}.` };
  },
};

const place: Check = {
  code: 'SMOKE_PLACE',
  title: 'Smoke trade: place',
  needs: ['SMOKE_ACCOUNT'],
  async examine(patient) {
    const { volume_filled, price_filled, ticket } = await (await patient.smokeTrade()).place();
    return { status: 'ok', found: `Bought ${volume_filled} lots at ${price_filled}: position ${ticket}.` };
  },
};

const event: Check = {
  code: 'SMOKE_EVENT',
  title: 'Smoke trade: event',
  needs: ['SMOKE_PLACE'],
  async examine(patient) {
    const { deal, price } = await (await patient.smokeTrade()).event();
    return { status: 'ok', found: `The terminal told of deal ${deal} at ${price}.` };
  },
};

const modify: Check = {
  code: 'SMOKE_MODIFY',
  title: 'Smoke trade: modify',
  needs: ['SMOKE_PLACE'],
  async examine(patient) {
    const { command } = await (await patient.smokeTrade()).modify();
    const { sl, tp } = command.params as { sl?: number | null; tp?: number | null };
    return { status: 'ok', found: `Moved its stops: sl ${sl}, tp ${tp}.` };
  },
};

const close: Check = {
  code: 'SMOKE_CLOSE',
  title: 'Smoke trade: close',
  needs: ['SMOKE_PLACE'],
  async examine(patient) {
    const { price_filled } = await (await patient.smokeTrade()).close();
    return { status: 'ok', found: `Closed at ${price_filled}.` };
  },
};

/** Stands before the records, so that nothing is open while they are read, and does its work whatever failed before. */
const clean: Check = {
  code: 'SMOKE_CLEAN',
  title: 'Smoke trade: nothing left',
  needs: ['SMOKE_ACCOUNT'],
  isLast: true,
  async examine(patient) {
    const closed = await (await patient.smokeTrade()).cleanUp();
    const found = closed.length === 0 ? 'Nothing is open of it.' : `Closed what was still open: ${closed.join(', ')}.`;
    return { status: 'ok', found };
  },
};

const deals: Check = {
  code: 'SMOKE_DEALS',
  title: 'Smoke trade: deals',
  needs: ['SMOKE_CLOSE'],
  async examine(patient) {
    const found = await (await patient.smokeTrade()).deals();
    const balance = found.reduce((sum, { entry, volume }) => sum + (entry === 'in' ? volume : -volume), 0);
    if (found.length < 2 || Math.abs(balance) > 1e-9) {
      throw new CliError(
        'SMOKE_TRADE_FAILED',
        `The history has ${found.length} deals of the position; they do not add up.`,
      );
    }
    const money = found.reduce((sum, { profit, swap, commission, fee }) => sum + profit + swap + commission + fee, 0);
    return { status: 'ok', found: `${found.length} deals, result ${money.toFixed(2)}.` };
  },
};

const ledger: Check = {
  code: 'SMOKE_LEDGER',
  title: 'Smoke trade: ledger',
  needs: ['SMOKE_PLACE'],
  async examine(patient) {
    const outcomes = await (await patient.smokeTrade()).recorded();
    const open = outcomes.filter(({ status }) => status !== 'done');
    if (open.length > 0) throw new CliError('SMOKE_TRADE_FAILED', `Not settled: ${open.map(shown).join(', ')}.`);
    return { status: 'ok', found: `${outcomes.map(shown).join(', ')}.` };
  },
};

const shown = ({ command, request_id, status }: Outcome) => `${command.operation} ${request_id} ${status}`;

const audit: Check = {
  code: 'SMOKE_AUDIT',
  title: 'Smoke trade: audit log',
  needs: ['SMOKE_PLACE'],
  async examine(patient) {
    const [{ gateway }, records, { outcomes }] = await Promise.all([
      patient.bridge(),
      patient.records(),
      patient.smokeTrade(),
    ]);
    const verdict = verified(records);
    for (const { request_id, command } of outcomes) {
      const found = await gateway.value.audit({ request_id });
      const events = new Set(found.map(({ event }) => event));
      const missing = (['proposal', 'decision', 'send', 'outcome'] as const).filter((name) => !events.has(name));
      if (missing.length > 0) {
        throw new CliError(
          'SMOKE_TRADE_FAILED',
          `The log lacks ${missing.join(', ')} of ${command.operation} ${request_id}.`,
        );
      }
    }
    return { status: 'ok', found: `${verdict.records} records, the chain whole.` };
  },
};

/** In the order of the trade. */
export const smokeChecks: readonly Check[] = [allowed, place, event, modify, close, clean, deals, ledger, audit];
