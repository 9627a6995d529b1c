import { homedir } from 'node:os';
import type { Surroundings } from '@mt5-bridge/config';
import { exitCodes } from './exit-codes.ts';
import { type Input, inputOf } from './input.ts';
import { openLogFile } from './log-file.ts';
import { type Out, outOf } from './output/out.ts';

/** What a command has of the process it runs in. */
export interface Shell extends Surroundings {
  /** Data. */
  readonly stdout: Out;
  /** For people. */
  readonly stderr: Out;
  readonly input: Input;
  /**
   * From the first call on, Ctrl-C and SIGTERM no longer end the process but abort this signal; a second one ends it, and
   * so does the end of the first call's grace (default 1 s).
   */
  readonly endSignal: (graceMs?: number) => AbortSignal;
  /** From now on what goes to stderr goes to the end of this file, of a crash too. @throws CliError FILE_UNWRITABLE */
  readonly logTo: (file: string) => void;
}

export function shellOf(process: NodeJS.Process): Shell {
  let end: AbortController | undefined;
  let input: Input | undefined;
  const stderr = outOf(process.stderr);
  return {
    env: process.env,
    platform: process.platform,
    home: homedir(),
    stdout: outOf(process.stdout),
    stderr,
    // Looking at stdin opens it: only a command that asks does.
    get input() {
      input ??= inputOf(process.stdin, stderr);
      return input;
    },
    endSignal(graceMs = GRACE_MS) {
      end ??= abortedBySignals(process, graceMs);
      return end.signal;
    },
    logTo(file) {
      const log = openLogFile(file);
      // stderr itself: so many write to it, the log, Node and what handles a crash among them.
      process.stderr.write = log.write.bind(log);
    },
  };
}

/** How long the end may take that a signal asks for. */
const GRACE_MS = 1_000;

function abortedBySignals(process: NodeJS.Process, graceMs: number): AbortController {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (end.signal.aborted) process.exit(exitCodes.failure.number);
      end.abort();
      // What a reader who has stopped reading was to get can't hold up the end.
      setTimeout(() => process.exit(exitCodes.failure.number), graceMs).unref();
    });
  }
  return end;
}
