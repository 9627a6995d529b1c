import type { ApprovalChannel } from '@mt5-bridge/policy';
import type { Approval, ApprovalFilter, ApprovalState, Preview } from '../api.ts';
import type { Identity } from '../read/index.ts';
import { accountKey } from './account-key.ts';
import type { Database } from './database.ts';
import { decode, encode } from './encoding.ts';

/** An approval as it is stored; whose order it is and what became of it is the request's. */
export type StoredApproval = Omit<Approval, 'outcome' | 'proposed_by'>;

export interface ApprovalDecision {
  readonly channel: ApprovalChannel | null;
  readonly at: number;
  readonly by: string | null;
}

interface Row {
  readonly state: ApprovalState;
  readonly preview: string;
  readonly terminal: string;
  readonly channel: ApprovalChannel | null;
  readonly decided_at: number | null;
  readonly decided_by: string | null;
}

/** Orders that wait, or waited, for a person. Changes only inside a transaction of the database. */
export class Approvals {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  byId(approvalId: string): StoredApproval | undefined {
    return one(this.#db.get<Row>('SELECT * FROM approvals WHERE approval_id = ?', approvalId));
  }

  ofRequest(requestId: string): StoredApproval | undefined {
    return one(this.#db.get<Row>('SELECT * FROM approvals WHERE request_id = ?', requestId));
  }

  /** Newest first. */
  list({ state, profile }: Omit<ApprovalFilter, 'count'>, count: number): StoredApproval[] {
    const sql = `SELECT approvals.* FROM approvals JOIN requests USING (request_id)
      WHERE approvals.state = coalesce(?, approvals.state) AND (? IS NULL OR profile = ?)
      ORDER BY approvals.created_at DESC, approval_id LIMIT ?`;
    return this.#db.all<Row>(sql, state ?? null, profile ?? null, profile ?? null, count).map(approvalOf);
  }

  /** Waiting, and past their time. */
  overdue(now: number): StoredApproval[] {
    const sql = "SELECT * FROM approvals WHERE state = 'pending' AND expires_at <= ?";
    return this.#db.all<Row>(sql, now).map(approvalOf);
  }

  /** How many orders of an account wait that this profile proposed, or that nobody with a profile did. */
  countPending(of: Identity, profile: string | undefined): number {
    const sql = `SELECT count(*) AS count FROM approvals JOIN requests USING (request_id)
      WHERE approvals.state = 'pending' AND requests.account = ? AND requests.profile IS ?`;
    return this.#db.get<{ count: number }>(sql, accountKey(of), profile ?? null)?.count ?? 0;
  }

  /** When the first of those that wait expires, ms UTC. */
  nextExpiry(): number | undefined {
    const sql = "SELECT min(expires_at) AS next FROM approvals WHERE state = 'pending'";
    return this.#db.get<{ next: number | null }>(sql)?.next ?? undefined;
  }

  insert(preview: Preview, terminal: Approval['terminal']): void {
    const { approval_id, request_id, created_at, expires_at } = preview;
    this.#db.run(
      `INSERT INTO approvals (approval_id, request_id, state, preview, terminal, created_at, expires_at)
       VALUES (?, ?, 'pending', ?, ?, ?, ?)`,
      ...[approval_id, request_id, encode(preview), encode(terminal), created_at, expires_at],
    );
  }

  /** @returns whether it was still pending */
  decide(approvalId: string, state: Exclude<ApprovalState, 'pending'>, { channel, at, by }: ApprovalDecision): boolean {
    const sql = `UPDATE approvals SET state = ?, channel = ?, decided_at = ?, decided_by = ?
      WHERE approval_id = ? AND state = 'pending'`;
    return this.#db.run(sql, state, channel, at, by, approvalId) === 1;
  }
}

const one = (row: Row | undefined): StoredApproval | undefined => (row === undefined ? undefined : approvalOf(row));

function approvalOf(row: Row): StoredApproval {
  const { state, channel, decided_at, decided_by } = row;
  return { preview: decode(row.preview), state, channel, decided_at, decided_by, terminal: decode(row.terminal) };
}
