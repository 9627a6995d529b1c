import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { build } from '../mql5-host/compile.ts';
import { testEnvironment } from '../support/bridge.ts';
import { bridgeBin, nativeBin } from '../support/processes.ts';

/** What `npm start -- --ea` shows, and what it says on a machine that cannot build the expert advisor. */

const run = promisify(execFile);

const STARTING_MS = 600_000;
beforeAll(async () => {
  await build({ variant: 'plain' });
}, STARTING_MS);

test('the tour goes through the expert advisor, from the connection to a whole audit log', async () => {
  const { stdout } = await run(process.execPath, [bridgeBin, 'demo', '--once', '--terminal', nativeBin], {
    env: testEnvironment(),
  });
  for (const part of [
    'then ZeroMQ to ea 0.1.0',
    '[DEMO] account',
    'EURUSD ticking',
    'M1 bars of EURUSD',
    'pending_approval',
    'outcome done   filled',
    'outcome done   closed',
    'the chain is whole',
  ]) {
    expect(stdout).toContain(part);
  }
});

test('without a compiler the build names the packages that are missing, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ea-tour-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // Built anew: a program that stands already needs no compiler.
  const main = join(folder, 'NoCompiler.mq5');
  writeFileSync(main, `void OnStart(void)\n  {\n   Print("${folder}");\n  }\n`);
  const refusal = 'g++ is missing: apt-get install g++ libzmq3-dev\n';
  const env = { PATH: folder };
  const buildBin = join(import.meta.dirname, '../mql5-host/build.ts');
  const ended = run(process.execPath, [buildBin, '--main', main, '--bare'], { env });
  await expect(ended).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: refusal,
  });
  // The terminal that would run it says the same.
  const terminal = run(process.execPath, [nativeBin, '--main', main], { env });
  await expect(terminal).rejects.toMatchObject({ code: 1, stdout: '', stderr: `ea-native: ${refusal}` });
});
