import { Mt5Error } from '@mt5-bridge/protocol';

/** What libzmq found wrong with an address, as our error; anything else stays as it is. */
export function addressError(address: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const problem = problems.get(code);
  if (problem === undefined) return cause;
  const [our, text] = problem;
  return new Mt5Error(our, `${address}: ${text}`, { details: { address }, cause });
}

const problems = new Map<unknown, readonly ['ADDRESS_IN_USE' | 'ADDRESS_INVALID', string]>([
  ['EADDRINUSE', ['ADDRESS_IN_USE', 'another program already listens there.']],
  ['EADDRNOTAVAIL', ['ADDRESS_INVALID', 'this machine has no such address to listen on.']],
  ['EACCES', ['ADDRESS_INVALID', 'this user may not listen there; ports below 1024 need privileges.']],
  ['EINVAL', ['ADDRESS_INVALID', 'not an address.']],
  ['ENODEV', ['ADDRESS_INVALID', 'this machine has no such network interface.']],
  ['ENOCOMPATPROTO', ['ADDRESS_INVALID', 'this kind of address does not fit here; use tcp://.']],
  ['EPROTONOSUPPORT', ['ADDRESS_INVALID', 'unknown kind of address; use tcp://.']],
]);
