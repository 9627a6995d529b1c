import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CliError } from '../cli-error.ts';
import type { Addresses } from '../terminal.ts';
import { type MarketOptions, wordsOf } from '../terminal-options.ts';

const fakeBin = fileURLToPath(new URL('./bin.js', import.meta.resolve('@mt5-bridge/fake-mt5')));

/** Free ports of the loopback interface. */
const anyPort = 'tcp://127.0.0.1:*';

export interface FakeProcess extends AsyncDisposable {
  readonly addresses: Addresses;
  /** Resolves when the process is no more. */
  readonly ended: Promise<void>;
}

/** Starts FakeMT5, or what stands in its place, as a process of its own. @throws CliError DEMO_FAILED with what it said */
export async function startFakeProcess(
  { replay, speed, seed }: MarketOptions,
  program: string = fakeBin,
): Promise<FakeProcess> {
  const words = wordsOf({ command: anyPort, events: anyPort, replay, speed, seed });
  // Its life hangs on the pipe alone: it ends with this process, however that ends, but not of a Ctrl-C by itself.
  const child = spawn(process.execPath, [program, '--exit-with-stdin', ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const addresses = await Promise.race([ready(child), ended]);
  if (addresses === undefined)
    throw new CliError('DEMO_FAILED', `The simulated terminal did not start.\n${said.trim()}`);
  return {
    addresses,
    ended,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}

/** The first line that it prints tells where it listens. */
async function ready(child: ChildProcess): Promise<Addresses | undefined> {
  if (child.stdout === null) return undefined;
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { command, events } = JSON.parse(line) as Addresses;
  return { command, events };
}
