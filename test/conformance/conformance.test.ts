import type { BadPeer } from '@mt5-bridge/fake-mt5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eaNative, fakeMemory, fakeZmq, type RunningArm, SATURDAY, SCARCE_LOTS } from './arms.ts';
import { requirements } from './requirements/index.ts';
import { verify } from './suite.ts';

test('requirement ids are unique and well formed', () => {
  const ids = requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Z]+-\d+$/);
});

/** Of a market that is open and has any volume. */
const ORDINARY = ['TRADE-9', 'PARTIAL-1', 'PARTIAL-2', 'PARTIAL-3', 'PARTIAL-4'];
const OF_NETTING = ['NETTING-1', 'NETTING-2', 'NETTING-3', 'NETTING-4', 'NETTING-5'];
const NETTING = { marginMode: 'retail_netting' } as const;

/** A requirement that an arm may skip must be listed, so that nothing falls silent unnoticed. */
const arms: readonly {
  readonly name: string;
  readonly start: () => Promise<RunningArm>;
  /** How the ids of the requirements begin; absent = all. */
  readonly only?: string;
  readonly maySkip: readonly string[];
}[] = [
  { name: 'fake-memory', start: () => fakeMemory(), maySkip: [...ORDINARY, ...OF_NETTING] },
  { name: 'fake-netting', start: () => fakeMemory(NETTING), maySkip: [...ORDINARY, 'TRADE-8'] },
  { name: 'fake-zmq', start: fakeZmq, maySkip: [...ORDINARY, ...OF_NETTING] },
  { name: 'fake-memory at the weekend', start: () => fakeMemory({ start: SATURDAY }), only: 'TRADE-', maySkip: [] },
  {
    name: 'fake-memory with scarce liquidity',
    start: () => fakeMemory({ liquidity: SCARCE_LOTS }),
    only: 'PARTIAL-',
    maySkip: ['PARTIAL-4'],
  },
  {
    name: 'fake-netting with scarce liquidity',
    start: () => fakeMemory({ ...NETTING, liquidity: SCARCE_LOTS }),
    only: 'PARTIAL-',
    maySkip: [],
  },
  { name: 'ea-native', start: () => eaNative(), maySkip: [...ORDINARY, ...OF_NETTING] },
  { name: 'ea-native, netting', start: () => eaNative(NETTING), maySkip: [...ORDINARY, 'TRADE-8'] },
  { name: 'ea-native at the weekend', start: () => eaNative({ start: SATURDAY }), only: 'TRADE-', maySkip: [] },
  {
    name: 'ea-native with scarce liquidity',
    start: () => eaNative({ liquidity: SCARCE_LOTS }),
    only: 'PARTIAL-',
    maySkip: ['PARTIAL-4'],
  },
  {
    name: 'ea-native, netting, with scarce liquidity',
    start: () => eaNative({ ...NETTING, liquidity: SCARCE_LOTS }),
    only: 'PARTIAL-',
    maySkip: [],
  },
];

/** The first start of a native expert compiles it. */
const STARTING_MS = 600_000;

describe.each(arms)('$name', ({ start, only = '', maySkip }) => {
  let running: RunningArm;
  beforeAll(async () => {
    running = await start();
  }, STARTING_MS);
  afterAll(async () => {
    await running.stop();
  });

  test.each(requirements.filter(({ id }) => id.startsWith(only)))(
    '$id $title',
    { timeout: 90_000 },
    async (requirement) => {
      const verdict = await verify(running.arm, requirement);
      if (verdict.state === 'failed') throw verdict.error;
      if (verdict.state === 'skipped') expect(maySkip, verdict.reason).toContain(requirement.id);
    },
  );
});

/** A suite that nothing fails proves nothing: each bad peer breaks the requirements that forbid what it does. */
const broken: readonly (readonly [BadPeer, string])[] = [
  ['futuristic', 'HELLO-1'],
  ['stranger', 'FRAME-5'],
  ['cutter', 'ACCOUNT-1'],
  ['confused', 'FRAME-5'],
  ['liar', 'ACCOUNT-1'],
  ['sloppy', 'RATES-1'],
  ['sloppy', 'SCREENSHOT-1'],
  ['forger', 'SCREENSHOT-1'],
  ['liar', 'INDICATOR-1'],
  ['cutter', 'CALENDAR-1'],
  ['stutterer', 'ORDER-1'],
  ['heartless', 'EVENT-1'],
  ['echoing', 'EVENT-4'],
  ['babbling', 'EVENT-3'],
  ['eager', 'JOURNAL-2'],
  ['amnesiac', 'JOURNAL-2'],
  ['belated', 'JOURNAL-1'],
  ['flatterer', 'TRADE-2'],
  ['discreet', 'EVENT-12'],
];

test.each(broken)('a %s peer fails %s', { timeout: 90_000 }, async (badPeer, id) => {
  const running = await fakeMemory({ badPeer });
  const requirement = requirements.find((one) => one.id === id);
  expect(requirement).toBeDefined();
  if (requirement !== undefined) expect(await verify(running.arm, requirement)).toMatchObject({ id, state: 'failed' });
  await running.stop();
});
