import type { AuditEvent } from '@mt5-bridge/gateway/api';

/** Every event of the audit log, once, as the compiler checks. */
const NAMES: Readonly<Record<AuditEvent, true>> = {
  proposal: true,
  decision: true,
  replay: true,
  idempotency_diverged: true,
  approval_requested: true,
  approval_granted: true,
  approval_denied: true,
  approval_expired: true,
  approval_void: true,
  send: true,
  outcome: true,
  settled: true,
  settled_by_owner: true,
  fill: true,
  kill_switch: true,
  owner: true,
  access: true,
  alert: true,
  alert_claimed: true,
  alert_resolved: true,
  link: true,
  margin: true,
  configuration: true,
  recovered: true,
};

export const AUDIT_EVENTS_NAMES = Object.keys(NAMES) as readonly AuditEvent[];
