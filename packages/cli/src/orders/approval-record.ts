import type { Approval } from '@mt5-bridge/gateway';
import { identityRecord, iso, isoOrNull } from '../output/records.ts';
import { commandFields } from './command-fields.ts';
import { outcomeRecord } from './outcome-record.ts';

/** One approval as data; what a person looks for first stands first. */
export function approvalRecord(approval: Approval): Record<string, unknown> {
  const { preview, proposed_by, terminal, outcome } = approval;
  const { assessment } = preview;
  return {
    approval_id: preview.approval_id,
    state: approval.state,
    summary: preview.summary,
    symbol: preview.symbol,
    notional: assessment.notional,
    money_at_risk: assessment.money_at_risk,
    expires_at: iso(preview.expires_at),
    ...identityRecord(preview.identity),
    token: proposed_by.token ?? null,
    profile: proposed_by.profile ?? null,
    reason: preview.reason,
    margin: assessment.margin,
    price: assessment.price,
    created_at: iso(preview.created_at),
    channels: preview.channels,
    channel: approval.channel,
    decided_at: isoOrNull(approval.decided_at),
    decided_by: approval.decided_by,
    request_id: preview.request_id,
    hash: preview.hash,
    request_echo: commandFields(preview.command),
    terminal,
    outcome: outcome === null ? null : outcomeRecord(outcome),
  };
}
