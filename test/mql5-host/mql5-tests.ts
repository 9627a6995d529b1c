import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOptions, simulationOptions } from '@mt5-bridge/fake-mt5/simulation';
import { NativeTerminal } from './terminal/native-terminal.ts';
import { root } from './toolchain.ts';

/** The expert advisor's own tests: the script that a person drops on a chart. */
export const testScript = join(root, 'mql5/Scripts/Mt5Bridge/Tests.mq5');

/** Runs the script, built as a program, on a chart of the simulated terminal; answers the lines that it logs. */
export async function runTestScript(program: string): Promise<string[]> {
  const files = mkdtempSync(join(tmpdir(), 'mt5-bridge-tests-'));
  const log: string[] = [];
  const addresses = ['--command', 'tcp://127.0.0.1:*', '--events', 'tcp://127.0.0.1:*'];
  const terminal = new NativeTerminal({
    simulation: simulationOptions(parseOptions(addresses)),
    program,
    args: () => [],
    files,
    die: () => {},
    ended: () => {},
    log: (line) => log.push(line),
  });
  try {
    // A script never listens: it is waited for until it has ended.
    await terminal.start().catch((error: Error) => log.push(error.message));
  } finally {
    await terminal.stop();
    rmSync(files, { recursive: true });
  }
  return log;
}
