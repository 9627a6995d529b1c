import { Mt5Error } from '@mt5-bridge/protocol';
import { CommanderError } from 'commander';
import { MarketFileError } from '../market/index.ts';

/** What another command line would mend. */
const INPUT_CODES: ReadonlySet<string> = new Set(['ADDRESS_INVALID', 'INVALID_PARAMS']);

/** Tells what ended the program, unless that was told already; answers its exit code. */
export function exitCodeOf(error: unknown, tell: (line: string) => void): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const isKnown = error instanceof MarketFileError || error instanceof Mt5Error;
  tell(
    isKnown
      ? `${error.code}: ${error.message} ${error.whatToDo}`
      : String(error instanceof Error ? error.stack : error),
  );
  return error instanceof MarketFileError || (error instanceof Mt5Error && INPUT_CODES.has(error.code)) ? 2 : 1;
}
