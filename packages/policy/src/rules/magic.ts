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
