import { z } from 'zod';
import { key, requiredKey } from '../key-facts.ts';
import { SYMBOLS_ALLOWED, symbols } from './owner.ts';
import { LARGEST_MAGIC, magic, strategyLimits } from './policy.ts';

const { allowlist, denylist } = symbols.shape;

/** One strategy: what its tokens may do besides all that binds the account. A limit that it leaves out is off. */
export const profile = z.strictObject({
  magic: requiredKey(
    magic.refine((number) => number !== 0n, { abort: true }),
    1001n,
    {
      description: 'Magic number of its orders, which no other profile has; it touches nothing else.',
      effect: 'at_once',
      allowed: `a whole number from 1 to ${LARGEST_MAGIC}, in quotes from 2^63 on`,
    },
  ),
  symbols_allowlist: key(allowlist.unwrap(), [], {
    description: 'If not empty, the only symbols that it may trade, of those that the account may.',
    effect: 'at_once',
    allowed: SYMBOLS_ALLOWED,
  }),
  symbols_denylist: key(denylist.unwrap(), [], {
    description: 'Symbols that it may never trade, besides those of the account.',
    effect: 'at_once',
    allowed: SYMBOLS_ALLOWED,
  }),
  ...strategyLimits.shape,
});
