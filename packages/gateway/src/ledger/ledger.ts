import { Mt5Error } from '@mt5-bridge/protocol';
import type { Actor, AuditEvent } from '../api.ts';
import { type AuditEntry, type AuditHead, type AuditLog, NO_HEAD } from '../audit/index.ts';
import type { Identity } from '../read/index.ts';
import { Approvals } from './approvals.ts';
import { Database, type Durability } from './database.ts';
import { Facts } from './facts.ts';
import { Passkeys } from './passkeys.ts';
import { Requests } from './requests.ts';
import { Sessions } from './sessions.ts';

/** What happened, as the gateway says it to the audit log. */
export interface Happening {
  readonly event: AuditEvent;
  readonly actor: Actor;
  readonly account: Identity | null;
  readonly request_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What observers are told of besides new audit records. */
export type Touched = keyof Facts['changed'];

/** What can be done inside one transaction besides changing the tables. */
export interface Writing {
  /** Stands in the audit log if, and only if, the transaction gets through. */
  audit(happening: Happening): void;
  auditEntry(entry: AuditEntry): void;
  /** Tells observers in all processes. */
  touch(what: Touched): void;
}

export interface LedgerOptions {
  readonly file: string;
  /** Makes the audit log; `remembered` is the last record that the ledger knows to be on the disk. */
  readonly audit: (remembered: () => AuditHead | undefined) => AuditLog;
}

/**
 * The ledger with its audit log: what is written to one is written to both, while no other process writes either.
 * A `disk` write costs two flushes, the audit log's and the ledger's.
 */
export class Ledger {
  readonly db: Database;
  readonly requests: Requests;
  readonly approvals: Approvals;
  readonly facts: Facts;
  readonly passkeys: Passkeys;
  readonly sessions: Sessions;
  readonly auditLog: AuditLog;
  /** Told when this ledger is new and its audit log is not: all that the one before knew is gone. */
  onLost: (writing: Writing) => void = () => {};
  readonly #listeners = new Set<() => void>();
  /** Records that stand in the log although their transaction failed at its very end. */
  #withdrawn: AuditEntry[] = [];

  constructor({ file, audit }: LedgerOptions) {
    this.db = new Database(file, () => this.#meetLog());
    this.requests = new Requests(this.db);
    this.approvals = new Approvals(this.db);
    this.facts = new Facts(this.db);
    this.passkeys = new Passkeys(this.db);
    this.sessions = new Sessions(this.db);
    this.auditLog = audit(() => this.facts.auditFlushed.get());
  }

  /**
   * One transaction; what `work` throws undoes it.
   * @throws Mt5Error LEDGER_UNAVAILABLE, AUDIT_UNAVAILABLE, AUDIT_BROKEN; then nothing is recorded
   */
  write<T>(durability: Durability, work: (writing: Writing) => T): T {
    let appended: readonly AuditEntry[] = [];
    let touched = false;
    let result: T;
    try {
      result = this.db.write(durability, () => {
        const entries: AuditEntry[] = [];
        const value = work({
          audit: (happening) => entries.push(entryOf(happening)),
          auditEntry: (entry) => entries.push(entry),
          touch: (what) => {
            const fact = this.facts.changed[what];
            fact.set((fact.get() ?? 0) + 1);
            touched = true;
          },
        });
        appended = this.#append(entries, durability === 'disk');
        return value;
      });
    } catch (error) {
      this.#withdrawn.push(...appended.filter(({ event }) => event === 'send'));
      throw error;
    }
    if (appended.length > 0) this.#withdrawn = [];
    // Whoever wrote goes on first: between a claim and its send there is nothing.
    if (touched || appended.length > 0) queueMicrotask(() => this.#tell());
    return result;
  }

  /** Tells of each write through this object that touched something or left an audit record. */
  onWritten(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.db.close();
  }

  /**
   * What stands in the log of a ledger that has not met it is another one's. An empty log is met before anything is
   * written to it, so that a crash in the first transaction is not taken for a loss.
   */
  #meetLog(): void {
    const { auditHead } = this.facts;
    if (auditHead.get() !== undefined) return;
    this.write('disk', (writing) => {
      if (auditHead.get() !== undefined) return;
      const isUsed = this.#isLogUsed();
      if (isUsed) this.onLost(writing);
      else if (isUsed === false) auditHead.set(NO_HEAD);
    });
  }

  /** undefined if it can't be read: whoever needs it is refused by it. */
  #isLogUsed(): boolean | undefined {
    try {
      for (const _ of this.auditLog.export({}, 'ndjson')) return true;
      return false;
    } catch (error) {
      if (error instanceof Mt5Error) return undefined;
      throw error;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #append(entries: readonly AuditEntry[], flush: boolean): readonly AuditEntry[] {
    if (entries.length === 0) return entries;
    const { auditHead, auditFlushed, auditFile } = this.facts;
    const head = this.auditLog.append([...this.#withdrawn.map(withdrawal), ...entries], { flush });
    auditHead.set(head);
    if (flush) auditFlushed.set(head);
    if (auditFile.get() !== this.auditLog.file) auditFile.set(this.auditLog.file);
    return entries;
  }
}

/** Says of a `send` in the log that it never happened. */
export function withdrawal({ account, request_id }: AuditEntry): AuditEntry {
  const data = { problem: 'The ledger could not be written after this send was logged, so it was not sent.' };
  return { event: 'recovered', actor: { kind: 'gateway', name: 'ledger' }, account, request_id, data };
}

function entryOf({ account, ...rest }: Happening): AuditEntry {
  if (account === null) return { ...rest, account };
  const { environment, login, server } = account;
  return { ...rest, account: { environment, login: String(login), server } };
}
