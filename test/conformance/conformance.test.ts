import type { BadPeer } from '@mt5-bridge/fake-mt5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eaNative, type FakeTerms, fakeMemory, fakeZmq, type RunningArm, SATURDAY, SCARCE_LOTS } from './arms.ts';
import { type Implementation, implementationNames, report, type Shown } from './report.ts';
import { requirements } from './requirements/index.ts';
import { verify } from './suite.ts';

test('requirement ids are unique and well formed', () => {
  const ids = requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Z]+-\d+$/);
});

/** Every implementation of the wire. */
const implementations: Readonly<Record<Implementation, (terms: Omit<FakeTerms, 'badPeer'>) => Promise<RunningArm>>> = {
  'fake-memory': fakeMemory,
  'fake-zmq': fakeZmq,
  'ea-native': eaNative,
};

const NETTING = { marginMode: 'retail_netting' } as const;
/** Of a market that is open and has any volume. */
const ORDINARY = ['TRADE-9', 'PARTIAL-1', 'PARTIAL-2', 'PARTIAL-3', 'PARTIAL-4'];
const OF_NETTING = ['NETTING-1', 'NETTING-2', 'NETTING-3', 'NETTING-4', 'NETTING-5'];

/** A requirement that an account and its market may skip must be listed, so that nothing falls silent unnoticed. */
const markets: readonly {
  readonly market: string;
  readonly terms: Omit<FakeTerms, 'badPeer'>;
  /** How the ids of the requirements begin; absent = all. */
  readonly only?: string;
  readonly maySkip: readonly string[];
}[] = [
  { market: 'hedging', terms: {}, maySkip: [...ORDINARY, ...OF_NETTING] },
  { market: 'netting', terms: NETTING, maySkip: [...ORDINARY, 'TRADE-8'] },
  { market: 'at the weekend', terms: { start: SATURDAY }, only: 'TRADE-', maySkip: [] },
  {
    market: 'with scarce liquidity',
    terms: { liquidity: SCARCE_LOTS },
    only: 'PARTIAL-',
    maySkip: ['PARTIAL-4'],
  },
  {
    market: 'netting, with scarce liquidity',
    terms: { ...NETTING, liquidity: SCARCE_LOTS },
    only: 'PARTIAL-',
    maySkip: [],
  },
];
const arms = implementationNames.flatMap((implementation) => markets.map((one) => ({ implementation, ...one })));
const shown: Shown[] = [];

/** The first start of a native expert compiles it. */
const STARTING_MS = 600_000;

describe.each(arms)('$implementation, $market', ({ implementation, market, terms, only = '', maySkip }) => {
  let running: RunningArm;
  beforeAll(async () => {
    running = await implementations[implementation](terms);
  }, STARTING_MS);
  afterAll(async () => {
    await running.stop();
  });

  test.each(requirements.filter(({ id }) => id.startsWith(only)))('$id $title', async (requirement) => {
    const verdict = await verify(running.arm, requirement);
    shown.push({ implementation, market, id: requirement.id, state: verdict.state });
    if (verdict.state === 'failed') throw verdict.error;
    if (verdict.state === 'skipped') expect(maySkip, verdict.reason).toContain(requirement.id);
  });
});

test('docs/conformance.md is what these arms showed', async ({ skip }) => {
  const due = arms.flatMap(({ only = '' }) => requirements.filter(({ id }) => id.startsWith(only)));
  skip(shown.length < due.length, 'only some of the requirements were run');
  await expect(report(requirements, shown)).toMatchFileSnapshot('../../docs/conformance.md');
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

test.each(broken)('a %s peer fails %s', async (badPeer, id) => {
  const running = await fakeMemory({ badPeer });
  const requirement = requirements.find((one) => one.id === id);
  expect(requirement).toBeDefined();
  if (requirement !== undefined) expect(await verify(running.arm, requirement)).toMatchObject({ id, state: 'failed' });
  await running.stop();
});
