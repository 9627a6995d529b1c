import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { type Config, configLocation, type DataFiles, loadConfig } from '@mt5-bridge/config';
import {
  type AlertDesk,
  type AuditLog,
  type AuditVerdict,
  createAccessLog,
  createAlertDesk,
  createAuditLog,
  createHookSecret,
  createOwnerAccess,
  createOwnerPassphrase,
  createTokenStore,
  type HookSecret,
  Ledger,
  type OwnerAccess,
  type OwnerPassphrase,
  ownerAttemptStore,
  type TokenStore,
} from '@mt5-bridge/gateway';
import { Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { filesOf } from './files.ts';
import { createLogger } from './log.ts';
import type { Shell } from './shell.ts';
import type { PlaceOptions } from './terminal-options.ts';

/** What is kept in the data directory for the owner, whatever becomes of the terminal. */
export interface Records extends Disposable {
  readonly config: Config;
  readonly auditLog: AuditLog;
  readonly owner: OwnerPassphrase;
  /** Where the owner signs in. */
  readonly browsers: OwnerAccess;
  readonly tokens: TokenStore;
  readonly alerts: AlertDesk;
  /** Of the address that alerts come to. */
  readonly hookSecret: HookSecret;
}

/** Nothing is opened before it is used. */
export function recordsIn(files: DataFiles, config: Config): Records {
  const clock = systemClock({ background: true });
  const { log } = createLogger(config.logging.level);
  const ledger = ledgerIn(files, config);
  const passphraseAt = (door: 'terminal' | 'dashboard') =>
    createOwnerPassphrase({ file: files.owner, attempts: ownerAttemptStore(ledger, door), clock, randomBytes, fs });
  const accessLog = createAccessLog({ ledger, clock, log });
  const authToken = () => config.transport.http.auth_token;
  return {
    config,
    auditLog: ledger.auditLog,
    owner: passphraseAt('terminal'),
    browsers: createOwnerAccess({ ledger, passphrase: passphraseAt('dashboard'), accessLog, clock, randomBytes }),
    tokens: createTokenStore({ file: files.tokens, authToken, ledger, fs, clock, randomBytes, log }),
    alerts: createAlertDesk({ ledger, keepDays: () => config.tradingview.keep_days, clock, randomBytes, log }),
    hookSecret: createHookSecret({ file: files.hook, fs, randomBytes, ledger }),
    [Symbol.dispose]() {
      accessLog.close();
      ledger.close();
    },
  };
}

/** Opened at its first use. */
export function ledgerIn(files: DataFiles, { audit }: Config): Ledger {
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
