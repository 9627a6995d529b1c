import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOptions, simulationOptions } from '@mt5-bridge/fake-mt5/simulation';
import { expect, test } from 'vitest';
import { build } from './compile.ts';
import { NativeTerminal } from './terminal/native-terminal.ts';
import { root } from './toolchain.ts';

const main = join(root, 'mql5/Scripts/Mt5Bridge/Tests.mq5');

/** The script that a person drops on a chart, here on a chart of the simulated terminal. */
test.skipIf(process.platform !== 'linux')("the expert advisor's own tests pass", { timeout: 240_000 }, async () => {
  const files = mkdtempSync(join(tmpdir(), 'mt5-bridge-tests-'));
  const log: string[] = [];
  const addresses = ['--command', 'tcp://127.0.0.1:*', '--events', 'tcp://127.0.0.1:*'];
  const terminal = new NativeTerminal({
    simulation: simulationOptions(parseOptions(addresses)),
    program: await build({ variant: 'plain', main }),
    args: () => [],
    files,
    die: () => {},
    ended: () => {},
    log: (line) => log.push(line),
  });
  try {
    await expect(terminal.start()).rejects.toThrow('the expert ended with 0');
    expect(log.filter((line) => line.includes('FAILED'))).toEqual([]);
    expect(log.at(-1)).toMatch(/[1-9]\d* passed, 0 failed$/);
  } finally {
    await terminal.stop();
    rmSync(files, { recursive: true });
  }
});
