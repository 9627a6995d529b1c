import type { Outcome } from '@mt5-bridge/gateway';
import { exact, identityRecord, iso, isoOrNull } from '../output/records.ts';
import { commandFields } from './command-fields.ts';

/** What became of a request, as data. */
export function outcomeRecord(outcome: Outcome) {
  const { identity, ticket, result, command } = outcome;
  return {
    ...identityRecord(identity),
    status: outcome.status,
    symbol: outcome.symbol,
    request_id: outcome.request_id,
    ticket: ticket === null ? null : exact(ticket),
    volume_requested: outcome.volume_requested,
    volume_filled: outcome.volume_filled,
    price_filled: outcome.price_filled,
    retcode: result?.retcode ?? null,
    deal: result === null || result.deal === 0n ? null : exact(result.deal),
    error: outcome.error,
    settled_by: outcome.settled_by,
    created_at: iso(outcome.created_at),
    settled_at: isoOrNull(outcome.settled_at),
    request_echo: commandFields(command),
  };
}
