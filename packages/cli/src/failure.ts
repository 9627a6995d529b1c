import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { CliError } from './cli-error.ts';
import type { Out } from './output/out.ts';
import { plainText } from './output/plain-text.ts';

/** An answer of a tool that is an error: the record is the server's own. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly record: ErrorRecord;

  constructor(record: ErrorRecord) {
    super(record.message);
    this.record = record;
  }
}

/** Any failure as every surface of mt5-bridge reports one. Loads what it needs to recognise it only now. */
export async function recordOf(error: unknown): Promise<ErrorRecord> {
  if (error instanceof ToolError) return error.record;
  if (error instanceof CliError) return record(error.code, error.message, error.whatToDo, error.details);
  const [{ Mt5Error }, { ConfigError }, { MarketFileError }, { errorRecord }] = await Promise.all([
    import('@mt5-bridge/protocol'),
    import('@mt5-bridge/config'),
    import('@mt5-bridge/fake-mt5'),
    import('@mt5-bridge/gateway/read'),
  ]);
  if (error instanceof Mt5Error) return errorRecord(error);
  if (error instanceof ConfigError) {
    const { file, line, column, key } = error;
    // Each line of the message ends in what to do about it.
    return record(error.code, error.message, 'Correct this, then run `mt5-bridge config check`.', {
      file,
      line,
      column,
      key,
    });
  }
  if (error instanceof MarketFileError) {
    const { file, line, column } = error;
    return record(error.code, error.message, error.whatToDo, { file, line, column });
  }
  const unexpected = new CliError('UNEXPECTED', error instanceof Error ? error.message : String(error));
  return record(unexpected.code, unexpected.message, unexpected.whatToDo);
}

function record(
  code: string,
  message: string,
  what_to_do: string,
  details: Readonly<Record<string, unknown>> = {},
): ErrorRecord {
  const known = Object.entries(details).filter(([, value]) => value !== undefined);
  return {
    code,
    message,
    retryable: false,
    requires_human: true,
    what_to_do,
    ...(known.length > 0 && { details: Object.fromEntries(known) }),
  };
}

/** For a person: the code, what happened, what to do, and what may have been meant. */
export function describeRecord({ code, message, what_to_do, details }: ErrorRecord, out: Out): string {
  const close = details?.close_matches;
  return [
    `${out.style(['bold', 'red'], code)}: ${plainText(message)}`,
    ...(Array.isArray(close) && close.length > 0 ? [`Close matches: ${plainText(close.join(', '))}`] : []),
    `What to do: ${what_to_do}`,
    '',
  ].join('\n');
}
