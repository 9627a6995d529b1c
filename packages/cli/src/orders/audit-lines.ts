import type { AuditRecord } from '@mt5-bridge/gateway';
import type { Out } from '../output/out.ts';
import { plainText } from '../output/plain-text.ts';

/** One record as a line of a table: who did what when, and what it was about in short. */
export function auditRow({ seq, ts, event, actor, account, request_id, data }: AuditRecord) {
  return {
    seq: String(seq),
    time: ts,
    event,
    request_id,
    actor: [...new Set([actor.kind, actor.name])].join(' '),
    about: about(data),
    account: account === null ? null : `${account.environment} ${account.login} at ${account.server}`,
  };
}

/** The same as a line of a log, cut at the edge of the terminal. */
export function auditLine(record: AuditRecord, { style, width }: Pick<Out, 'style' | 'width'>): string {
  const { time, event, request_id, actor, about } = auditRow(record);
  const when = time.slice(5, 19).replace('T', ' ');
  const what = event.padEnd(EVENT_WIDTH);
  const rest = plainText([request_id, about, actor].filter(Boolean).join('  '));
  const room = Math.max(0, width - when.length - what.length - 4);
  const cut = rest.length > room ? `${rest.slice(0, room - 1)}…` : rest;
  return `${style('dim', when)}  ${style('bold', what)}  ${cut}\n`;
}

/** Of most names. */
const EVENT_WIDTH = 'approval_requested'.length;

/** Keys whose values speak for themselves, in this order. */
const LEADING = ['verdict', 'status', 'action', 'operation', 'summary', 'code', 'message', 'symbol', 'side', 'type'];
/** Of no use to a reader, or in the line already. */
const LEFT_OUT = new Set([
  ...LEADING,
  ...['hash', 'rules_sha256', 'request_id', 'comment', 'approval_id', 'expires', 'expires_at'],
]);
/** Records in records that say what happened; everything else that is nested is what it was decided by. */
const INSIDE = ['intent', 'command', 'refusals', 'error'];

/** A record in a few words: the log itself has everything. */
function about(data: AuditRecord['data']): string {
  const parts = [data, ...INSIDE.flatMap((key) => data[key] ?? []).filter(isRecord)];
  const leading = LEADING.flatMap((key) => parts.map((part) => part[key]).filter(isPlain));
  const named = parts.flatMap((part) =>
    Object.entries(part).flatMap(([key, value]) => (isPlain(value) && !LEFT_OUT.has(key) ? [`${key}=${value}`] : [])),
  );
  const keys = Object.keys(data).filter((key) => !LEFT_OUT.has(key));
  return [...new Set([...leading, ...named])].join(' ') || keys.join(', ');
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
