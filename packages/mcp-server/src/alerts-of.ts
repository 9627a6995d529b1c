import type { Actor, AlertDesk, Principal } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';

/** The desk for one connection: it works under its token's name, and who may only read works on nothing. */
export function alertsOf({ name, scopes, profile }: Principal, desk: AlertDesk): AlertDesk {
  const signed = (by: Actor): Actor => {
    if (!scopes.includes('trade')) throw new Mt5Error('FORBIDDEN', undefined, { details: { scope: 'trade' } });
    return { ...by, token: name, ...(profile !== null && { profile }) };
  };
  return {
    receive: (content, about) => desk.receive(content, about),
    list: (filter) => desk.list(filter),
    get: (alertId) => desk.get(alertId),
    observe: (listener) => desk.observe(listener),
    claim: (alertId, by) => desk.claim(alertId, signed(by)),
    resolve: (alertId, by, resolution) => desk.resolve(alertId, signed(by), resolution),
  };
}
