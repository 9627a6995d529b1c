import type { Observed } from '@mt5-bridge/gateway/read';
import { describe, expect, it } from 'vitest';
import { ManualClock, settled } from '../testing/manual-clock.ts';
import { StubReads } from '../testing/stub-reads.ts';
import { ResourceUpdates } from './resource-updates.ts';

const URI = 'quotes://EURUSD';

function watching(interval: () => number, tell?: (uri: string) => Promise<void>) {
  const stub = new StubReads();
  const clock = new ManualClock();
  const begin = clock.time;
  /** When notices left, in ms since the start. */
  const told: number[] = [];
  const updates = new ResourceUpdates<Observed>({
    clock,
    observe: stub.reads.observe,
    tell: async (uri) => {
      told.push(clock.time - begin);
      await tell?.(uri);
    },
  });
  updates.start(URI, { kind: 'quote', symbol: 'EURUSD' }, interval);
  const change = async (times = 1) => {
    for (let i = 0; i < times; i++) stub.change('quote');
    await settled();
  };
  return { stub, clock, told, updates, change };
}

describe('change notices', () => {
  it('leave at once, one for all changes of a moment', async () => {
    const { told, change } = watching(() => 0);
    await change(1_000);
    expect(told).toEqual([0]);
    await change();
    expect(told).toEqual([0, 0]);
  });

  it('keep their interval, and the last change is always told', async () => {
    const { told, change, clock } = watching(() => 50);
    await change();
    await clock.pass(10);
    await change();
    await clock.pass(10);
    await change();
    await clock.pass(200);
    expect(told).toEqual([0, 50]);
    await change();
    expect(told).toEqual([0, 50, 220]);
    expect(clock.timers).toBe(0);
  });

  it('follow a change of the interval', async () => {
    let interval = 1_000;
    const { told, change, clock } = watching(() => interval);
    await change();
    interval = 0;
    await change();
    await clock.pass(1);
    expect(told).toEqual([0, 0]);
  });

  it('do not pile up before a client that is slow to take them', async () => {
    let release = () => {};
    const { told, change } = watching(
      () => 0,
      () => new Promise((resolve) => (release = resolve)),
    );
    await change();
    for (let i = 0; i < 1_000; i++) await change();
    expect(told).toHaveLength(1);
    release();
    await settled();
    expect(told).toHaveLength(2);
    release();
    await settled();
    expect(told).toHaveLength(2);
  });

  it('outlive a clock that was set back', async () => {
    const { told, change, clock } = watching(() => 50);
    await change();
    clock.time -= 3_600_000;
    await change();
    expect(told).toHaveLength(2);
  });

  it('end with the watch, a waiting one too', async () => {
    const { told, change, clock, updates, stub } = watching(() => 50);
    await change();
    await change();
    updates.end(URI);
    expect(stub.listeners).toBe(0);
    expect(clock.timers).toBe(0);
    await clock.pass(1_000);
    expect(told).toEqual([0]);
    updates.end(URI);
  });

  it('observe a resource once, however often it is started', () => {
    const { updates, stub } = watching(() => 0);
    updates.start(URI, { kind: 'quote', symbol: 'EURUSD' }, () => 0);
    expect(stub.listeners).toBe(1);
    expect(updates.size).toBe(1);
    updates.close();
    expect(stub.listeners).toBe(0);
  });
});
