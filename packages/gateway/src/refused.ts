import type { Refusal } from '@mt5-bridge/policy';
import { Mt5Error } from '@mt5-bridge/protocol';

/** What the rules refuse, as a failure: the first refusal speaks, all of them stand in the details. */
export function refused(refusals: readonly [Refusal, ...Refusal[]]): Mt5Error {
  const [{ code, message, ...first }] = refusals;
  return new Mt5Error(code, message, { details: { ...shown(first), refusals: refusals.map(shown) } });
}

function shown<R extends Pick<Refusal, 'resets_at'>>(refusal: R) {
  const { resets_at } = refusal;
  return { ...refusal, resets_at: resets_at === null ? null : new Date(resets_at).toISOString() };
}
