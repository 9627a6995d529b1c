import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Clock } from '@mt5-bridge/protocol';
import type { AuditRecord } from '../api.ts';
import { createAuditLog } from '../audit/index.ts';
import { Ledger } from '../ledger/index.ts';

/** A data directory for one test, and the processes that have its ledger open. */
export class TestDirectory {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mt5-bridge-'));
  readonly #clock: Pick<Clock, 'now'>;
  readonly #ledgers: Ledger[] = [];

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** As another process opens it. */
  ledger(): Ledger {
    const log = { file: path.join(this.folder, 'audit.jsonl'), maxBytes: 1_000_000, clock: this.#clock, fs };
    const file = path.join(this.folder, 'ledger.sqlite');
    const ledger = new Ledger({ file, audit: (remembered) => createAuditLog({ ...log, remembered }) });
    this.#ledgers.push(ledger);
    return ledger;
  }

  /** Audit records of the kind `access`, oldest first. */
  async accessRecords(): Promise<AuditRecord[]> {
    return [...(await this.ledger().auditLog.read({ event: 'access', count: 10_000 }))].reverse();
  }

  remove(): void {
    for (const ledger of this.#ledgers) ledger.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
