import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commentTag, operations, serverZone } from '@mt5-bridge/protocol';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Peer } from '../conformance/peer.ts';
import { tradable } from '../conformance/tradable.ts';
import { newRequestId, Trader } from '../conformance/trader.ts';
import { type FakeProcess, nativeBin, startFake } from '../support/processes.ts';

/** The first start compiles the expert. */
const STARTING_MS = 600_000;
const HOUR = ['--seed', '11', '--start', '2026-07-15T13:00:00Z'];

const state = mkdtempSync(join(tmpdir(), 'native-terminal-'));
let terminal: FakeProcess;
let peers: Peer[] = [];

beforeAll(async () => {
  terminal = await startFake([...HOUR, '--state', state], undefined, nativeBin);
}, STARTING_MS);
afterEach(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  peers = [];
});
afterAll(async () => {
  await terminal.kill();
  rmSync(state, { recursive: true });
});

function caller(): Peer {
  const peer = new Peer(connectZmq(terminal));
  peers.push(peer);
  return peer;
}

async function trader(peer = caller()): Promise<Trader> {
  const { time_server } = await peer.call('hello', {});
  return new Trader(peer, await tradable(peer), time_server);
}

/** Gives a command and awaits that it is in force. */
async function command(line: Readonly<Record<string, unknown>>): Promise<unknown> {
  const answer = new Promise<unknown>((resolve) => {
    terminal.process.stdout?.once('data', (bytes: Buffer) => resolve(JSON.parse(`${bytes}`)));
  });
  terminal.control(line);
  return await answer;
}

async function died(): Promise<void> {
  const { process } = terminal;
  if (process.exitCode === null && process.signalCode === null) {
    await new Promise((resolve) => void process.once('exit', resolve));
  }
  expect(process.signalCode).toBe('SIGKILL');
}

describe('a crash', () => {
  test.each([
    { at: 'received', deals: 0, found: 'not_seen' },
    { at: 'journal-begun', deals: 0, found: 'begun' },
    { at: 'broker-done', deals: 1, found: 'begun' },
    { at: 'journal-answered', deals: 1, found: 'answered' },
    { at: 'reply-sent', deals: 1, found: 'answered' },
  ])('at $at leaves what was done by then', async ({ at, deals, found }) => {
    const before = await trader();
    expect(await command({ fault: 'crash', at, op: 'order_send' })).toEqual({ done: 'crash' });
    const id = newRequestId();
    let isAnswered = false;
    before.ask('order_send', before.order(), { id }).then(
      () => {
        isAnswered = true;
      },
      // No answer ever comes where the process died before it.
      () => {},
    );
    await died();
    terminal = await startFake([...HOUR, '--state', state], terminal, nativeBin);
    const after = await trader();
    const lookup = await after.lookup(id, before.began);
    expect([lookup.state, lookup.deals.length]).toEqual([found, deals]);
    expect(lookup.deals.every(({ comment }) => comment.startsWith(commentTag(id)))).toBe(true);
    expect(isAnswered).toBe(at === 'reply-sent');
  });
});

test('a commanded delay holds the answer back, once', async () => {
  const peer = caller();
  await command({ fault: 'delay', ms: 1_000, op: 'ping' });
  const begun = performance.now();
  await peer.call('ping', {});
  expect(performance.now() - begun).toBeGreaterThan(980);
  const again = performance.now();
  await peer.call('ping', {});
  expect(performance.now() - again).toBeLessThan(980);
});

test('a refusal of the broker is answered as it came', async () => {
  const one = await trader();
  await command({ fault: 'refuse', retcode: 10_004 });
  expect(await one.answer('order_send', one.order())).toMatchObject({ retcode: 10_004, deal: 0n });
});

test('a dropped event is a gap, a doubled one comes twice', async () => {
  const peer = caller();
  peer.subscribe('hb');
  await peer.until(() => peer.of('hb').length > 0, 'a heartbeat');
  await command({ fault: 'drop-event', topic: 'hb' });
  await command({ fault: 'duplicate-event', topic: 'hb' });
  const first = peer.of('hb').at(-1)?.seq ?? 0;
  await peer.until(() => peer.of('hb').length >= 4, 'heartbeats');
  const numbers = peer.of('hb').map(({ seq }) => seq);
  const later = numbers.slice(numbers.indexOf(first));
  const steps = later.slice(1).map((seq, i) => seq - (later[i] ?? 0));
  expect(steps).toContain(2);
  expect(steps).toContain(0);
});

test('a terminal without its broker says so, and has it back', async () => {
  const peer = caller();
  await command({ fault: 'terminal-offline' });
  expect((await peer.call('terminal_info', {})).connected).toBe(false);
  const a = operations.rates.params.encode({ symbol: 'EURUSD', timeframe: 'H1', start: 0, count: 2 }, 'a', serverZone);
  await peer.refused('rates', a, 'NOT_CONNECTED');
  const { account } = await peer.call('account_info', {});
  expect(account.equity).toBeCloseTo(account.balance + account.profit, 2);
  await command({ fault: 'terminal-online' });
  expect((await peer.call('terminal_info', {})).connected).toBe(true);
});

test('another chart or other inputs end nothing: the epoch stays, and requests are served', async () => {
  const peer = caller();
  const { epoch } = await peer.call('hello', {});
  expect(await command({ expert: 'reinit' })).toEqual({ done: 'reinit' });
  expect((await peer.call('hello', {})).epoch).toBe(epoch);
  expect(await command({ expert: 'parameters', set: ['InpReadOnly=true'] })).toEqual({ done: 'parameters' });
  const one = await trader(peer);
  await one.refused('order_send', one.order(), {}, 'GUARD_READ_ONLY');
  await command({ expert: 'parameters', set: ['InpReadOnly=false'] });
  await one.done('order_send', one.order());
});

test('what it cannot play, it refuses', async () => {
  expect(await command({ fault: 'drop' })).toEqual({ refused: 'the native expert cannot be made to: drop' });
  expect(await command({ fault: 'none' })).toMatchObject({ refused: expect.stringContaining('one of') });
});
