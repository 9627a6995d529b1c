import { others } from '../assess/index.ts';
import { isNetting } from '../assess/value.ts';
import { profileIn } from '../profiles.ts';
import { type Rule, refuse } from './rule.ts';

/** With `magic_scope = "own"`: what is sent and what is touched carries the owner's magic number. */
export const magicScope: Rule = ({ command: { params }, touched }, { rules: { limits } }) => {
  if (limits.magic_scope === 'any') return undefined;
  const foreign = (attempted: bigint, what: string) =>
    refuse({
      code: 'FOREIGN_MAGIC',
      limit: 'magic_scope',
      configured: String(limits.magic),
      attempted: String(attempted),
      message: `${what} the magic number ${attempted}; only ${limits.magic} is its own (magic_scope).`,
    });
  if ('magic' in params && params.magic !== limits.magic) return foreign(params.magic, 'The request carries');
  const other = touched.find(({ magic }) => magic !== limits.magic);
  return other && foreign(other.magic, `${'volume' in other ? 'Position' : 'Order'} ${other.ticket} carries`);
};

/** A profile is known by the magic number of what it sends: nobody else may send that. */
export const magicOfProfile: Rule = ({ command: { operation, params } }, { rules: { profiles }, profile }) => {
  if (operation !== 'order_send') return undefined;
  const [owner] = Object.entries(profiles).find(([, { limits }]) => limits.magic === params.magic) ?? [];
  if (owner === undefined || owner === profile?.name) return undefined;
  return refuse({
    code: 'FOREIGN_MAGIC',
    limit: `profiles.${owner}.magic`,
    configured: String(params.magic),
    attempted: String(params.magic),
    message: `The request carries the magic number ${params.magic}, which is that of the profile ${owner}.`,
  });
};

/**
 * Where a symbol has one position, what others have ordered of it would become a part of the profile's, or the other way
 * round: who is first has the symbol.
 */
export const symbolOfOthers: Rule = ({ command }, situation) => {
  const { profile, rules, snapshot } = situation;
  const { operation, params } = command;
  if (profile === undefined || operation !== 'order_send' || !isNetting(snapshot.account)) return undefined;
  const own = profileIn(rules, profile.name)?.limits.magic;
  const sends = others(situation, command).flatMap((one) =>
    one.command.operation === 'order_send' ? [one.command.params] : [],
  );
  const foreign = [...snapshot.orders, ...sends].find((one) => one.symbol === params.symbol && one.magic !== own);
  if (foreign === undefined) return undefined;
  return refuse({
    code: 'FOREIGN_MAGIC',
    limit: 'magic_scope',
    configured: String(own),
    attempted: String(foreign.magic),
    message: `${params.symbol} can have one position on this account, and an order with the magic number ${foreign.magic} is there already.`,
  });
};
