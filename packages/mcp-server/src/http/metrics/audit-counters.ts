import { AUDIT_EVENTS, type AuditFeed, type AuditRecord } from '@mt5-bridge/gateway/api';
import { errorCatalog, operations } from '@mt5-bridge/protocol';
import { Counter, type Registry } from 'prom-client';

/** What the audit log tells of decisions, orders and approvals, whichever process wrote it. */
export class AuditCounters {
  readonly #decisions: Counter<'verdict' | 'code'>;
  readonly #orders: Counter<'operation' | 'outcome'>;
  readonly #settled: Counter<'outcome'>;
  readonly #approvals: Counter<'result'>;
  readonly #records: Counter<'event'>;
  readonly #audit: Pick<AuditFeed, 'flushed' | 'follow'>;
  readonly #leave: () => void;
  /** Records that were not known to be on the disk when they came, oldest first. */
  #unflushed: { readonly seq: number; readonly at: number }[] = [];

  /** Counts from now on. */
  constructor(registers: [Registry], audit: Pick<AuditFeed, 'flushed' | 'follow'>) {
    this.#decisions = new Counter({
      name: 'mt5_bridge_policy_decisions_total',
      help: 'Decisions on proposals, by verdict and by the code of each refusal.',
      labelNames: ['verdict', 'code'],
      registers,
    });
    this.#orders = new Counter({
      name: 'mt5_bridge_orders_total',
      help: 'Requests that were sent, by what the terminal answered; "unknown" is settled later.',
      labelNames: ['operation', 'outcome'],
      registers,
    });
    this.#settled = new Counter({
      name: 'mt5_bridge_orders_settled_total',
      help: 'Requests of unknown outcome that were settled, by the outcome.',
      labelNames: ['outcome'],
      registers,
    });
    this.#approvals = new Counter({
      name: 'mt5_bridge_approvals_total',
      help: 'Approvals that were requested, and how they ended.',
      labelNames: ['result'],
      registers,
    });
    this.#records = new Counter({
      name: 'mt5_bridge_audit_records_total',
      help: 'Records of the audit log, by event.',
      labelNames: ['event'],
      registers,
    });
    this.#audit = audit;
    this.#leave = audit.follow(Number.POSITIVE_INFINITY, (records) => {
      for (const record of records) this.#count(record);
      this.#forgetFlushed();
    });
  }

  close(): void {
    this.#leave();
  }

  /** ms UTC of the oldest record that may not be on the disk yet; undefined = all are. @throws Mt5Error LEDGER_UNAVAILABLE */
  oldestUnflushed(): number | undefined {
    this.#forgetFlushed();
    return this.#unflushed[0]?.at;
  }

  #count({ seq, ts, event, data }: AuditRecord): void {
    if (this.#unflushed.length < MOST_KEPT) this.#unflushed.push({ seq, at: Date.parse(ts) });
    this.#records.inc({ event: known(events, event) });
    if (event === 'decision') this.#countDecision(data);
    else if (event === 'outcome') {
      this.#orders.inc({ operation: known(operationNames, data.operation), outcome: known(outcomes, data.status) });
    } else if (event === 'settled' || event === 'settled_by_owner') {
      this.#settled.inc({ outcome: known(outcomes, data.status) });
    } else if (event.startsWith('approval_')) this.#approvals.inc({ result: event.slice('approval_'.length) });
  }

  #countDecision({ verdict, refusals, error }: AuditRecord['data']): void {
    const reasons = Array.isArray(refusals) ? refusals : [error];
    const codes = new Set(reasons.map((reason) => (reason as { code?: unknown } | undefined)?.code));
    const labels = known(verdicts, verdict);
    for (const code of codes.size === 0 ? [undefined] : codes) {
      this.#decisions.inc({ verdict: labels, code: code === undefined ? 'none' : known(codesKnown, code) });
    }
  }

  /** @throws Mt5Error LEDGER_UNAVAILABLE */
  #forgetFlushed(): void {
    const flushed = this.#audit.flushed();
    this.#unflushed = this.#unflushed.filter(({ seq }) => seq > flushed);
  }
}

/** The oldest ones count. */
const MOST_KEPT = 10_000;

const events: ReadonlySet<unknown> = new Set(AUDIT_EVENTS);
const verdicts: ReadonlySet<unknown> = new Set(['approved', 'needs_approval', 'refused', 'invalid']);
const outcomes: ReadonlySet<unknown> = new Set(['done', 'rejected', 'unknown']);
const operationNames: ReadonlySet<unknown> = new Set(Object.keys(operations));
const codesKnown: ReadonlySet<unknown> = new Set(Object.keys(errorCatalog));

/** A label has only the values that we know: another version may have written the record. */
const known = (names: ReadonlySet<unknown>, value: unknown): string => (names.has(value) ? String(value) : 'other');
