import { afterAll, beforeAll, describe, test } from 'vitest';
import { eaNative, type RunningArm } from '../conformance/arms.ts';
import { requirements } from '../conformance/requirements/index.ts';
import { verify } from '../conformance/suite.ts';
import { build } from './compile.ts';

/** A first build compiles everything, with sanitizers. */
const STARTING_MS = 600_000;

/**
 * The conformance suite on the expert advisor that ends where it reads or writes outside its memory, overflows or uses what
 * was never set: it falls silent then, and the requirement fails.
 */
describe.skipIf(process.platform !== 'linux')('the expert advisor with sanitizers', () => {
  let running: RunningArm;
  beforeAll(async () => {
    const program = await build({ variant: 'sanitized' });
    running = await eaNative({}, ['--expert', program]);
  }, STARTING_MS);
  afterAll(async () => {
    await running.stop();
  });

  test.each(requirements)('$id $title', async (requirement) => {
    const verdict = await verify(running.arm, requirement);
    if (verdict.state === 'failed') throw verdict.error;
  });
});
