import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type End, run } from './run.ts';

/** Programs that are clients, as their makers call the command. */
export type RealClient = 'claude' | 'codex' | 'gemini' | 'mcp-inspector' | 'mcporter';

/**
 * Where a client is on this machine: in the folder that MT5_BRIDGE_TEST_CLIENTS names (its node_modules/.bin), or on the
 * PATH. They are no dependencies, being up to 361 MB; a test without its client is skipped and says so.
 */
export function findClient(name: RealClient): string | undefined {
  const named = process.env.MT5_BRIDGE_TEST_CLIENTS;
  const folders =
    named === undefined ? (process.env.PATH ?? '').split(delimiter) : [join(named, 'node_modules', '.bin')];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** A person's machine with nothing on it but a home folder, whose `bin` is on the PATH. */
export interface Machine {
  readonly home: string;
  /** The client's command. */
  run(...args: string[]): Promise<End>;
  /** Any other. */
  program(command: string, ...args: string[]): Promise<End>;
}

/** @param cwd the folder that programs are started in, default the home folder */
export function machineWith(client: string, cwd?: string, more: Readonly<Record<string, string>> = {}): Machine {
  const home = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  const { PATH, SYSTEMROOT } = process.env;
  const env = {
    PATH: [join(home, 'bin'), dirname(process.execPath), PATH].join(delimiter),
    SYSTEMROOT,
    HOME: home,
    USERPROFILE: home,
    NO_COLOR: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    ...more,
  };
  const program = (command: string, ...args: string[]) => run(command, args, { cwd: cwd ?? home, env });
  return { home, program, run: (...args) => program(client, ...args) };
}
