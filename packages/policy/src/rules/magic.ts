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
      message: `${what} the magic number ${attempted}; only ${limits.magic} is this server's own (magic_scope).`,
    });
  if ('magic' in params && params.magic !== limits.magic) return foreign(params.magic, 'The request carries');
  const other = touched.find(({ magic }) => magic !== limits.magic);
  return other && foreign(other.magic, `${'volume' in other ? 'Position' : 'Order'} ${other.ticket} carries`);
};
