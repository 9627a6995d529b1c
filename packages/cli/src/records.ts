import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { type Config, configLocation, type DataFiles, loadConfig } from '@mt5-bridge/config';
import {
  type AuditLog,
  type AuditVerdict,
  createAuditLog,
  createOwnerPassphrase,
  Ledger,
  type OwnerPassphrase,
  ownerAttemptStore,
} from '@mt5-bridge/gateway';
import { Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { filesOf } from './files.ts';
import type { Shell } from './shell.ts';
import type { PlaceOptions } from './terminal-options.ts';

/** What is kept in the data directory for the owner, whatever becomes of the terminal. */
export interface Records extends Disposable {
  readonly auditLog: AuditLog;
  readonly owner: OwnerPassphrase;
}

/** Nothing is opened before it is used. */
export function recordsIn(files: DataFiles, config: Config): Records {
  const clock = systemClock();
  const ledger = ledgerIn(files, config);
  const attempts = ownerAttemptStore(ledger, 'terminal');
  return {
    auditLog: ledger.auditLog,
    owner: createOwnerPassphrase({ file: files.owner, attempts, clock, randomBytes, fs }),
    [Symbol.dispose]: () => ledger.close(),
  };
}

function ledgerIn(files: DataFiles, { audit }: Config): Ledger {
  const log = { file: files.audit, maxBytes: audit.max_bytes, clock: systemClock(), fs };
  return new Ledger({ file: files.ledger, audit: (remembered) => createAuditLog({ ...log, remembered }) });
}

/**
 * Where the audit log was written last; the default place if that is not known.
 * @throws Mt5Error LEDGER_UNAVAILABLE
 */
export function lastAuditFile(files: DataFiles, config: Config): string {
  const ledger = ledgerIn(files, config);
  try {
    return ledger.facts.auditFile.get() ?? files.audit;
  } finally {
    ledger.close();
  }
}

export async function openRecords(shell: Shell, place: PlaceOptions): Promise<Records> {
  const { config } = await loadConfig(configLocation(shell, place.config), shell.env);
  return recordsIn(filesOf(shell, place, config), config);
}

/** @throws Mt5Error AUDIT_BROKEN with the place of the first break */
export function verified({ auditLog }: Records): Extract<AuditVerdict, { ok: true }> {
  const verdict = auditLog.verify();
  if (verdict.ok) return verdict;
  const { file, line, problem } = verdict;
  throw new Mt5Error('AUDIT_BROKEN', `${file}:${line}: the line ${problem}.`, { details: { file, line, problem } });
}
