import { afterEach, beforeEach, expect, test } from 'vitest';
import { Lease } from './lease.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { TestDirectory } from './testing/test-ledger.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
let clock: ManualClock;
let directory: TestDirectory;

beforeEach(() => {
  clock = new ManualClock(NOW);
  directory = new TestDirectory(clock);
});
afterEach(() => directory.remove());

/** Of a process of its own. */
const lease = (holder: string, name = 'work') => new Lease({ ledger: directory.ledger(), clock, name, holder });

test('one has it as long as it holds on, then whoever asks first', async () => {
  const [one, two] = [lease('one'), lease('two')];
  expect([one.hold(), two.hold()]).toEqual([true, false]);
  for (let i = 0; i < 10; i++) {
    await clock.advance(5_000);
    expect([two.hold(), one.hold()]).toEqual([false, true]);
  }
  await clock.advance(15_000);
  expect([two.hold(), one.hold()]).toEqual([true, false]);
});

test('what is given back is free at once, and only who has it can give it back', () => {
  const [one, two] = [lease('one'), lease('two')];
  one.hold();
  two.release();
  expect(two.hold()).toBe(false);
  one.release();
  expect(two.hold()).toBe(true);
});

test('several things are held apart, and what nobody holds any more is forgotten', async () => {
  expect([lease('one', 'a').hold(), lease('two', 'b').hold()]).toEqual([true, true]);
  await clock.advance(60_000);
  lease('three', 'c').hold();
  expect(Object.keys(directory.ledger().facts.leases.get() ?? {})).toEqual(['c']);
});

test('a clock that was set back a day keeps nobody waiting for a day', () => {
  lease('one').hold();
  clock = new ManualClock(NOW - 86_400_000);
  expect(lease('two').hold()).toBe(true);
});
