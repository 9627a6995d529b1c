import { createHash } from 'node:crypto';
import type { AuditRecord } from '../api.ts';
import { canonicalJson, members } from './canonical-json.ts';

/** Where a chain of records stands: number and hash of its last one. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** Of a log without records; its hash stands as `prev` in the first one. */
export const NO_HEAD: AuditHead = { seq: 0, hash: '0'.repeat(64) };

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** The line of a record, and where the chain stands with it. The hash is SHA-256 of the same line without `hash`. */
export function sealed(record: Omit<AuditRecord, 'hash'>): { readonly line: string; readonly head: AuditHead } {
  const parts = members(record);
  const hash = sha256(`{${parts.join(',')}}`);
  // Two serialisations of a whole decision would cost more than all else that an order costs here.
  const line = [...parts, ...members({ hash })].sort().join(',');
  return { line: `{${line}}\n`, head: { seq: record.seq, hash } };
}

export type ReadLine = { readonly record: AuditRecord } | { readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A line without its end, as a record that is intact in itself; whether it follows the one before is not looked at. */
export function readLine(bytes: Uint8Array): ReadLine {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not a record: it cannot be read as JSON' };
  }
  if (!isRecord(value)) return { problem: 'is not a record of this log' };
  const { hash, ...rest } = value;
  if (canonicalJson(value) !== text || sha256(canonicalJson(rest)) !== hash) {
    return { problem: `was changed: record ${value.seq} does not match its own hash` };
  }
  return { record: value };
}

/** Its shape, not its hash. */
export function isRecord(value: unknown): value is AuditRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, ts, event, data, prev, hash } = value as Record<string, unknown>;
  if (typeof data !== 'object' || data === null) return false;
  return Number.isSafeInteger(seq) && [ts, event, prev, hash].every((text) => typeof text === 'string');
}
