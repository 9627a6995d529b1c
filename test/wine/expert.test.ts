import { afterAll, beforeAll, expect, test } from 'vitest';
import { eaNative, type RunningArm } from '../conformance/arms.ts';
import { requirements } from '../conformance/requirements/index.ts';
import { verify } from '../conformance/suite.ts';
import { BUILDING_MS, underWine } from './expert.ts';

/** Of markets that are open and have any volume, and of accounts that keep positions apart. */
const maySkip = /^(TRADE-9|PARTIAL-[1-4]|NETTING-[1-5])$/;

let running: RunningArm;
beforeAll(async () => {
  running = await eaNative({}, await underWine());
}, BUILDING_MS);
afterAll(async () => {
  await running.stop();
});

test.each(requirements)('$id $title', { timeout: 90_000 }, async (requirement) => {
  const verdict = await verify(running.arm, requirement);
  if (verdict.state === 'failed') throw verdict.error;
  if (verdict.state === 'skipped') expect(requirement.id, verdict.reason).toMatch(maySkip);
});
