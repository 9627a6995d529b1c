import type { TradeIntent } from '@mt5-bridge/gateway';
import { Mt5Error } from '@mt5-bridge/protocol';
import { createProgram, shellOf } from 'mt5-bridge';
import { expect, test } from 'vitest';
import { createWorld, round, type Side, START } from '../gateway/world.ts';
import { example, expectParts, fenced, table, textOf } from './page.ts';
import { type Market, type Recipe, recipes, type Try } from './recipes.ts';

const PAGE = 'docs/policy-cookbook.md';
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** The recipe, on the simulated account. */
const onFake = (name: string): string =>
  textOf(`examples/config/${name}.toml`)
    .replaceAll('12345678', '5012345')
    .replace(/^server = .*$/m, 'server = "FakeMT5-Demo"');

/** The next such weekday, UTC. */
function next({ day, hour }: NonNullable<Try['at']>): number {
  const today = Math.floor(Date.now() / DAY) * DAY;
  const ahead = (day - new Date(today).getUTCDay() + 7) % 7 || 7;
  return today + ahead * DAY + hour * HOUR;
}

/** What the gateway answers, in the words of the page; what waits is sent by the owner's yes. */
async function answerOf(recipe: string, { at = { day: 3, hour: 10 }, ...what }: Try): Promise<string> {
  const world = await createWorld();
  try {
    world.leap(next(at) - Date.now());
    await world.anew(what.market ?? START);
    world.rules('policy.preset = "open"\n');
    const side = await world.open();
    // Pending orders count as positions do.
    for (const { ticket } of await side.reads.orders({})) {
      await side.gateway.submit({ intent: { action: 'cancel_order', ticket }, actor: { kind: 'owner', name: 'test' } });
    }
    await what.after?.(side);
    world.rules(onFake(recipe));
    return await tried(side, what);
  } finally {
    await world.end();
  }
}

async function tried(side: Side, { intent, profile: name }: Try): Promise<string> {
  const { gateway } = side;
  const caller =
    name === undefined ? gateway : gateway.as({ name, scopes: ['read', 'trade', 'approve'], profile: name });
  try {
    const answer = await caller.submit({
      intent: await intent(marketOf(side)),
      actor: { kind: 'agent', name: 'test' },
    });
    if (answer.kind === 'outcome') return answer.outcome.status === 'done' ? 'sent' : answer.outcome.status;
    const { approval_id, hash, channels } = answer.preview;
    const [channel] = channels;
    if (channel === undefined) return 'waits for nobody';
    const { status } = await gateway.approve(approval_id, { hash, channel, by: 'test' });
    expect(status).toBe('done');
    return `waits: ${channels.join(', ')}`;
  } catch (error) {
    if (!(error instanceof Mt5Error)) throw error;
    const { limit, profile } = error.details;
    return `\`${error.code}\` (${String(limit)}${profile === undefined ? '' : ` of profile ${String(profile)}`})`;
  }
}

const marketOf = (side: Side): Market => ({
  side,
  async order(symbol, volume, stop = 0): Promise<TradeIntent> {
    const { quotes } = await side.reads.quotes([symbol]);
    const ask = quotes[0]?.ask ?? 0;
    const digits = symbol === 'EURUSD' || symbol === 'GBPUSD' ? 5 : 2;
    const sl = digits === 5 ? round(ask * (1 - stop)) : Number((ask * (1 - stop)).toFixed(digits));
    return {
      ...{ action: 'place_order', symbol, side: 'buy', type: 'market', volume },
      ...(stop > 0 && { sl }),
    };
  },
  async held(symbol, type) {
    const found = (await side.reads.positions({})).find((one) => one.symbol === symbol && one.type === type);
    if (found === undefined) throw new Error(`the simulated account holds no ${type} of ${symbol}`);
    return found.ticket;
  },
});

const cases = recipes.flatMap(({ name, tries }) => tries.map((one) => [name, one.says, one] as const));

test.each(cases)('%s: %s', async (name, _, one) => {
  expect(await answerOf(name, one)).toBe(one.answer);
});

/** What `config check` says of the policy of an example. */
async function policySentences(name: string): Promise<string> {
  let said = '';
  const shell = shellOf(process);
  const write = async (text: string) => {
    said += text;
  };
  const program = createProgram({ ...shell, stdout: { ...shell.stdout, write } }, () => {});
  await program.parseAsync(['config', 'check', '--config', example(name)], { from: 'user' });
  const [, sentences = ''] = said.split(/^The policy, on the preset .*:\n/m);
  return sentences;
}

async function partOf({ name, tries }: Recipe): Promise<string> {
  const rows = tries.map(({ says, answer }) => [says, answer]);
  return [
    fenced('toml', textOf(`examples/config/${name}.toml`)),
    '<details>\n<summary>What <code>config check</code> says of it</summary>\n',
    fenced('text', await policySentences(name)),
    '</details>\n',
    table(['what is tried', 'the answer'], rows),
  ].join('\n');
}

test('every recipe of docs/policy-cookbook.md is a file, with what it says and does (vitest run test/documents/policy-cookbook.test.ts --update writes it)', async () => {
  const parts = new Map<string, string>();
  for (const recipe of recipes) parts.set(recipe.name, await partOf(recipe));
  await expectParts(PAGE, parts);
  const linked = [...textOf(PAGE).matchAll(/examples\/config\/([\w-]+)\.toml/g)].map(([, name = '']) => example(name));
  expect(recipes.map(({ name }) => example(name)).filter((file) => !linked.includes(file))).toEqual([]);
});
