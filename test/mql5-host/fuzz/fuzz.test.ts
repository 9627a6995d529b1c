import { operations } from '@mt5-bridge/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildFuzzer, fuzz, hasFuzzer, replay } from './fuzzer.ts';
import { targets } from './seeds.ts';

/** The first build compiles everything with clang and sanitizers. */
const BUILDING_MS = 600_000;
/** The long run is `npm run fuzz`. */
const SECONDS = 10;

/** A machine without clang tests the rest; where nobody looks on, nothing falls silent. */
const isLeftOut = process.platform !== 'linux' || (process.env.CI !== 'true' && !hasFuzzer());

describe.skipIf(isLeftOut)('the expert advisor, whatever bytes come', () => {
  let program: string;
  beforeAll(async () => {
    program = await buildFuzzer();
  }, BUILDING_MS);

  test('the inputs to begin with have a request of every operation that is carried out', async () => {
    const { code, output } = await replay(program, 'outcomes');
    expect(code, output).toBe(0);
    const done = output.split('\n').filter((line) => line.endsWith(' ok'));
    const missing = Object.keys(operations).filter((name) => !done.includes(`${name} ok`));
    expect(missing).toEqual([]);
  });

  test.each(targets)('%s: what was found once is no fault any more', async (target) => {
    const { code, output } = await replay(program, target);
    expect(code, output).toBe(0);
  });

  test.each(targets)('%s: a short search finds no fault', async (target) => {
    const { code, output } = await fuzz(program, { target, seconds: SECONDS });
    expect(code, output).toBe(0);
    expect(Number(/^stat::number_of_executed_units: (\d+)$/m.exec(output)?.[1])).toBeGreaterThan(200);
  });
});
