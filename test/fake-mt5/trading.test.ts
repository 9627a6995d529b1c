import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Peer, pause } from '../conformance/peer.ts';
import { tradable } from '../conformance/tradable.ts';
import { newRequestId, Trader } from '../conformance/trader.ts';
import { type FakeProcess, startFake } from '../support/processes.ts';

let state: string;
let fake: FakeProcess;
let peers: Peer[] = [];

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'fake-mt5-'));
});
afterEach(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  peers = [];
  await fake.kill();
  rmSync(state, { recursive: true });
});

/** A busy hour, so that the market is open whenever this runs. */
const HOUR = ['--start', '2026-07-15T13:00:00Z'];

async function begin(...args: string[]): Promise<Trader> {
  fake = await startFake([...HOUR, '--state', state, ...args]);
  const peer = new Peer(connectZmq(fake));
  peers.push(peer);
  return new Trader(peer, await tradable(peer), 0);
}

describe('a process that is killed on the way of an order', () => {
  test.each([
    ['received', 'not_seen', 0],
    ['journal-begun', 'begun', 0],
    ['broker-done', 'begun', 1],
    ['journal-answered', 'answered', 1],
    ['reply-sent', 'answered', 1],
  ] as const)('%s: afterwards the request is %s, with %d deals', async (at, known, deals) => {
    const trader = await begin();
    const id = newRequestId();
    const ended = once(fake.process, 'exit');
    fake.control({ fault: 'crash', at, op: 'order_send' });
    await pause(50);
    const answer = trader.ask('order_send', trader.order(), { id }).then(
      () => 'answered',
      () => 'lost',
    );
    expect(await ended).toEqual([null, 'SIGKILL']);
    if (at === 'reply-sent') expect(await answer).toBe('answered');

    const later = await begin();
    const found = await later.lookup(id, 0);
    expect([found.state, found.deals.length, found.positions.length]).toEqual([known, deals, deals]);
    const { head } = await later.ask('order_send', trader.order(), { id });
    expect(head.ok ? 'answered' : head.e.code).toBe(known === 'begun' ? 'OUTCOME_UNKNOWN' : 'answered');
    expect((await later.lookup(id, 0)).deals).toHaveLength(known === 'begun' ? deals : 1);
  });
});

describe('limits of the command line', () => {
  test('read only', async () => {
    const trader = await begin('--read-only');
    await trader.refused('order_send', trader.order(), {}, 'GUARD_READ_ONLY');
  });

  test('symbols, lots and magic numbers', async () => {
    const trader = await begin('--allow-symbols', 'EURUSD,XAUUSD', '--max-lots', '0.02', '--allow-magic', '20260715,7');
    await trader.refused('order_send', trader.order({ symbol: 'USDJPY' }), {}, 'GUARD_SYMBOL');
    await trader.refused('order_send', trader.order({ volume: 0.03 }), {}, 'GUARD_VOLUME');
    await trader.refused('order_send', trader.order({ magic: 8n }), {}, 'GUARD_MAGIC');
    await trader.done('order_send', trader.order({ magic: 7n, volume: 0.02 }));
  });
});

test('a state folder belongs to one process, and has to be a folder', async () => {
  await begin();
  const taken = /JOURNAL_FAILED: the state folder .* cannot be used: another process uses it/;
  await expect(startFake([...HOUR, '--state', state])).rejects.toThrow(taken);
  const file = join(state, 'terminal.sqlite');
  await expect(startFake([...HOUR, '--state', file])).rejects.toThrow(/JOURNAL_FAILED: the state folder .*EEXIST/);
});
