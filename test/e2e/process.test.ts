import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { configFor } from '../support/bridge.ts';
import { connectAny, connectTo } from '../support/clients.ts';
import { bridgeBin, startFake } from '../support/processes.ts';

const nobody = { command: 'tcp://127.0.0.1:9', events: 'tcp://127.0.0.1:10' };

test('without a terminal the server still serves, and every read says what to do', async () => {
  const client = await connectTo('sdk 2 modern', nobody);
  expect((await client.tools()).length).toBeGreaterThan(10);
  const { isError, data } = await client.call('get_quote', { symbol: 'EURUSD' });
  expect(isError).toBe(true);
  expect(data).toMatchObject({ code: 'TERMINAL_NOT_CONNECTED', requires_human: expect.any(Boolean) });
  await client.close();
});

test('closing stdin ends the process at once without a terminal too', async () => {
  const words = [bridgeBin, 'serve', '--config', configFor(nobody)];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const request = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
  };
  child.stdin.write(`${JSON.stringify(request)}\n`);
  await once(child.stdout, 'data');
  const closing = Date.now();
  child.stdin.end();
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  expect(Date.now() - closing).toBeLessThan(1_000);
  for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
});

test('garbage on stdin does not stop the server', async () => {
  const child = spawn(process.execPath, [bridgeBin, 'serve', '--mode', 'fake'], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.write('this is not JSON\n{"jsonrpc":"1.0"}\n[]\n\u0000\n');
  const request = { jsonrpc: '2.0', id: 9, method: 'initialize' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
  child.stdin.write(`${JSON.stringify({ ...request, params })}\n`);
  let stdout = '';
  while (!stdout.includes('"id":9')) stdout += String((await once(child.stdout, 'data'))[0]);
  expect(stdout).toContain('"serverInfo"');
  child.stdin.end();
  await once(child, 'exit');
});

test.each([
  [{ fault: 'wrong-version', times: 'always' }, 'VERSION_MISMATCH'],
  [{ fault: 'garbage', times: 'always' }, 'TERMINAL_NOT_CONNECTED'],
  [{ fault: 'drop', times: 'always' }, 'TERMINAL_NOT_CONNECTED'],
  [{ fault: 'terminal-offline' }, 'NOT_CONNECTED'],
])('a terminal with %j is reported as %s', async (fault, code) => {
  const fake = await startFake(['--seed', '7']);
  fake.control(fault);
  const client = await connectTo('sdk 2 modern', fake);
  const { isError, data } = await client.call('get_book', { symbol: 'EURUSD' });
  expect(isError).toBe(true);
  expect(data).toMatchObject({ code, what_to_do: expect.any(String) });
  await client.close();
  await fake.kill();
});

test('half an installation is not silent', async () => {
  // Of what the command is made of, a part is gone.
  const hooks = `import { registerHooks } from 'node:module';
    registerHooks({
      resolve(name, context, next) {
        if (name === '@mt5-bridge/gateway/read') throw new Error('no such module');
        return next(name, context);
      },
    });`;
  const gone = ['--import', `data:text/javascript,${encodeURIComponent(hooks)}`];
  const words = [bridgeBin, 'config', 'check', '--config', '/nowhere/config.toml'];
  const child = spawn(process.execPath, [...gone, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(told).toContain('no such module');
});

test('the embedded FakeMT5 serves as well', async () => {
  const client = await connectAny('sdk 2 modern', ['--mode', 'fake']);
  expect((await client.call('get_account_info')).data).toMatchObject({ environment: 'fake', currency: 'USD' });
  await client.close();
});
