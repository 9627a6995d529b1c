import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freeAddresses } from './ports.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The built commands, as a user runs them. */
export const bridgeBin = `${root}packages/cli/dist/bin.js`;
export const fakeBin = `${root}packages/fake-mt5/dist/bin.js`;
/** The native expert advisor in a simulated terminal; it takes FakeMT5's command line. */
export const nativeBin = `${root}test/mql5-host/terminal/main.ts`;

const dataFolder = process.env.MT5_BRIDGE_TEST_DATA ?? fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** A recorded market file, or undefined where the recordings are not at hand. */
export function recorded(file: string): string | undefined {
  const path = `${dataFolder.replace(/\/$/, '')}/${file}`;
  return existsSync(path) ? path : undefined;
}

export interface FakeProcess {
  readonly command: string;
  readonly events: string;
  readonly process: ChildProcess;
  /** One line of the control channel: a fault to inject. */
  control(line: Readonly<Record<string, unknown>>): void;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Lets it say goodbye. */
  end(): Promise<void>;
}

/** FakeMT5 as a process of its own, or what stands in its place. */
export async function startFake(
  args: readonly string[] = [],
  addresses?: { readonly command: string; readonly events: string },
  program = fakeBin,
): Promise<FakeProcess> {
  const { command, events } = addresses ?? (await freeAddresses());
  return startTerminal([program, '--command', command, '--events', events, '--exit-with-stdin', ...args]);
}

/** A program that plays the terminal: it prints its addresses in a ready line and ends with its standard input. */
export async function startTerminal(words: readonly string[]): Promise<FakeProcess> {
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // What is said to a program that has just ended is lost; its exit tells.
  child.stdin.on('error', () => {});
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ready = await new Promise<{ command: string; events: string }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`FakeMT5 ended with ${code}: ${stderr}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { ready?: boolean; command: string; events: string };
      if (message.ready) resolve(message);
    });
  });
  return {
    command: ready.command,
    events: ready.events,
    process: child,
    control: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
