import { CommanderError } from 'commander';
import { exitClassOf, exitCodes } from './exit-codes.ts';
import { describeRecord, recordOf } from './failure.ts';
import { createProgram } from './program.ts';
import type { Shell } from './shell.ts';

/** Runs one command line. @returns the exit code */
export async function run(words: readonly string[], shell: Shell): Promise<number> {
  let code = exitCodes.ok.number as number;
  const program = createProgram(shell, (commandCode) => {
    code = commandCode;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    // Help and version end here too; commander has printed what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok.number : exitCodes.usage.number;
    return failed(error, shell);
  }
}

/** Tells a failure on stderr. @returns its exit code */
export async function failed(error: unknown, shell: Shell): Promise<number> {
  const record = await recordOf(error);
  await shell.stderr.write(describeRecord(record, shell.stderr));
  if (shell.env.MT5_BRIDGE_LOG_LEVEL === 'debug' && error instanceof Error) {
    await shell.stderr.write(`${error.stack}\n`);
  }
  return exitCodes[exitClassOf(record.code)].number;
}
