import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridgeBin, type FakeProcess, nativeBin, startFake } from '../support/processes.ts';

/** The first start compiles the expert. */
const STARTING_MS = 600_000;

const folder = mkdtempSync(join(tmpdir(), 'encrypted-'));
let terminal: FakeProcess;
let experts = '';
/** What served clients were told. */
let told = '';
let known: Keys;

interface Keys {
  readonly InpCurveSecretKey: string;
  readonly InpCurveClientKeys: string;
  readonly terminal_key: string;
}

/** Runs a command for the client of this name, which has a data directory of its own. */
function run(client: string, ...words: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const place = ['--config', join(folder, `${client}.toml`), '--data-dir', join(folder, client)];
  const child = spawn(process.execPath, [bridgeBin, ...words, ...place], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, MT5_BRIDGE_LOG_LEVEL: 'debug' },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => {
    said.stdout += text;
  });
  child.stderr.on('data', (text: Buffer) => {
    said.stderr += text;
  });
  return new Promise((resolve) => void child.once('close', (code) => resolve({ code, ...said })));
}

function configure(client: string, curve: boolean, at: { command: string; events: string }): void {
  const text = `[mt5]\ncommand = "${at.command}"\nevents = "${at.events}"\ncurve = ${curve}\n`;
  writeFileSync(join(folder, `${client}.toml`), text);
}

async function keys(client: string, ...more: string[]): Promise<Keys> {
  return JSON.parse((await run(client, 'keys', ...more)).stdout) as Keys;
}

beforeAll(async () => {
  configure('known', true, { command: 'tcp://127.0.0.1:9', events: 'tcp://127.0.0.1:10' });
  known = await keys('known');
  const inputs = [`InpCurveSecretKey=${known.InpCurveSecretKey}`, `InpCurveClientKeys=${known.InpCurveClientKeys}`];
  terminal = await startFake(
    inputs.flatMap((input) => ['--set', input]),
    undefined,
    nativeBin,
  );
  terminal.process.stderr?.on('data', (text: Buffer) => {
    experts += text;
  });
}, STARTING_MS);
afterAll(async () => {
  await terminal?.kill();
  rmSync(folder, { recursive: true });
});

test('a client whose key the expert advisor has is served', async () => {
  configure('known', true, terminal);
  const { code, stdout, stderr } = await run('known', 'call', 'ping');
  told += `${stdout}${stderr}`;
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty('server', 'FakeMT5-Demo');
  expect(experts).not.toContain('turned away');
});

test('no secret key stands in a log, nor in what the bridge writes', () => {
  const { secret_key } = JSON.parse(readFileSync(join(folder, 'known', 'curve.json'), 'utf8')) as {
    secret_key: string;
  };
  const written = readdirSync(join(folder, 'known')).filter((name) => name !== 'curve.json');
  const texts = [told, experts, ...written.map((name) => readFileSync(join(folder, 'known', name), 'latin1'))];
  for (const text of texts) {
    expect(text).not.toContain(secret_key);
    expect(text).not.toContain(known.InpCurveSecretKey);
  }
});

test.each([
  ['without keys', 'plain', false, /Encryption may differ/],
  ['with the key of another terminal', 'astray', true, /Encryption may differ/],
])('a client %s is not connected', async (_, client, curve, problem) => {
  configure(client, curve, terminal);
  if (curve) await keys(client);
  const { code, stderr } = await run(client, 'call', 'ping');
  expect(code).toBe(4);
  expect(stderr).toMatch(problem);
  expect(experts).not.toContain('turned away');
});

test('a client whose key the expert advisor has not is turned away, and both sides say so', async () => {
  configure('stranger', true, terminal);
  const own = await keys('stranger', '--terminal-key', known.terminal_key);
  const { code, stderr } = await run('stranger', 'call', 'ping');
  expect(code).toBe(4);
  expect(stderr).toMatch(/Encryption may differ/);
  expect(experts).toContain('a client with an unknown key was turned away');
  expect(experts).not.toContain(own.InpCurveClientKeys);
});
