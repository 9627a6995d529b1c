import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { file, nobody, run, start } from '../testing/command.ts';

const message = (id: number, method: string, params: object): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const initialize = message(1, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
});

async function served(words: readonly string[], env = {}) {
  const running = start(['serve', ...words], env);
  running.child.stdin?.write(initialize);
  await running.said('"serverInfo"');
  return running;
}

describe('serve', () => {
  it('ends at once when stdin closes, with nothing but protocol on stdout and nothing on stderr', async () => {
    const { child, ended, said } = await served(['--mode', 'fake']);
    child.stdin?.write(message(2, 'tools/call', { name: 'get_account_info', arguments: {} }));
    await said('"id":2');
    const closing = performance.now();
    child.stdin?.end();
    const { code, stdout, stderr } = await ended;
    expect(performance.now() - closing).toBeLessThan(1_000);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  });

  it.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT'] as const)('ends well on %s', async (signal) => {
    const { child, ended } = await served(['--mode', 'fake']);
    child.kill(signal);
    expect((await ended).code).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('ends on SIGTERM while its client reads nothing', async () => {
    const { child } = await served(['--mode', 'fake']);
    child.stdout?.pause();
    for (let id = 2; id < 200; id++) child.stdin?.write(message(id, 'tools/list', {}));
    await setTimeout(300);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const told = performance.now();
    await ended;
    // Its grace of a second, and what a busy machine adds.
    expect(performance.now() - told).toBeLessThan(5_000);
  });

  it('answers a client that leaves its log unread', async () => {
    const { child, ended, said } = await served(['--mode', 'fake']);
    child.stderr?.pause();
    for (let i = 0; i < 3_000; i++) child.stdin?.write(`{"jsonrpc":"2.0","id":{},"method":"${'x'.repeat(200)}"}\n`);
    child.stdin?.write(message(2, 'ping', {}));
    await said('"id":2');
    child.stderr?.resume();
    child.stdin?.end();
    await ended;
  });

  it('serves without a terminal: a tool says what to do', async () => {
    const { child, ended, said } = await served(['--config', nobody('request_timeout_ms = 300\n')]);
    child.stdin?.write(message(2, 'tools/call', { name: 'ping', arguments: {} }));
    await said('TERMINAL_NOT_CONNECTED');
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });

  it('offers only the toolsets asked for', async () => {
    const { child, ended, said } = await served(['--mode', 'fake', '--toolsets', 'account,ops']);
    child.stdin?.write(message(2, 'tools/list', {}));
    await said('"id":2');
    child.stdin?.end();
    const [, list = ''] = (await ended).stdout.trimEnd().split('\n');
    const names = JSON.parse(list).result.tools.map(({ name }: { name: string }) => name);
    expect(names).toContain('get_positions');
    expect(names).not.toContain('get_rates');
  });

  it.each([
    ['--read-only', ['--read-only'], ''],
    ['the preset watch', [], '[policy]\npreset = "watch"\n'],
  ])('offers no tool that trades under %s', async (_, words, policy) => {
    const { child, ended, said } = await served(['--config', nobody(policy), ...words]);
    child.stdin?.write(message(2, 'tools/list', {}));
    await said('"id":2');
    child.stdin?.end();
    const [, list = ''] = (await ended).stdout.trimEnd().split('\n');
    const names = JSON.parse(list).result.tools.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['get_quote', 'get_policy', 'get_approval']));
    for (const tool of ['place_order', 'modify_order', 'close_position', 'cancel_order', 'close_all', 'close_by']) {
      expect(names).not.toContain(tool);
    }
  });

  it('refuses a broken configuration at the start', async () => {
    const { code, stdout, stderr } = await run(['serve', '--config', file('c.toml', '[mt5\n')]);
    expect({ code, stdout }).toEqual({ code: exitCodes.configuration.number, stdout: '' });
    expect(stderr).toContain('CONFIG_SYNTAX');
    expect(stderr).toContain('c.toml:1');
  });

  it('tells of a broken edit on stderr and goes on with the last good configuration', async () => {
    const path = nobody('request_timeout_ms = 300\n');
    const { child, ended, said } = await served(['--config', path]);
    const told = new Promise<string>((resolve) => child.stderr?.once('data', resolve));
    writeFileSync(path, '[mt5]\nrequest_timeout_ms = "soon"\n');
    expect(JSON.parse(await told)).toMatchObject({ level: 50, code: 'CONFIG_INVALID_VALUE' });
    child.stdin?.write(message(2, 'tools/list', {}));
    await said('"id":2');
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });

  it.each([
    ['MT5_BRIDGE_LOG_LEVEL', { MT5_BRIDGE_LOG_LEVEL: 'info' }, ''],
    ['the configuration', {}, '[logging]\nlevel = "info"\n'],
  ])('logs JSON lines on stderr as much as %s says', async (_, env, level) => {
    const path = nobody(`request_timeout_ms = 300\n${level}`);
    const { child, ended } = await served(['--config', path], env);
    const told = new Promise<string>((resolve) => child.stderr?.once('data', resolve));
    writeFileSync(path, readFileSync(path, 'utf8').replace('300', '400'));
    expect(JSON.parse(await told)).toMatchObject({ level: 30, changed: ['mt5.request_timeout_ms'] });
    child.stdin?.end();
    expect((await ended).code).toBe(0);
  });
});
