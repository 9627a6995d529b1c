import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeMemory, fakeZmq, type RunningArm } from './arms.ts';
import { requirements } from './requirements/index.ts';
import { verify } from './suite.ts';

test('requirement ids are unique and well formed', () => {
  const ids = requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Z]+-\d+$/);
});

/** A requirement that an arm may skip must be listed, so that nothing falls silent unnoticed. */
const arms: readonly { name: string; start: () => Promise<RunningArm>; maySkip: readonly string[] }[] = [
  { name: 'fake-memory', start: fakeMemory, maySkip: [] },
  { name: 'fake-zmq', start: fakeZmq, maySkip: [] },
];

describe.each(arms)('$name', ({ start, maySkip }) => {
  let running: RunningArm;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(async () => {
    await running.stop();
  });

  test.each(requirements)('$id $title', { timeout: 90_000 }, async (requirement) => {
    const verdict = await verify(running.arm, requirement);
    if (verdict.state === 'failed') throw verdict.error;
    if (verdict.state === 'skipped') expect(maySkip, verdict.reason).toContain(requirement.id);
  });
});
