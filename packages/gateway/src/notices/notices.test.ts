import { type Config, DEFAULT_CONFIG } from '@mt5-bridge/config';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditEvent } from '../api.ts';
import { createAuditFeed } from '../audit/index.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { TestDirectory } from '../testing/test-ledger.ts';
import type { Notice } from './notice.ts';
import { sendNotices } from './notices.ts';
import { DeliveryFailure } from './sink.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let directory: TestDirectory;
let clock: ManualClock;
let said: string[];

beforeEach(() => {
  clock = new ManualClock(NOW);
  directory = new TestDirectory(clock);
  said = [];
});
afterEach(() => directory.remove());

/** Receivers by name: what each got, and what it does about it. */
class World {
  config: Config['notify'] = { ...DEFAULT_CONFIG.notify, command: ['a'] };
  readonly got: string[] = [];
  readonly notices: Notice[] = [];
  /** How much later it is for those who tell than for those who write, ms. */
  later = 0;
  behaviour: (notice: Notice) => Promise<void> = async () => {};
  readonly listeners = new Set<() => void>();

  set(config: Partial<Config['notify']>): void {
    this.config = { ...this.config, ...config };
    for (const listener of this.listeners) listener();
  }
}

/** A process of its own; `die` ends it between two things that it does. */
function start(world: World, holder: string) {
  const ledger = directory.ledger();
  let isDead = false;
  const own = {
    now: () => clock.now() + world.later,
    setTimer: (ms: number, fn: () => void) => clock.setTimer(ms, () => !isDead && fn()),
  };
  const log = (level: string, message: string) => said.push(`${level}: ${message}`);
  const notices = sendNotices({
    ledger,
    feed: createAuditFeed({ ledger, clock: own, log }),
    config: () => world.config,
    onConfig(listener) {
      world.listeners.add(listener);
      return () => world.listeners.delete(listener);
    },
    sinksOf: ({ command }) =>
      command.map((name) => ({
        key: name,
        name: `receiver ${name}`,
        async deliver(notice) {
          if (isDead) return new Promise(() => {});
          world.got.push(`${holder} ${name} ${notice.data.n}`);
          world.notices.push(notice);
          await world.behaviour(notice);
        },
      })),
    clock: own,
    log,
    holder,
  });
  return {
    ledger,
    close: () => notices.close(),
    die: () => {
      isDead = true;
    },
    write: (n: unknown, event: AuditEvent = 'kill_switch') =>
      ledger.write('process', ({ audit }) => {
        audit({
          event,
          actor: { kind: 'owner', name: 'test' },
          account: null,
          request_id: null,
          data: { n, on: true },
        });
      }),
  };
}

const away = async () => {
  throw new DeliveryFailure('it is away');
};

test('a receiver that is new hears what comes from now on, of any process, in order', async () => {
  const world = new World();
  const writer = start(new World(), 'writer');
  writer.close();
  writer.ledger.write('process', () => writer.ledger.facts.noticeSinks.set({}));
  writer.write(1);
  const one = start(world, 'one');
  await clock.advance(100);
  one.write(2);
  writer.write(3);
  writer.write('of no interest', 'decision');
  await clock.advance(1_000);
  expect(world.got).toEqual(['one a 2', 'one a 3']);
  expect(world.notices[0]).toMatchObject({ kind: 'kill_switch', at: '2026-07-15T12:00:00.100Z' });
});

test('of several processes one tells; another goes on where one that died stopped', async () => {
  const world = new World();
  const one = start(world, 'one');
  start(world, 'two');
  one.write(1);
  await clock.advance(5_000);
  one.die();
  one.write(2);
  await clock.advance(30_000);
  expect(world.got).toEqual(['one a 1', 'two a 2']);
});

test('what does not arrive is tried again, later and later, and nothing overtakes it', async () => {
  const world = new World();
  const one = start(world, 'one');
  world.behaviour = away;
  await clock.advance(100);
  one.write(1);
  one.write(2);
  await clock.advance(7_500);
  expect(world.got).toEqual(['one a 1', 'one a 1', 'one a 1', 'one a 1']);
  await clock.advance(3 * MINUTE);
  expect(world.got.length).toBeLessThan(10);
  world.behaviour = async () => {};
  await clock.advance(3 * MINUTE);
  expect(world.got.slice(-2)).toEqual(['one a 1', 'one a 2']);
  expect(said.filter((line) => line.startsWith('warn'))).toHaveLength(1);
});

test('after a restart it goes on where it was, at least once', async () => {
  const world = new World();
  const one = start(world, 'one');
  await clock.advance(100);
  one.write(1);
  await clock.advance(100);
  world.behaviour = away;
  one.write(2);
  await clock.advance(100);
  one.close();
  one.write(3);
  world.behaviour = async () => {};
  start(world, 'two');
  await clock.advance(5_000);
  expect(world.got).toEqual(['one a 1', 'one a 2', 'two a 2', 'two a 3']);
});

test('what nobody took for a day is given up, in words, and the next one is told', async () => {
  const world = new World();
  const one = start(world, 'one');
  world.behaviour = away;
  await clock.advance(100);
  one.write(1);
  await clock.advance(100);
  one.close();
  await clock.advance(24 * HOUR);
  world.behaviour = async () => {};
  one.write(2);
  start(world, 'two');
  await clock.advance(100);
  expect(world.got).toEqual(['one a 1', 'two a 2']);
  expect(said).toContain('error: notices did not reach receiver a within a day and are given up');
});

test('what grew old while it was tried is given up, too', async () => {
  const world = new World();
  const one = start(world, 'one');
  world.behaviour = away;
  await clock.advance(100);
  one.write(1);
  await clock.advance(100);
  expect(world.got).toEqual(['one a 1']);
  world.later = 24 * HOUR;
  world.behaviour = async () => {};
  await clock.advance(5_000);
  world.later = 0;
  one.write(2);
  await clock.advance(100);
  expect(world.got).toEqual(['one a 1', 'one a 2']);
  expect(said.filter((line) => line.startsWith('error'))).toHaveLength(1);
});

test('what a receiver refuses for good does not stop the others', async () => {
  const world = new World();
  world.behaviour = async ({ data }) => {
    if (data.n === 1) throw new DeliveryFailure('it answers 422', true);
  };
  const one = start(world, 'one');
  await clock.advance(100);
  one.write(1);
  one.write(2);
  await clock.advance(100);
  expect(world.got).toEqual(['one a 1', 'one a 2']);
  expect(said).toContain('error: receiver a refuses a notice: it answers 422');
});

test('a receiver that fails in its own way is tried again as well', async () => {
  const world = new World();
  let tries = 0;
  world.behaviour = async () => {
    tries++;
    if (tries === 1) throw new TypeError('https://secret.example/T0K3N');
  };
  const one = start(world, 'one');
  await clock.advance(100);
  one.write(1);
  await clock.advance(5_000);
  expect(tries).toBe(2);
  expect(said.join('\n')).not.toContain('T0K3N');
});

test('changes of the configuration take effect at once', async () => {
  const world = new World();
  const one = start(world, 'one');
  await clock.advance(100);
  world.set({ events: ['fill'] });
  one.write(1);
  await clock.advance(100);
  world.set({ events: ['kill_switch'] });
  one.write(2);
  await clock.advance(100);
  expect(world.got).toEqual(['one a 2']);
  world.set({ command: ['a', 'b'] });
  one.write(3);
  await clock.advance(100);
  expect(world.got.slice(1).sort()).toEqual(['one a 3', 'one b 3']);
  world.set({ command: ['b'] });
  one.write(4);
  await clock.advance(100);
  // Named again, it begins anew.
  world.set({ command: ['a', 'b'] });
  one.write(5);
  await clock.advance(100);
  expect(world.got.slice(3).sort()).toEqual(['one a 5', 'one b 4', 'one b 5']);
});

test('a slow receiver and a thousand notices: all of them, in order', async () => {
  const world = new World();
  const one = start(world, 'one');
  await clock.advance(100);
  world.behaviour = () => new Promise((resolve) => void clock.setTimer(10, resolve));
  for (let n = 1; n <= 1_000; n++) one.write(n);
  await clock.advance(15_000);
  expect(world.got).toEqual(Array.from({ length: 1_000 }, (_, i) => `one a ${i + 1}`));
});

test('without receivers the ledger is left alone', async () => {
  const world = new World();
  world.config = DEFAULT_CONFIG.notify;
  const one = start(world, 'one');
  await clock.advance(MINUTE);
  expect(one.ledger.facts.leases.get()).toBeUndefined();
});
