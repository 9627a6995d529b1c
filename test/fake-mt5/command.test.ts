import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectZmq, type ZmqAddresses } from '@mt5-bridge/transport-zmq';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Peer } from '../conformance/peer.ts';
import { fakeBin } from '../support/processes.ts';

const ANY_PORT = ['--command', 'tcp://127.0.0.1:*', '--events', 'tcp://127.0.0.1:*'];
const HEADER = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fake-mt5-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [fakeBin, ...args], { stdio: 'pipe' });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, errors }));
  return { child, ended, line: async () => JSON.parse((await lines.next()).value ?? '{}') as Record<string, unknown> };
}

async function ready(...args: string[]) {
  const started = start(...ANY_PORT, ...args);
  const line = await started.line();
  expect(line).toEqual({ ready: true, command: expect.any(String), events: expect.any(String) });
  return { ...started, addresses: line as unknown as ZmqAddresses };
}

function file(name: string, ...rows: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, [HEADER, ...rows, ''].join('\n'));
  return path;
}

describe('a running command', () => {
  test('answers on its sockets until a signal ends it in order', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, ended, addresses } = await ready('--seed', '3');
      const caller = new Peer(connectZmq(addresses));
      expect(await caller.call('hello', {})).toMatchObject({ program: 'fake-mt5', login: 5_012_345n });
      child.kill(signal);
      expect(await ended).toEqual({ code: 0, signal: null, errors: '' });
      await caller.close();
    }
  });

  test('plays the ticks of a file, in the time zone asked for', async () => {
    const replay = file(
      'EURUSD_x.csv',
      '2026.07.13\t12:00:00.093\t1.14273\t1.14275\t\t\t6',
      '2026.07.13\t13:00:00.000\t1.15\t1.16\t\t\t6',
    );
    const { addresses } = await ready('--replay', replay, '--server-timezone', '+03:00', '--no-loop');
    const caller = new Peer(connectZmq(addresses));
    const { time_server_raw, time_gmt_raw } = await caller.call('hello', {});
    expect(time_server_raw - time_gmt_raw).toBe(3 * 3_600_000);
    expect(time_server_raw).toBeLessThan(Date.UTC(2026, 6, 13, 12, 5));
    for (let i = 0; i < 500 && (await caller.call('quotes', { symbols: ['EURUSD'] })).missing.length > 0; i++);
    expect(await caller.call('quote', { symbol: 'EURUSD' })).toMatchObject({ bid: 1.14273, ask: 1.14275, spread: 2 });
    await caller.close();
  });

  test('starts when it is told to', async () => {
    const { addresses } = await ready('--start', '2026-07-15T09:00:00Z', '--server-timezone', 'new-york-close');
    const caller = new Peer(connectZmq(addresses));
    const { time_server_raw, time_gmt_raw } = await caller.call('hello', {});
    expect(time_server_raw - time_gmt_raw).toBe(3 * 3_600_000);
    expect(Math.abs(time_gmt_raw - Date.UTC(2026, 6, 15, 9))).toBeLessThan(60_000);
    await caller.close();
  });

  test('takes faults on standard input and answers each line', async () => {
    const { child, line, addresses } = await ready();
    const caller = new Peer(connectZmq(addresses));
    const { epoch } = await caller.call('ping', {});
    const command = async (text: string) => {
      child.stdin.write(`${text}\n`);
      return line();
    };
    expect(await command('{"fault":"delay","ms":300,"op":"ping","times":1}')).toEqual({ done: 'delay' });
    const before = performance.now();
    await caller.call('ping', {});
    expect(performance.now() - before).toBeGreaterThan(280);
    expect(await command('\n{"fault":"explode"}')).toEqual({ refused: expect.stringContaining('expected "fault"') });
    expect(await command('{"fault":"restart","ms":50}')).toEqual({ done: 'restart' });
    expect((await caller.call('ping', {})).epoch).toBeGreaterThan(epoch);
    await caller.close();
  });

  test('outlives its standard input, unless told otherwise', async () => {
    const { child, addresses } = await ready();
    child.stdin.end();
    const caller = new Peer(connectZmq(addresses));
    await caller.call('ping', {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    await caller.call('ping', {});
    await caller.close();
    const other = await ready('--exit-with-stdin');
    other.child.stdin.end();
    expect(await other.ended).toEqual({ code: 0, signal: null, errors: '' });
  });
});

describe('a command that can’t run', () => {
  const outcome = async (...args: string[]) => {
    const { ended } = start(...args);
    const { code, errors } = await ended;
    return { code, errors };
  };

  test.each([
    [['--speed', 'fast'], /--speed.*Write a number above 0, or "max"/],
    [['--speed', '0'], /--speed/],
    [['--seed', '1.5'], /--seed.*whole number/],
    [['--start', 'yesterday'], /--start.*2026-07-13T12:00:00Z/],
    [['--server-timezone', 'Mars/Olympus'], /--server-timezone.*IANA/],
    [['--max-lots', '-1'], /--max-lots.*above 0/],
    [['--margin-mode', 'netting'], /--margin-mode.*retail_netting, exchange, retail_hedging/],
    [['--liquidity', 'none'], /--liquidity.*above 0/],
    [['--allow-symbols', 'EURUSD,,XAUUSD'], /--allow-symbols.*commas/],
    [['--allow-magic', '7,x'], /--allow-magic.*whole numbers/],
    [['--nonsense'], /unknown option '--nonsense'/],
    [['stray'], /too many arguments/],
    [['--command', 'nowhere'], /nowhere.*tcp:\/\/127\.0\.0\.1:5555/],
  ])('%o: usage, code 2', async (args, message) => {
    const { code, errors } = await outcome(...ANY_PORT, ...args);
    expect(code).toBe(2);
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/\n {4}at /);
  });

  test('a replay file that is malformed or missing is told with file, line and column, code 2', async () => {
    const broken = file(
      'EURUSD_broken.csv',
      '2026.07.13\t12:00:00.093\t1.14273\t1.14275\t\t\t6',
      '2026.07.13\t12:00:01.000\tabc\t1.2\t\t\t6',
    );
    const { code, errors } = await outcome(...ANY_PORT, '--replay', broken);
    expect(code).toBe(2);
    expect(errors).toMatch(/EURUSD_broken\.csv:3:25: .*"abc".*Write numbers/);
    const missing = await outcome(...ANY_PORT, '--replay', join(folder, 'EURUSD_missing.csv'));
    expect(missing.code).toBe(2);
    expect(missing.errors).toMatch(/EURUSD_missing\.csv: there is no such file/);
  });

  test('an account that is kept has the margin mode that it has', async () => {
    const state = join(folder, 'netting');
    const first = await ready('--margin-mode', 'retail_netting', '--state', state);
    const caller = new Peer(connectZmq(first.addresses));
    await caller.call('account_info', {});
    await caller.close();
    first.child.kill('SIGTERM');
    await first.ended;
    const { code, errors } = await outcome(...ANY_PORT, '--margin-mode', 'exchange', '--state', state);
    expect(code).toBe(2);
    expect(errors).toMatch(/INVALID_PARAMS.*netting is a retail_netting one, not exchange/);
    const { addresses } = await ready('--state', state);
    const other = new Peer(connectZmq(addresses));
    expect(await other.call('hello', {})).toMatchObject({ margin_mode: 'retail_netting' });
    await other.close();
  });

  test('a port that is busy is named, code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { code, errors } = await outcome('--command', `tcp://127.0.0.1:${port}`, '--events', 'tcp://127.0.0.1:*');
    server.close();
    expect(code).toBe(1);
    expect(errors).toMatch(new RegExp(`tcp://127.0.0.1:${port}: .*already`));
    expect(errors).toMatch(/Stop the other program|choose another/);
  });

  test('help and version are no failures', async () => {
    const help = start('--help');
    expect((await help.ended).code).toBe(0);
    const version = start('--version');
    expect((await version.ended).code).toBe(0);
  });
});
