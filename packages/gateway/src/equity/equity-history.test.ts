import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTerminalReads } from '../read/index.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { account } from '../testing/records.ts';
import { hello, StubClient } from '../testing/stub-client.ts';
import { TestDirectory } from '../testing/test-ledger.ts';
import { recordEquity } from './index.ts';

/** 15:00:03 on the server's clock, three hours ahead. */
const NOW = Date.UTC(2026, 6, 15, 12, 0, 3);
const DAY_START = Date.UTC(2026, 6, 14, 21);
const DAY_MS = 86_400_000;

let clock: ManualClock;
let client: StubClient;
let directory: TestDirectory;

beforeEach(() => {
  clock = new ManualClock(NOW);
  client = new StubClient();
  directory = new TestDirectory(clock);
  worth(10_147);
});
afterEach(() => directory.remove());

function worth(equity: number): void {
  client.answers = { account_info: () => ({ account: account({ equity }), epoch: 1, seq: 1 }) };
}

function recorder(log = vi.fn()) {
  const reads = createTerminalReads({ client, clock, stopwatch: () => 0 });
  return recordEquity({ ledger: directory.ledger(), reads, zone: client.zone, clock, log });
}

describe('the equity curve', () => {
  test('has a point every ten seconds of the clock, of the server day alone', async () => {
    const history = recorder();
    await clock.advance(17_000);
    worth(10_200);
    await clock.advance(10_000);
    expect(history.today()).toEqual({
      login: 5_012_345_678n,
      server: 'Broker-Demo',
      started_at: DAY_START,
      points: [
        { at: NOW + 7_000, equity: 10_147, balance: 10_000 },
        { at: NOW + 17_000, equity: 10_147, balance: 10_000 },
        { at: NOW + 27_000, equity: 10_200, balance: 10_000 },
      ],
    });
    expect(history.today(NOW + 17_000)?.points.map(({ at }) => at)).toEqual([NOW + 27_000]);
    await clock.advance(9 * 3_600_000);
    const next = history.today();
    expect(next?.started_at).toBe(DAY_START + DAY_MS);
    expect(next?.points[0]?.at).toBe(DAY_START + DAY_MS);
    history.close();
  });

  test('outlives the process, and two processes write one', async () => {
    const [first, second] = [recorder(), recorder()];
    await clock.advance(30_000);
    first.close();
    second.close();
    const third = recorder();
    expect(third.today()?.points).toHaveLength(3);
    third.close();
  });

  test('tells of each new point, until nobody listens', async () => {
    const history = recorder();
    const told = vi.fn();
    const unobserve = history.observe(told);
    await clock.advance(20_000);
    expect(told).toHaveBeenCalledTimes(2);
    unobserve();
    await clock.advance(20_000);
    expect(told).toHaveBeenCalledTimes(2);
    history.close();
  });

  test("has a gap while no terminal answers, and none is another account's", async () => {
    const history = recorder();
    await clock.advance(10_000);
    client.setLink({ state: 'down', reason: new Mt5Error('TERMINAL_NOT_CONNECTED'), since: 0 });
    expect(history.today()).toBeNull();
    await clock.advance(20_000);
    client.setLink({ state: 'up', hello, since: 0 });
    await clock.advance(10_000);
    expect(history.today()?.points.map(({ at }) => at)).toEqual([NOW + 7_000, NOW + 37_000]);
    client.setLink({ state: 'up', hello: { ...hello, login: 7n }, since: 0 });
    expect(history.today()?.points).toEqual([]);
    // The terminal still answers for the account before.
    await clock.advance(10_000);
    expect(history.today()?.points).toEqual([]);
    history.close();
  });

  test('is kept for a week', async () => {
    const history = recorder();
    await clock.advance(10_000);
    await clock.advance(0);
    history.close();
    clock = new ManualClock(NOW + 7 * DAY_MS);
    const later = recorder();
    await clock.advance(20_000);
    later.close();
    const rows = directory.ledger().db.all<{ at: number }>('SELECT at FROM equity ORDER BY at');
    expect(rows.map(({ at }) => at)).toEqual([NOW + 7 * DAY_MS + 7_000, NOW + 7 * DAY_MS + 17_000]);
  });

  test('goes on after a ledger that could not be written, and says so once', async () => {
    const log = vi.fn();
    const ledger = directory.ledger();
    const reads = createTerminalReads({ client, clock, stopwatch: () => 0 });
    const history = recordEquity({ ledger, reads, zone: client.zone, clock, log });
    const write = vi.spyOn(ledger, 'write').mockImplementation(() => {
      throw new Mt5Error('LEDGER_UNAVAILABLE');
    });
    await clock.advance(20_000);
    expect(log).toHaveBeenCalledTimes(1);
    write.mockRestore();
    await clock.advance(10_000);
    expect(history.today()?.points).toHaveLength(1);
    history.close();
  });
});
