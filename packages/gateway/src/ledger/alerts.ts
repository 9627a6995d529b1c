import type { Alert, AlertContent, AlertState } from '../alerts/api.ts';
import type { Database } from './database.ts';

/** What is known of an alert from its first moment on. */
export type NewAlert = AlertContent & Pick<Alert, 'alert_id' | 'source' | 'received_at' | 'stale'>;

interface Row {
  readonly state: AlertState;
  readonly content: string;
  readonly claimed_by: string | null;
  readonly claimed_at: number | null;
  readonly resolved_at: number | null;
  readonly resolution: string | null;
}

/** Alerts that came. Changes only inside a transaction of the database. */
export class Alerts {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  byId(alertId: string): Alert | undefined {
    return one(this.#db.get<Row>('SELECT * FROM alerts WHERE alert_id = ?', alertId));
  }

  byKey(dedupeKey: string): Alert | undefined {
    return one(this.#db.get<Row>('SELECT * FROM alerts WHERE dedupe_key = ?', dedupeKey));
  }

  /** The newest whose key begins with this text and a `@`, received after this instant. */
  byKeySince(start: string, since: number): Alert | undefined {
    const sql = `SELECT * FROM alerts WHERE dedupe_key > ? AND dedupe_key < ? AND received_at > ?
      ORDER BY received_at DESC LIMIT 1`;
    // "A" follows "@".
    return one(this.#db.get<Row>(sql, `${start}@`, `${start}A`, since));
  }

  /** Those received since, newest first. A symbol is the broker's name or, of an alert without one, the sender's, its exchange or not. */
  list(symbol: string | undefined, state: AlertState | undefined, since: number, count: number): Alert[] {
    const sql = `WITH asked (name, stage) AS (VALUES (?, ?))
      SELECT alerts.* FROM alerts, asked WHERE received_at >= ? AND state = coalesce(stage, state)
        AND (name IS NULL OR symbol = name OR symbol IS NULL AND name IN (ticker, substr(ticker, instr(ticker, ':') + 1)))
      ORDER BY received_at DESC, alert_id LIMIT ?`;
    return this.#db.all<Row>(sql, symbol ?? null, state ?? null, since, count).map(alertOf);
  }

  insert(alert: NewAlert, dedupeKey: string): void {
    const { alert_id, symbol, ticker, received_at } = alert;
    this.#db.run(
      `INSERT INTO alerts (alert_id, dedupe_key, state, symbol, ticker, received_at, content)
       VALUES (?, ?, 'new', ?, ?, ?, ?)`,
      // Plain JSON: a stranger's field may have the name that marks a 64-bit number elsewhere in the ledger.
      ...[alert_id, dedupeKey, symbol, ticker, received_at, JSON.stringify(alert)],
    );
  }

  /** @returns whether it was still new */
  claim(alertId: string, by: string, at: number): boolean {
    const sql = `UPDATE alerts SET state = 'claimed', claimed_by = ?, claimed_at = ?
      WHERE alert_id = ? AND state = 'new'`;
    return this.#db.run(sql, by, at, alertId) === 1;
  }

  /** @returns whether nobody had resolved it */
  resolve(alertId: string, resolution: string, at: number): boolean {
    const sql = `UPDATE alerts SET state = 'resolved', resolution = ?, resolved_at = ?
      WHERE alert_id = ? AND state <> 'resolved'`;
    return this.#db.run(sql, resolution, at, alertId) === 1;
  }

  /** Forgets those that came before this instant. */
  prune(before: number): void {
    this.#db.run('DELETE FROM alerts WHERE received_at < ?', before);
  }
}

const one = (row: Row | undefined): Alert | undefined => (row === undefined ? undefined : alertOf(row));

function alertOf({ state, content, claimed_by, claimed_at, resolved_at, resolution }: Row): Alert {
  return { ...(JSON.parse(content) as NewAlert), state, claimed_by, claimed_at, resolved_at, resolution };
}
