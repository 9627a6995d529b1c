import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { campaign } from './campaign.ts';
import { compare } from './compare.ts';
import { collect } from './evidence.ts';
import { describeFault, faultsOf } from './plan.ts';

/** As many orders as it takes to meet every fault once; `npm run faults` is the long one. */
const EVERY = 5;

test.each(['fake-mt5', 'ea-native'] as const)(
  'every cut of the path to %s leaves each order carried out once or not at all, known and audited',
  {
    timeout: 300_000,
  },
  async (terminal) => {
    const faults = faultsOf(terminal);
    const result = await campaign({ orders: faults.length * EVERY, every: EVERY, seed: 3, terminal });
    onTestFinished(async () => {
      await result.stop();
      rmSync(result.dataDirectory, { recursive: true });
    });
    const evidence = await collect(result);
    const { duplicates, forgotten, unsettled, done } = compare(evidence);
    expect({ duplicates, forgotten, unsettled, open: result.open }).toEqual({
      duplicates: [],
      forgotten: [],
      unsettled: [],
      open: [],
    });
    expect(evidence.chain).toMatchObject({ ok: true });
    expect(done).toBeGreaterThan(faults.length);
    // Every fault was there, and nearly all of them struck: a second write or flush does not come in every order.
    expect([...result.faults.keys()].sort()).toEqual(faults.map(describeFault).sort());
    const seen = [...result.faults.values()].filter(({ struck }) => struck !== null);
    const struck = seen.filter((counts) => counts.struck !== 0);
    expect(struck.length / seen.length).toBeGreaterThan(0.8);
    expect(result.serverDeaths).toBeGreaterThan(10);
    expect(result.terminalDeaths).toBeGreaterThan(3);
  },
);
