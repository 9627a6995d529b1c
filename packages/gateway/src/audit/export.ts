import type { AuditRecord } from '../api.ts';
import { canonicalJson } from './canonical-json.ts';
import { valuesOf } from './filter.ts';

export type ExportFormat = 'ndjson' | 'csv';

/** Keys of `data` that a column may show, at any depth: the outermost plain value of the first that is there. */
const FROM_DATA = {
  action: ['action', 'operation'],
  symbol: ['symbol'],
  side: ['side'],
  type: ['type'],
  volume: ['volume', 'volume_filled', 'volume_requested'],
  price: ['price', 'price_filled'],
  sl: ['sl'],
  tp: ['tp'],
  ticket: ['ticket', 'order', 'position'],
  status: ['status', 'verdict', 'state'],
  code: ['code'],
  profit: ['profit'],
  swap: ['swap'],
  commission: ['commission'],
  reason: ['reason'],
} as const;

const COLUMNS: Readonly<Record<string, (record: AuditRecord) => unknown>> = {
  time: (record) => record.ts,
  event: (record) => record.event,
  request_id: (record) => record.request_id,
  ...Object.fromEntries(
    Object.entries(FROM_DATA).map(([column, keys]) => [
      column,
      ({ data }: AuditRecord) => keys.flatMap((key) => [...valuesOf(data, key)]).find(isPlain),
    ]),
  ),
  environment: (record) => record.account?.environment,
  login: (record) => record.account?.login,
  server: (record) => record.account?.server,
  actor: (record) => `${record.actor.kind} ${record.actor.name}`,
  seq: (record) => record.seq,
};

const isPlain = (value: unknown): boolean => value !== null && value !== undefined && typeof value !== 'object';

/** Records as text, in pieces that end with a line; CSV by RFC 4180 with a header. */
export function* exported(records: Iterable<AuditRecord>, format: ExportFormat): Generator<string> {
  if (format === 'ndjson') {
    for (const record of records) yield `${canonicalJson(record)}\n`;
    return;
  }
  yield row(Object.keys(COLUMNS));
  for (const record of records) yield row(Object.values(COLUMNS).map((column) => column(record)));
}

const row = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  // Spreadsheets run a text that starts so as a formula; the quote in front makes it a text again.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
