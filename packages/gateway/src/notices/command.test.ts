import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { systemClock } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { createCommandSink } from './command.ts';
import type { Notice } from './notice.ts';
import { DeliveryFailure } from './sink.ts';

const notice = { id: '7-abc', kind: 'alert', text: 'An alert came in.', data: { ticker: '$(touch x); `id`' } } as const;

let folder: string;
let out: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'command-'));
  out = path.join(folder, 'out');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env.PATH, HOME: '/home/x', MT5_BRIDGE_WEBHOOK_SECRET: 's3cret', AWS_SECRET: 's3cret' };

function sink(script: string, clock: ManualClock | ReturnType<typeof systemClock> = systemClock()) {
  const file = path.join(folder, 'script.mjs');
  fs.writeFileSync(file, script);
  return createCommandSink({ command: [process.execPath, file, out], clock, spawn, env });
}

const deliver = (one: ReturnType<typeof sink>, signal = new AbortController().signal) =>
  one.deliver(notice as unknown as Notice, signal);

test('the program gets the notice as one line of JSON on stdin, and nothing of our secrets', async () => {
  await deliver(
    sink(`import fs from 'node:fs';
      fs.writeFileSync(process.argv[2], JSON.stringify({ said: fs.readFileSync(0, 'utf8'), env: process.env }));`),
  );
  const { said, env } = JSON.parse(fs.readFileSync(out, 'utf8')) as { said: string; env: Record<string, string> };
  expect(said.endsWith('\n')).toBe(true);
  expect(JSON.parse(said)).toEqual(notice);
  expect(env.HOME).toBe('/home/x');
  expect(JSON.stringify(env)).not.toContain('s3cret');
});

test('one that fails says why in a few words', async () => {
  const script = `process.stderr.write('no\\u001b[2J route ' + 'x'.repeat(100_000), () => process.exit(3));`;
  const failure = await deliver(sink(script)).catch((error: Error) => error.message);
  expect(failure).toMatch(/^it ended with 3: no \[2J route x+$/);
  expect(String(failure).length).toBeLessThan(600);
});

test('one that is not there, and one that does not read', async () => {
  const missing = createCommandSink({ command: [path.join(folder, 'none')], clock: systemClock(), spawn, env });
  await expect(deliver(missing)).rejects.toThrow('it cannot be run (ENOENT)');
  await expect(deliver(sink('process.stdin.destroy();'))).resolves.toBeUndefined();
});

test('one that the system refuses at once, as Windows does with a .cmd file', async () => {
  const refuse = () => {
    throw Object.assign(new Error('spawn EINVAL'), { code: 'EINVAL' });
  };
  const script = createCommandSink({ command: ['notify.cmd'], clock: systemClock(), spawn: refuse, env });
  await expect(deliver(script)).rejects.toThrow(new DeliveryFailure('it cannot be run (EINVAL)'));
});

test('one that does not end in thirty seconds is ended, with what it started', async () => {
  const clock = new ManualClock(0);
  const script = `import { spawn } from 'node:child_process';
    import fs from 'node:fs';
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'inherit' });
    fs.writeFileSync(process.argv[2] + '.new', String(child.pid));
    fs.renameSync(process.argv[2] + '.new', process.argv[2]);
    setTimeout(() => {}, 60_000);`;
  const ended = deliver(sink(script, clock)).catch((error: Error) => error.message);
  await expect.poll(() => fs.existsSync(out), { timeout: 10_000 }).toBe(true);
  await clock.advance(30_000);
  const grandchild = Number(fs.readFileSync(out, 'utf8'));
  expect(await ended).toBe('it did not end within 30 s');
  await expect.poll(() => isAlive(grandchild), { timeout: 10_000 }).toBe(false);
});

test('the end of the server ends it', async () => {
  const end = new AbortController();
  const ended = deliver(sink('setTimeout(() => {}, 60_000);'), end.signal).catch((error: Error) => error.message);
  end.abort();
  expect(await ended).toBe('the server ends');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
