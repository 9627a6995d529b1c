import type { AuditRecord } from '@mt5-bridge/gateway';
import type { Deal, HistoryOrder, Order } from '@mt5-bridge/protocol';
import { commentTag } from '@mt5-bridge/protocol';

/** What the ledger holds of one request. */
export interface LedgerRow {
  readonly request_id: string;
  readonly key: string;
  readonly operation: string;
  readonly status: string;
}

export interface Evidence {
  readonly ledger: readonly LedgerRow[];
  readonly audit: readonly AuditRecord[];
  readonly deals: readonly Deal[];
  readonly orders: readonly (Order | HistoryOrder)[];
  /** Keys that the driver asked for, with what it was told last. */
  readonly told: ReadonlyMap<string, 'done' | 'rejected' | 'refused'>;
}

export interface Verdict {
  readonly requests: number;
  readonly done: number;
  readonly rejected: number;
  /** Requests that the broker carried out more than once, or that exist twice under one key. */
  readonly duplicates: readonly string[];
  /** Carried out at the broker, and not done in the ledger; or done in the ledger, and not at the broker; or not audited. */
  readonly forgotten: readonly string[];
  readonly unsettled: readonly string[];
}

/** Requests that open an order at the broker, so that the broker's own records carry their tag. */
const leavesOrder = new Set(['order_send', 'position_close']);

/** Compares broker, ledger and audit log, each read by its own means. */
export function compare({ ledger, audit, deals, orders, told }: Evidence): Verdict {
  const duplicates: string[] = [];
  const forgotten: string[] = [];
  const unsettled: string[] = [];
  const byKey = Map.groupBy(ledger, ({ key }) => key);
  for (const [key, rows] of byKey) {
    const carried = rows.filter(({ status }) => status === 'done');
    if (carried.length > 1) duplicates.push(`${key}: done ${carried.length} times`);
  }
  const known = new Set(ledger.map(({ request_id }) => request_id));
  const atBroker = countByTag(orders);
  const dealt = countByTag(deals);
  for (const [id, count] of atBroker) {
    if (!known.has(id)) forgotten.push(`${id}: at the broker, not in the ledger`);
    if (count > 1) duplicates.push(`${id}: ${count} orders at the broker`);
  }
  for (const [id, count] of dealt) if (count > 1) duplicates.push(`${id}: ${count} deals at the broker`);
  const sent = new Set(audit.filter(({ event }) => event === 'send').map(({ request_id }) => request_id));
  const concluded = new Set(
    audit.filter(({ event }) => event === 'outcome' || event === 'settled').map(({ request_id }) => request_id),
  );
  for (const { request_id, operation, status, key } of ledger) {
    if (status !== 'done' && status !== 'rejected') unsettled.push(`${request_id}: ${status}`);
    if (leavesOrder.has(operation)) {
      const exists = atBroker.has(request_id);
      if (status === 'done' && !exists) forgotten.push(`${request_id}: done, not at the broker`);
      if (status === 'rejected' && exists) forgotten.push(`${request_id}: at the broker, told as rejected`);
    }
    if (!sent.has(request_id)) forgotten.push(`${request_id}: not audited before it was sent`);
    if (!concluded.has(request_id)) forgotten.push(`${request_id}: its outcome is not in the audit log`);
    if (told.get(key) === 'rejected' && byKey.get(key)?.some((row) => row.status === 'done')) {
      forgotten.push(`${request_id}: told as rejected, done in the ledger`);
    }
  }
  for (const [key, status] of told) {
    if (status === 'done' && !byKey.has(key)) forgotten.push(`${key}: told as done, not in the ledger`);
  }
  const count = (status: string) => ledger.filter((row) => row.status === status).length;
  return {
    requests: ledger.length,
    done: count('done'),
    rejected: count('rejected'),
    duplicates,
    forgotten,
    unsettled,
  };
}

function countByTag(rows: readonly { readonly comment: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  const length = commentTag('').length;
  for (const { comment } of rows) {
    if (!comment.startsWith(commentTag(''))) continue;
    const id = comment.slice(length).split(' ', 1)[0] ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
