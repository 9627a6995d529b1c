import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { Actor, AuditEvent } from '../api.ts';
import { REDACTED, redacted } from '../audit/redact.ts';
import { Changes } from '../changes.ts';
import { ids } from '../ids.ts';
import { Alerts } from '../ledger/alerts.ts';
import type { Ledger, Writing } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import type { Alert, AlertContent, AlertDesk } from './api.ts';

export interface AlertDeskOptions {
  /** May be shared with other parts of the program, and its file with other processes. */
  readonly ledger: Ledger;
  /** How long alerts are kept; asked at each new one. */
  readonly keepDays: () => number;
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
}

const DAY_MS = 86_400_000;
const DEFAULT_COUNT = 50;

/** Whoever sends alerts: an address with a secret, not a person. */
const SENDER: Actor = { kind: 'gateway', name: 'tradingview' };

/** Every change costs a flush of the audit log and one of the ledger, and either both stand or neither does. */
export function createAlertDesk({ ledger, keepDays, clock, randomBytes, log }: AlertDeskOptions): AlertDesk {
  const alerts = new Alerts(ledger.db);
  const changes = new Changes(ledger, clock, log);
  const newId = ids(randomBytes);
  // Deleted when the next one comes, however late that is.
  const keptSince = () => clock.now() - keepDays() * DAY_MS;

  function told({ audit, touch }: Writing, event: AuditEvent, actor: Actor, data: Readonly<Record<string, unknown>>) {
    audit({ event, actor, account: null, request_id: null, data });
    touch('alerts');
  }

  function get(alertId: string): Alert {
    const alert = alerts.byId(alertId);
    if (alert === undefined) throw new Mt5Error('ALERT_NOT_FOUND', undefined, { details: { alert_id: alertId } });
    return alert;
  }

  return {
    receive: (content, { dedupe_key, stale, repeats_ms }) =>
      ledger.write('disk', (writing) => {
        const now = clock.now();
        const known = repeats_ms === null ? alerts.byKey(dedupe_key) : alerts.byKeySince(dedupe_key, now - repeats_ms);
        if (known !== undefined) return { alert: known, is_new: false };
        const alert_id = newId();
        const key = repeats_ms === null ? dedupe_key : `${dedupe_key}@${alert_id}`;
        alerts.insert({ ...withoutSecrets(content), alert_id, source: 'tradingview', received_at: now, stale }, key);
        alerts.prune(keptSince());
        const alert = get(alert_id);
        told(writing, 'alert', SENDER, summaryOf(alert));
        return { alert, is_new: true };
      }),

    list: ({ symbol, state, count = DEFAULT_COUNT }) => alerts.list(symbol, state, keptSince(), count),
    get,

    claim: (alertId, by) =>
      ledger.write('disk', (writing) => {
        if (!alerts.claim(alertId, nameOf(by), clock.now())) throw taken(get(alertId));
        told(writing, 'alert_claimed', by, { alert_id: alertId });
        return get(alertId);
      }),

    resolve: (alertId, by, resolution) =>
      ledger.write('disk', (writing) => {
        const { state, claimed_by } = get(alertId);
        const isAnothers = state === 'claimed' && claimed_by !== nameOf(by) && by.kind !== 'owner';
        if (isAnothers || !alerts.resolve(alertId, resolution, clock.now())) throw taken(get(alertId));
        told(writing, 'alert_resolved', by, { alert_id: alertId, resolution });
        return get(alertId);
      }),

    observe: (listener) => changes.observe('alerts', listener),
  };
}

/** Other receivers want a password in the message; here nobody needs one, so none is kept. */
function withoutSecrets(content: AlertContent): AlertContent {
  const fields = redacted(content.fields) as AlertContent['fields'];
  const isSecret = Object.values(fields).includes(REDACTED);
  return { ...content, fields, text: isSecret ? REDACTED : content.text };
}

/** What stands in the audit log of it; its free text stays in the ledger. */
function summaryOf(alert: Alert): Readonly<Record<string, unknown>> {
  const { alert_id, ticker, symbol, action, market_position, order_id, price, contracts, fired_at, stale } = alert;
  const fired = fired_at === null ? null : new Date(fired_at).toISOString();
  return { alert_id, ticker, symbol, action, market_position, order_id, price, contracts, fired_at: fired, stale };
}

/** A worker is its token; without one, whatever name it gives itself. */
const nameOf = ({ token, name }: Actor): string => token ?? name;

function taken({ alert_id, state, claimed_at }: Alert): Mt5Error {
  if (state === 'resolved') return new Mt5Error('ALERT_RESOLVED', undefined, { details: { alert_id } });
  const since = claimed_at === null ? null : new Date(claimed_at).toISOString();
  return new Mt5Error('ALERT_CLAIMED', undefined, { details: { alert_id, claimed_at: since } });
}
