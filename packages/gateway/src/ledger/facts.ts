import type { KillSwitch } from '../api.ts';
import type { AuditHead } from '../audit/index.ts';
import type { EnrolmentOffer, EquityMark, LeaseMark, LinkMark, OwnerAttempts, SinkMark } from '../ports.ts';
import type { Identity } from '../read/index.ts';
import { accountKey } from './account-key.ts';
import type { Database } from './database.ts';
import { decode, encode } from './encoding.ts';

/** The ledger's single facts, by name. Changes only inside a transaction of the database. */
export class Facts {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The last audit record that was flushed, and the last of all. */
  readonly auditFlushed = this.#fact<AuditHead>('audit_flushed');
  readonly auditHead = this.#fact<AuditHead>('audit_head');
  /** Where the audit log was written last: where it goes on while the configuration cannot say. */
  readonly auditFile = this.#fact<string>('audit_file');
  readonly killSwitch = this.#fact<KillSwitch>('kill_switch');
  readonly ownerAttempts = {
    terminal: this.#fact<OwnerAttempts>('owner_attempts'),
    dashboard: this.#fact<OwnerAttempts>('owner_attempts dashboard'),
  };
  readonly enrolments = this.#fact<readonly EnrolmentOffer[]>('enrolments');
  /** The owner's rules as the last decision used them, encoded. */
  readonly rules = this.#fact<string>('rules');
  /** Grow with every change of what observers are told of. */
  readonly changed = {
    approvals: this.#fact<number>('approvals_changed'),
    policy: this.#fact<number>('policy_changed'),
    alerts: this.#fact<number>('alerts_changed'),
  };
  /** Who does what only one process at a time may do, by its name. */
  readonly leases = this.#fact<Readonly<Record<string, LeaseMark>>>('leases');
  /** What was told last of the links to terminals, by their addresses. */
  readonly links = this.#fact<Readonly<Record<string, LinkMark>>>('links');
  /** How far the receivers of notices have come, by their names. */
  readonly noticeSinks = this.#fact<Readonly<Record<string, SinkMark>>>('notice_sinks');

  /** Whether the owner was warned of this account's margin since it was fine. */
  marginLow(of: Identity): Fact<boolean> {
    return this.#fact(`margin_low ${accountKey(of)}`);
  }

  equity(of: Identity): Fact<EquityMark> {
    return this.#fact(`equity ${accountKey(of)}`);
  }

  fillsSeen(of: Identity): Fact<number> {
    return this.#fact(`fills_seen ${accountKey(of)}`);
  }

  #fact<T>(name: string): Fact<T> {
    return {
      get: () => {
        const row = this.#db.get<{ value: string }>('SELECT value FROM facts WHERE name = ?', name);
        return row === undefined ? undefined : decode<T>(row.value);
      },
      set: (value) => {
        const sql =
          'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
        this.#db.run(sql, name, encode(value));
      },
    };
  }
}

export interface Fact<T> {
  get(): T | undefined;
  set(value: T): void;
}
