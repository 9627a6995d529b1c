import { createHash } from 'node:crypto';
import { evaluate, type Rules, type Situation } from '@mt5-bridge/policy';
import type { TradeCommand } from '@mt5-bridge/protocol';
import { expect, it } from 'vitest';
import type { AuditRecord } from './api.ts';
import { canonicalJson } from './audit/index.ts';
import { AGENT, buy, eachInItsWorld, LARGE, SMALL } from './testing/model-world.ts';
import { position } from './testing/records.ts';
import { profileWith, rulesWith } from './testing/rules.ts';

const world = eachInItsWorld();

/** What an auditor has. */
interface Written {
  readonly verdict: string;
  readonly assessment: unknown;
  readonly refusals?: unknown;
  readonly command: { readonly operation: string; readonly params: object };
  readonly inputs: Situation & { readonly rules_sha256: string; readonly now: number };
}

const BIG: ReadonlySet<string> = new Set(['ticket', 'magic', 'login', 'position', 'order']);

/** 64-bit numbers are texts in the log. */
const revived = <T>(value: unknown): T =>
  JSON.parse(JSON.stringify(value), (key, item) => (BIG.has(key) && typeof item === 'string' ? BigInt(item) : item));

function judgedAgain({ inputs, command }: Written, configurations: readonly AuditRecord[]) {
  const { rules_sha256, now, ...situation } = revived<Written['inputs']>(inputs);
  const rules = configurations.filter(({ data }) => data.rules_sha256 === rules_sha256).map(({ data }) => data.rules);
  expect(rules).toHaveLength(1);
  const market = new Map(Object.entries(situation.snapshot.market));
  const snapshot = { ...situation.snapshot, market };
  return evaluate(revived<TradeCommand>(command), { ...situation, rules: revived<Rules>(rules[0]), snapshot }, now);
}

it('hold all that a decision about what a profile proposes rests on, too', async () => {
  const profiles = { trend: profileWith(1_001n, { max_daily_loss: 100, max_open_positions: 1 }) };
  world().rules = rulesWith({ auto_approve_notional: 20_000 }, { profiles });
  const process = world().start();
  const gateway = process.gateway.as({ name: 'desk', scopes: ['trade'], profile: 'trend' });
  const propose = (intent = SMALL) => world().inTime(gateway.submit({ intent, actor: AGENT }));
  await propose();
  expect(await world().codeOf(propose())).toBe('LIMIT_OPEN_POSITIONS');
  world().terminal.positions[0] = { ...position({ magic: 1_001n }), profit: -200 };
  expect(await world().codeOf(propose(LARGE))).toBe('LIMIT_OPEN_POSITIONS');
  const decisions = await process.gateway.audit({ event: 'decision', profile: 'trend' });
  expect(decisions.map(({ data }) => data.verdict)).toEqual(['refused', 'refused', 'approved']);
  const configurations = await process.gateway.audit({ event: 'configuration' });
  for (const { data } of decisions) {
    const written = data as unknown as Written;
    expect(written.inputs.profile).toMatchObject({ name: 'trend' });
    const again = judgedAgain(written, configurations);
    expect('refusals' in again ? again.refusals : undefined).toEqual(written.refusals);
    expect(again.verdict).toBe(written.verdict);
  }
});

it('hold all that a decision rests on: whoever judges by them again decides the same', async () => {
  const process = world().start();
  const { gateway } = process;
  await world().place(process, SMALL);
  await world().submit(process, buy(0.5));
  world().rules = rulesWith({ auto_approve_notional: 20_000, max_lots_per_trade: 0.1, max_spread_points: 5 });
  expect(await world().codeOf(gateway.submit({ intent: buy(0.3), actor: { kind: 'agent', name: 'test' } }))).toMatch(
    /^LIMIT_/,
  );
  const decisions = await gateway.audit({ event: 'decision' });
  const configurations = await gateway.audit({ event: 'configuration' });
  expect(decisions.map(({ data }) => data.verdict)).toEqual(['refused', 'needs_approval', 'approved']);
  expect(configurations).toHaveLength(2);
  for (const { data } of configurations) {
    const digest = createHash('sha256').update(canonicalJson(data.rules)).digest('hex');
    expect(digest.startsWith(String(data.rules_sha256))).toBe(true);
  }
  for (const { data } of decisions) {
    const written = data as unknown as Written;
    expect(written.inputs).not.toHaveProperty('rules');
    const { verdict, assessment, ...rest } = judgedAgain(written, configurations);
    expect({ verdict, assessment }).toEqual({ verdict: written.verdict, assessment: written.assessment });
    expect('refusals' in rest ? rest.refusals : undefined).toEqual(written.refusals);
  }
});
