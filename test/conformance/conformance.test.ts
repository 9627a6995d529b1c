import type { BadPeer } from '@mt5-bridge/fake-mt5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeMemory, fakeZmq, type RunningArm, SATURDAY } from './arms.ts';
import { requirements } from './requirements/index.ts';
import { verify } from './suite.ts';

test('requirement ids are unique and well formed', () => {
  const ids = requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Z]+-\d+$/);
});

/** A requirement that an arm may skip must be listed, so that nothing falls silent unnoticed. */
const arms: readonly {
  readonly name: string;
  readonly start: () => Promise<RunningArm>;
  /** How the ids of the requirements begin; absent = all. */
  readonly only?: string;
  readonly maySkip: readonly string[];
}[] = [
  { name: 'fake-memory', start: () => fakeMemory(), maySkip: ['TRADE-9'] },
  { name: 'fake-zmq', start: fakeZmq, maySkip: ['TRADE-9'] },
  { name: 'fake-memory at the weekend', start: () => fakeMemory(undefined, SATURDAY), only: 'TRADE-', maySkip: [] },
];

describe.each(arms)('$name', ({ start, only = '', maySkip }) => {
  let running: RunningArm;
  beforeAll(async () => {
    running = await start();
  });
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
  const running = await fakeMemory(badPeer);
  const requirement = requirements.find((one) => one.id === id);
  expect(requirement).toBeDefined();
  if (requirement !== undefined) expect(await verify(running.arm, requirement)).toMatchObject({ id, state: 'failed' });
  await running.stop();
});
