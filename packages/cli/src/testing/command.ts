import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command, as a user runs it. */
export const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with stdout so far when it holds the text. */
  said(text: string): Promise<string>;
}

/** A home of its own: no test reads or writes the configuration of whoever runs it. */
export function emptyHome(): string {
  return mkdtempSync(join(tmpdir(), 'mt5-bridge-cli-'));
}

export function start(words: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const home = emptyHome();
  const child = spawn(process.execPath, [bin, ...words], {
    env: { PATH: process.env.PATH, HOME: home, APPDATA: home, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  return {
    child,
    ended,
    async said(text) {
      while (!said.stdout.includes(text)) {
        await Promise.race([once(child.stdout, 'data'), ended.then(() => Promise.reject(new Error(said.stderr)))]);
      }
      return said.stdout;
    },
  };
}

/** Runs a command to its end, with `typed` on stdin. */
export function run(words: readonly string[], env: Readonly<Record<string, string>> = {}, typed = ''): Promise<Ended> {
  const running = start(words, env);
  running.child.stdin?.end(typed);
  return running.ended;
}

/** A file with this text in a new folder. */
export function file(name: string, text: string): string {
  const path = join(emptyHome(), name);
  writeFileSync(path, text);
  return path;
}

/** A configuration that points to ports where nothing listens. */
export const nobody = (more = ''): string =>
  file('config.toml', `[mt5]\ncommand = "tcp://127.0.0.1:9"\nevents = "tcp://127.0.0.1:10"\n${more}`);

/** A recorded market file; undefined where the recordings are not at hand. */
export function recorded(name: string): string | undefined {
  const folder =
    process.env.MT5_BRIDGE_TEST_DATA ?? fileURLToPath(new URL('../../../../../shared/data/', import.meta.url));
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}
