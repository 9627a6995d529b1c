import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';
import { until } from '../support/wait.ts';

export interface Addresses {
  readonly command: string;
  readonly events: string;
}

/** Any port, chosen by the system. */
export const ANYWHERE: Addresses = { command: 'tcp://127.0.0.1:*', events: 'tcp://127.0.0.1:*' };

/** A line of the smoke program. */
export interface Said {
  readonly ready?: true;
  readonly command?: string;
  readonly events?: string;
  readonly version?: string;
  readonly curve?: boolean;
  readonly closed_ms?: number;
  readonly failed?: string;
  readonly errno?: number;
}

/** The smoke program under Wine. */
export interface Smoke {
  /** The next line it says. @throws Error when it ended without one */
  next(): Promise<Said>;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** `secret`, a Z85 key, turns CURVE on. */
export function startSmoke({ command, events }: Addresses, secret?: string): Smoke {
  const args = [inject('smoke'), command, events, ...(secret === undefined ? [] : [secret])];
  const child = spawn('wine', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const lines: Said[] = [];
  let over = false;
  createInterface({ input: child.stdout })
    .on('line', (line) => lines.push(JSON.parse(line)))
    .once('close', () => {
      over = true;
    });
  return {
    ended,
    async next() {
      await until(() => over || lines.length > 0, 'A line of the smoke program');
      const line = lines.shift();
      if (line === undefined) throw new Error(`The smoke program ended with ${await ended}: ${stderr}`);
      return line;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Started and listening. */
export async function listening(at: Addresses = ANYWHERE, secret?: string): Promise<Smoke & Addresses> {
  const smoke = startSmoke(at, secret);
  return { ...smoke, ...where(await smoke.next()) };
}

/** The addresses of a ready line. */
export function where({ command, events, ...said }: Said): Addresses {
  if (command === undefined || events === undefined) throw new Error(`Not listening: ${JSON.stringify(said)}`);
  return { command, events };
}

/** Ends what a test left. */
export function killAll(): void {
  for (const child of running) {
    child.kill('SIGKILL');
    // Wine's own processes inherit the pipes and would keep them open.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
  running.clear();
}
