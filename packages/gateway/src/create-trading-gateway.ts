import fs from 'node:fs';
import type { Mt5Client } from '@mt5-bridge/client';
import { type Config, type DataFiles, type Profile, policyOf, profilesOf } from '@mt5-bridge/config';
import type { Clock } from '@mt5-bridge/protocol';
import type { TradingGateway } from './api.ts';
import { createAuditLog } from './audit/index.ts';
import type { Core } from './core.ts';
import { watchFills } from './fills/index.ts';
import { Gateway, type PolicyFacts } from './gateway.ts';
import { ids } from './ids.ts';
import { resolveIntent } from './intents/index.ts';
import { equityStore, fillStore, Ledger } from './ledger/index.ts';
import type { Log } from './log.ts';
import type { TerminalReads } from './read/index.ts';
import { rulesOf } from './rules.ts';
import { createSnapshotReader } from './snapshot/index.ts';

export interface TradingGatewayOptions {
  readonly client: Mt5Client;
  readonly reads: TerminalReads;
  /** The configuration in force now. */
  readonly config: () => Config;
  /** `--read-only`: wins over the configuration. */
  readonly readOnly: boolean;
  /** Addresses of the terminal; they stand in approvals, so that another process sends to the same one. */
  readonly terminal: { readonly command: string; readonly events: string };
  readonly files: Pick<DataFiles, 'ledger' | 'audit'>;
  readonly clock: Clock;
  /** Random bytes that nobody guesses and no other process draws: ids are made of them. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: Log;
}

/**
 * The one door for writes to one terminal. Ledger and audit log may be shared by several processes. What an earlier
 * process left unsettled is settled in the background. The terminal need not be there, and neither need the ledger be
 * usable yet: what needs them is refused with the reason until they are.
 */
export function createTradingGateway(options: TradingGatewayOptions): TradingGateway {
  const { client, reads, config, readOnly, terminal, files, clock, randomBytes, log } = options;
  const maxBytes = config().audit.max_bytes;
  const ledger = new Ledger({
    file: files.ledger,
    audit: (remembered) => createAuditLog({ file: files.audit, maxBytes, clock, fs, remembered }),
  });
  const core: Core = {
    ...{ client, reads, ledger, terminal, clock, log },
    snapshots: createSnapshotReader({
      ...{ client, reads, equity: equityStore(ledger), clock },
      newsMinutes: () => newsMinutesOf(config()),
    }),
    resolve: resolveIntent,
    rules: () => rulesOf(config(), readOnly),
    settings: () => settingsOf(config()),
    newId: ids(randomBytes),
  };
  const fills = watchFills({ client, store: fillStore(ledger), clock, log });
  return new Gateway(
    core,
    () => policyFactsOf(config()),
    () => fills.close(),
  );
}

const SECOND_MS = 1_000;

function settingsOf({ mt5, policy, idempotency }: Config): ReturnType<Core['settings']> {
  return {
    times: { toLive: mt5.order_ttl_ms, toAnswer: mt5.order_timeout_ms },
    approvalTtl: policy.approval_ttl_seconds * SECOND_MS,
    keyTtl: idempotency.ttl_seconds * SECOND_MS,
  };
}

/** Of all that anybody looks at. */
const newsMinutesOf = (config: Config): number =>
  Math.max(...[policyOf(config), ...profilesOf(config).values()].map((one) => one.news_blackout_minutes));

function policyFactsOf(config: Config): PolicyFacts {
  const { preset, approval_ttl_seconds, magic, ...limits } = policyOf(config);
  return {
    preset,
    approval_ttl_seconds,
    limits: { ...limits, magic: String(magic) },
    profiles: Object.fromEntries([...profilesOf(config)].map(([name, profile]) => [name, writtenOf(profile)])),
  };
}

function writtenOf({ symbols: _, magic, magic_scope: _scope, max_drawdown_percent: _percent, ...limits }: Profile) {
  return { ...limits, magic: String(magic) };
}
