import { type ErrorDetails, errorCatalog, Mt5Error, retcodeOf, retcodes, runtimeErrorOf } from '@mt5-bridge/protocol';
import type { ErrorRecord } from './api.ts';

const LONGEST_MESSAGE = 500;

/**
 * Any failure as every surface reports it. What to do comes from the catalogue alone, never from the text of a broker or
 * of an exception; an exception that is no Mt5Error is INTERNAL, and its text stays inside.
 */
export function errorRecord(error: unknown): ErrorRecord {
  const known = error instanceof Mt5Error ? error : new Mt5Error('INTERNAL');
  const { code, what_to_do, retryable, requires_human } = entryOf(known);
  const details = detailsOf(known);
  return {
    code,
    message: oneLine(known.message),
    retryable,
    requires_human,
    what_to_do,
    ...(Object.keys(details).length > 0 && { details }),
    ...(known.retcode !== undefined && { mt5_retcode: known.retcode }),
  };
}

/** What the trade server rejects goes by the name of its return code. */
function entryOf({
  code,
  retcode,
}: Mt5Error): Pick<ErrorRecord, 'code' | 'what_to_do' | 'retryable' | 'requires_human'> {
  const rejection = code === 'ORDER_REJECTED' && retcode !== undefined ? retcodeOf(retcode) : undefined;
  return rejection?.outcome === 'rejected' ? rejection : { code, ...errorCatalog[code] };
}

/** JSON-able details, with the terminal's own name of its number. */
function detailsOf({ details, retcode }: Mt5Error): ErrorDetails {
  const name = retcode === undefined ? undefined : nameOf(retcode);
  const all = name === undefined ? details : { ...details, mt5_error: name };
  return JSON.parse(JSON.stringify(all, (_key, value) => (typeof value === 'bigint' ? String(value) : value)));
}

function nameOf(retcode: number): string | undefined {
  const code = retcodes.find(({ number }) => number === retcode);
  return code === undefined ? runtimeErrorOf(retcode)?.name : `TRADE_RETCODE_${code.name}`;
}

/** Without line breaks, escape sequences and other marks with which a text could pose as something else. */
function oneLine(message: string): string {
  const line = message.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}
