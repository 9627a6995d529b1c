import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createMt5Client } from '@mt5-bridge/client';
import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { type AuditVerdict, createAuditLog, createTradingGateway, Ledger } from '@mt5-bridge/gateway';
import { createTerminalReads } from '@mt5-bridge/gateway/read';
import { type Deal, type HistoryOrder, Mt5Error, type Order, systemClock } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import type { CampaignResult } from './campaign.ts';
import type { Evidence, LedgerRow } from './compare.ts';
import { filesIn } from './files.ts';

const DAY = 86_400_000;
const PAGE = 1_000;

/** Reads broker, ledger and audit log after a campaign, as an auditor would: through the doors that users have. */
export async function collect(result: CampaignResult): Promise<Evidence & { readonly chain: AuditVerdict }> {
  const clock = systemClock();
  const client = createMt5Client({
    connect: connectZmq(result.fake),
    clock,
    random: Math.random,
    serverTimezone: 'auto',
    requestTimeoutMs: 30_000,
    log: () => {},
  });
  const reads = createTerminalReads({ client, clock, stopwatch: () => performance.now() });
  const gateway = createTradingGateway({
    client,
    reads,
    config: () => DEFAULT_CONFIG,
    readOnly: true,
    terminal: result.fake,
    files: filesIn(result.dataDirectory),
    clock,
    randomBytes: (count) => randomBytes(count),
    log: () => {},
  });
  await client.ready(30_000);
  const range = { from: 0, to: Date.now() + DAY };
  const deals: Deal[] = await all((page) => reads.deals(range, page));
  const past: HistoryOrder[] = await all((page) => reads.historyOrders(range, page));
  const orders: Order[] = await reads.orders({});
  const audit = await gateway.audit({ count: Number.MAX_SAFE_INTEGER });
  const ids = new Set(
    audit.flatMap(({ event, request_id }) => (event === 'send' && request_id !== null ? [request_id] : [])),
  );
  const ledger: LedgerRow[] = [];
  for (const request_id of ids) {
    const row = await gateway.outcome({ request_id }).catch(notThere);
    if (row === undefined) continue;
    ledger.push({ request_id, key: row.idempotency_key ?? '', operation: row.command.operation, status: row.status });
  }
  await gateway.close();
  await client.close();
  const chain = chainIn(result.dataDirectory);
  return { ledger, audit, deals, orders: [...orders, ...past], told: result.told, chain };
}

function chainIn(folder: string): AuditVerdict {
  const { ledger: file, audit } = filesIn(folder);
  const maxBytes = DEFAULT_CONFIG.audit.max_bytes;
  const ledger = new Ledger({
    file,
    audit: (remembered) => createAuditLog({ file: audit, maxBytes, clock: systemClock(), fs, remembered }),
  });
  try {
    return ledger.auditLog.verify();
  } finally {
    ledger.close();
  }
}

/** A claim that never was committed leaves its audit line and nothing else. */
function notThere(error: unknown): undefined {
  if (error instanceof Mt5Error && error.code === 'REQUEST_NOT_FOUND') return undefined;
  throw error;
}

async function all<T>(
  read: (page: { offset: number; count: number }) => Promise<{ total: number; items: readonly T[] }>,
) {
  const rows: T[] = [];
  for (;;) {
    const { total, items } = await read({ offset: rows.length, count: PAGE });
    rows.push(...items);
    if (rows.length >= total) return rows;
  }
}
