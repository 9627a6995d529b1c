import { setTimeout as delay } from 'node:timers/promises';
import { AUDIT_EVENTS, type AuditEvent, type AuditFilter, type AuditRecord } from '@mt5-bridge/gateway';
import { CliError } from '../cli-error.ts';
import { writeNewFile } from '../new-file.ts';
import { auditLine, auditRow } from '../orders/audit-lines.ts';
import type { Format } from '../output/formats.ts';
import { plainJson } from '../output/plain-text.ts';
import { formatFor, writeAnswer } from '../output/write-answer.ts';
import { openRecords, verified } from '../records.ts';
import type { Shell } from '../shell.ts';
import type { PlaceOptions } from '../terminal-options.ts';

interface Output extends PlaceOptions {
  readonly output?: Format;
}

interface FilterOptions extends PlaceOptions {
  readonly event?: string;
  readonly requestId?: string;
  readonly symbol?: string;
  readonly profile?: string;
  readonly from?: number;
  readonly to?: number;
}

/** Checks the whole chain. @throws Mt5Error AUDIT_BROKEN with the place of the first break */
export async function auditVerify(shell: Shell, { output, ...place }: Output): Promise<void> {
  using records = await openRecords(shell, place);
  const { records: count, files, last } = verified(records);
  await writeAnswer(shell, { intact: true, records: count, files, last_seq: last.seq, last_hash: last.hash }, output);
}

/** Finds records, newest first. */
export async function auditQuery(
  shell: Shell,
  { output, count, ...options }: FilterOptions & Output & { readonly count: number },
): Promise<void> {
  using records = await openRecords(shell, options);
  const found = await records.auditLog.read({ ...filterOf(options), count });
  const shown = formatFor(shell, output) === 'table' ? found.map(auditRow) : found;
  await writeAnswer(shell, { records: shown }, output);
}

const LOOK_MS = 250;

/** Prints the newest records, oldest of them first, and then those that come. */
export async function auditTail(
  shell: Shell,
  { output, count, follow, ...place }: Output & { readonly count: number; readonly follow?: boolean },
): Promise<void> {
  using records = await openRecords(shell, place);
  const write = formatFor(shell, output) === 'table' ? auditLine : (record: AuditRecord) => `${plainJson(record)}\n`;
  let last = 0;
  const print = async (newest: readonly AuditRecord[]) => {
    for (const record of newest.toReversed()) {
      await shell.stdout.write(write(record, shell.stdout));
      last = record.seq;
    }
  };
  await print(await records.auditLog.read({ count }));
  if (!follow) return;
  const end = shell.endSignal();
  while (!end.aborted) {
    await delay(LOOK_MS, undefined, { signal: end }).catch(() => {});
    await print(await since(records.auditLog, last));
  }
}

/** Records after `last`, newest first. */
async function since(log: { read(filter: AuditFilter): Promise<readonly AuditRecord[]> }, last: number) {
  for (let count = 16; ; count *= 4) {
    const newest = await log.read({ count });
    const fresh = newest.filter(({ seq }) => seq > last);
    if (fresh.length < count) return fresh;
  }
}

/** Writes records to stdout or a new file, oldest first. @throws CliError FILE_UNWRITABLE */
export async function auditExport(
  shell: Shell,
  { format, out, ...options }: FilterOptions & { readonly format: 'ndjson' | 'csv'; readonly out?: string },
): Promise<void> {
  using records = await openRecords(shell, options);
  const pieces = records.auditLog.export(filterOf(options), format);
  if (out === undefined) {
    for (const piece of pieces) await shell.stdout.write(piece);
    return;
  }
  await writeNewFile(out, pieces);
  await shell.stderr.write(`Wrote ${out}\n`);
}

/** @throws CliError USAGE */
function eventNamed(word: string): AuditEvent {
  const event = AUDIT_EVENTS.find((name) => name === word);
  if (event !== undefined) return event;
  throw new CliError('USAGE', `There is no event "${word}": they are ${AUDIT_EVENTS.join(', ')}.`);
}

function filterOf({ event, requestId, symbol, profile, from, to }: FilterOptions): Omit<AuditFilter, 'count'> {
  return {
    ...(event !== undefined && { event: eventNamed(event) }),
    ...(requestId !== undefined && { request_id: requestId }),
    ...(symbol !== undefined && { symbol }),
    ...(profile !== undefined && { profile }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
