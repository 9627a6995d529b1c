import { z } from 'zod';
import { accountNumber, decimal, key, names, requiredKey } from '../key-facts.ts';
import { MOST_MONEY } from './policy.ts';

export const SYMBOLS_ALLOWED = 'a list of symbol names such as ["EURUSD", "XAUUSD"]';

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

const CHANNELS_ALLOWED = `a list of ${CHANNELS.join(', ')}`;
const ABOVE = { unit: 'in account currency', effect: 'at_once', allowed: 'an amount from 0, quotes or not' } as const;

const level = z.strictObject({
  above: requiredKey(decimal(MOST_MONEY), 50_000, {
    description: 'Notional above which the level applies; one that is not known is above every level.',
    ...ABOVE,
  }),
  channels: requiredKey(z.array(channel), ['passkey'], {
    description: 'The only ways to approve such an order, of those that count at all.',
    effect: 'at_once',
    allowed: CHANNELS_ALLOWED,
    candidates: () => CHANNELS,
  }),
});

export const approvals = z.strictObject({
  channels: key(z.array(channel), ['cli', 'elicitation', 'dashboard', 'passkey'], {
    description: 'Ways to approve an order that count; agent is the word of the agent itself.',
    effect: 'at_once',
    allowed: CHANNELS_ALLOWED,
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
  levels: key(z.array(level), [], {
    description: 'Stricter ways to approve larger orders; of all levels that apply, what each of them has counts.',
    effect: 'at_once',
    allowed: 'tables [[approvals.levels]] with above (an amount) and channels (a list)',
  }),
});
