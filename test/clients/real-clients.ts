import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
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

/** A person's machine with nothing on it: a home folder, and the client's command in it. */
export interface Machine {
  readonly home: string;
  run(...args: string[]): Promise<End>;
}

/** @param cwd the folder that the client is started in, default the home folder */
export function machineWith(client: string, cwd?: string): Machine {
  const home = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  const { PATH, SYSTEMROOT } = process.env;
  const env = {
    PATH,
    SYSTEMROOT,
    HOME: home,
    USERPROFILE: home,
    CI: 'true',
    NO_COLOR: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  };
  return { home, run: (...args) => run(client, args, { cwd: cwd ?? home, env }) };
}
