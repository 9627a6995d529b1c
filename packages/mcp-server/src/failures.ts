import { type CallToolResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { type ErrorRecord, errorRecord } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import type { Log } from './log.ts';

/** What went wrong, as a coded failure. The text of any other exception goes to the log, never to a client. */
export function codedError(thrown: unknown, log: Log): Mt5Error {
  if (thrown instanceof Mt5Error) return thrown;
  log('error', 'unexpected failure', { error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown });
  return new Mt5Error('INTERNAL', 'mt5-bridge failed unexpectedly; its log says more.', { cause: thrown });
}

/** A failure whose record is written already: what the ledger keeps of an order that was not carried out. */
export class RecordedFailure extends Error {
  override readonly name = 'RecordedFailure';
  readonly record: ErrorRecord;

  constructor(record: ErrorRecord) {
    super(record.message);
    this.record = record;
  }
}

/** What went wrong, as clients are told. */
export function recordOf(thrown: unknown, log: Log): ErrorRecord {
  return thrown instanceof RecordedFailure ? thrown.record : errorRecord(codedError(thrown, log));
}

/** A failed tool call. Clients show the model the text and nothing else, so the whole record stands there, as JSON. */
export function failedCall(record: ErrorRecord): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: JSON.stringify(record) }] };
}

/** A failed read of, or subscription to, a resource: the record is the JSON-RPC error's data. */
export function failedResource(uri: string, error: Mt5Error): ProtocolError {
  const record = errorRecord(error);
  const code = callersFault(record) ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(code, `${record.code}: ${record.message}`, { uri, ...record });
}

function callersFault(record: ErrorRecord): boolean {
  return !record.retryable && !record.requires_human;
}
