import { z } from 'zod';
import { accountNumber, decimal, key, names } from '../key-facts.ts';

const SYMBOLS_ALLOWED = 'a list of symbol names such as ["EURUSD", "XAUUSD"]';

export const symbols = z.strictObject({
  allowlist: key(names, [], {
    description: 'If not empty, the only symbols that may be traded; reading is never restricted.',
    effect: 'at_once',
    allowed: SYMBOLS_ALLOWED,
  }),
  denylist: key(names, [], {
    description: 'Symbols that may never be traded; reading is never restricted.',
    effect: 'at_once',
    allowed: SYMBOLS_ALLOWED,
  }),
});

export const live = z.strictObject({
  enabled: key(z.boolean(), false, {
    description: 'Whether a real account may be traded; live.login must name it too.',
    effect: 'at_once',
  }),
  login: key(accountNumber, 0, {
    description: 'The one real account that may be traded; 0 is none.',
    effect: 'at_once',
    allowed: 'an account number, written without quotes (0 for none)',
  }),
});

const CHANNELS = ['agent', 'elicitation', 'cli', 'dashboard', 'passkey'] as const;
const channel = z.enum(CHANNELS);

const ABOVE = { unit: 'in account currency', effect: 'at_once', allowed: 'an amount from 0, quotes or not' } as const;
const MOST_MONEY = 1e15;

export const approvals = z.strictObject({
  channels: key(z.array(channel), ['cli', 'elicitation', 'dashboard', 'passkey'], {
    description: 'Ways to approve an order that count; agent is the word of the agent itself.',
    effect: 'at_once',
    allowed: `a list of ${CHANNELS.join(', ')}`,
    candidates: () => CHANNELS,
  }),
  elicitation_max_notional: key(decimal(MOST_MONEY), 10_000, {
    description: 'Largest notional that an answer in the MCP client may approve, since a hook there can give it.',
    ...ABOVE,
  }),
  agent_max_notional: key(decimal(MOST_MONEY), 10_000, {
    description: 'Largest notional that the agent itself may confirm, where the channel agent is open.',
    ...ABOVE,
  }),
});
