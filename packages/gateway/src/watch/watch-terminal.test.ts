import fs from 'node:fs';
import path from 'node:path';
import type { Link } from '@mt5-bridge/client';
import { type AccountInfo, Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { account as accountInfo } from '../testing/records.ts';
import { TestDirectory } from '../testing/test-ledger.ts';
import { watchTerminal } from './watch-terminal.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
const identity = { environment: 'demo', login: 5_012_345_678n, server: 'Broker-Demo' } as const;

let directory: TestDirectory;
let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock(NOW);
  directory = new TestDirectory(clock);
});
afterEach(() => directory.remove());

const world = () => {
  const state: { isUp: boolean; account: AccountInfo; warning: number } = {
    isUp: true,
    account: accountInfo({ margin_level: 500, margin: 100 }),
    warning: 150,
  };
  return state;
};

/** A process of its own; `stop` is its death. */
function start(state: ReturnType<typeof world>, holder: string) {
  const ledger = directory.ledger();
  let isDead = false;
  const own = {
    now: () => clock.now(),
    setTimer: (ms: number, fn: () => void) =>
      clock.setTimer(ms, () => {
        if (!isDead) fn();
      }),
  };
  const watch = watchTerminal({
    reads: {
      get link(): Link {
        const reason = new Mt5Error('TERMINAL_NOT_CONNECTED');
        return state.isUp ? { state: 'up', hello: {} as never, since: 0 } : { state: 'down', reason, since: 0 };
      },
      identity: () => identity,
      account: async () => state.account,
    },
    ledger,
    clock: own,
    log: () => {},
    terminal: 'tcp://127.0.0.1:5555',
    holder,
    marginWarning: () => state.warning,
  });
  return {
    close: () => watch.close(),
    stop: () => {
      isDead = true;
    },
  };
}

function told(): string[] {
  const file = path.join(directory.folder, 'audit.jsonl');
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { event, data } = JSON.parse(line) as { event: string; data: { state?: string; margin_level?: number } };
    return `${event} ${data.state ?? data.margin_level}`;
  });
}

test('a lost link is told once, and so is its return; a short loss is not', async () => {
  const state = world();
  start(state, 'a');
  start(state, 'b');
  await clock.advance(60_000);
  expect(told()).toEqual([]);
  state.isUp = false;
  await clock.advance(6_000);
  state.isUp = true;
  await clock.advance(6_000);
  expect(told()).toEqual([]);
  state.isUp = false;
  await clock.advance(60_000);
  expect(told()).toEqual(['link lost']);
  state.isUp = true;
  await clock.advance(60_000);
  expect(told()).toEqual(['link lost', 'link restored']);
});

test('a terminal that was never seen is not missed', async () => {
  const state = world();
  state.isUp = false;
  start(state, 'a');
  await clock.advance(60_000);
  state.isUp = true;
  await clock.advance(10_000);
  expect(told()).toEqual([]);
});

test('a margin level that falls is told once, and again only when it had recovered', async () => {
  const state = world();
  start(state, 'a');
  start(state, 'b');
  const level = async (margin_level: number, margin = 100) => {
    state.account = accountInfo({ margin_level, margin });
    await clock.advance(6_000);
  };
  for (const value of [149, 155, 140, 160, 120]) await level(value);
  expect(told()).toEqual(['margin 149']);
  await level(166);
  await level(130);
  expect(told()).toEqual(['margin 149', 'margin 130']);
  // Without positions there is no level: 0 is not low, but the end of it.
  await level(0, 0);
  await level(100);
  expect(told()).toEqual(['margin 149', 'margin 130', 'margin 100']);
});

test('an owner who does not want to be warned is not', async () => {
  const state = { ...world(), warning: 0, account: accountInfo({ margin_level: 10 }) };
  start(state, 'a');
  await clock.advance(30_000);
  expect(told()).toEqual([]);
});

test('another process takes over from one that died, and repeats nothing', async () => {
  const state = world();
  const first = start(state, 'a');
  await clock.advance(6_000);
  start(state, 'b');
  state.isUp = false;
  await clock.advance(30_000);
  state.account = accountInfo({ margin_level: 100 });
  first.stop();
  await clock.advance(30_000);
  expect(told()).toEqual(['link lost']);
  state.isUp = true;
  await clock.advance(6_000);
  expect(told()).toEqual(['link lost', 'link restored', 'margin 100']);
});

test('a process that ends leaves at once to others', async () => {
  const state = world();
  const first = start(state, 'a');
  await clock.advance(6_000);
  first.close();
  start(state, 'b');
  state.account = accountInfo({ margin_level: 100 });
  await clock.advance(3_000);
  expect(told()).toEqual(['margin 100']);
});
