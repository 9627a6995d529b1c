import { parseConfig } from '@mt5-bridge/config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buy, createWorld, proposal } from '../gateway/world.ts';
import { type Served, serveHttp } from '../support/served.ts';
import { textOf } from './page.ts';

const PAGE = 'docs/approvals.md';
const page = textOf(PAGE);

/** The block behind a mark. */
function block(mark: string): string {
  const [, text] = new RegExp(`<!-- ${mark} -->\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`${PAGE} shows no ${mark}`);
  return text;
}

/** What stays the same from run to run. */
const shape = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{64}\b/g, 'HASH')
    .replace(/#?\b[0-9A-Z]{12}\b/g, 'ID')
    .replace(/\d+(?:,\d{3})*(?:\.\d+)?/g, '0');

let served: Served;
beforeAll(async () => {
  served = await serveHttp();
});
afterAll(() => served?.end());

test('what docs/approvals.md shows is what agent and owner see', async () => {
  const agent = await served.connect(await served.token());
  const quote = await agent.callTool({ name: 'get_quote', arguments: { symbol: 'EURUSD' } });
  const { bid } = quote.structuredContent as { bid: number };
  const order = { symbol: 'EURUSD', side: 'buy', volume: 0.1, sl: Number((bid * 0.99).toFixed(5)) };
  const { structuredContent } = await agent.callTool({
    name: 'place_order',
    arguments: { ...order, reason: 'the range broke' },
  });
  const answer = structuredContent as { approval_id: string; approval: Record<string, unknown> };
  const { status, approval_id, approval } = { status: '', ...answer };
  const { summary, notional, money_at_risk, how_to_approve } = approval;
  const seen = { status, approval_id, approval: { summary, notional, money_at_risk, how_to_approve } };
  const known = JSON.stringify(seen, null, 2)
    .replaceAll(served.url, 'http://localhost:8765')
    .replaceAll(/ --config \S+ --data-dir \S+`/g, '`');
  expect(shape(block('agent'))).toBe(shape(`${known}\n`));

  const waiting = await served.command(['approvals', '-o', 'table']);
  expect(shape(block('waiting')).trim().split('\n')).toEqual(shape(waiting).split('\n'));
  const { stderr } = await served.told(['approve', approval_id], `${served.passphrase}\n`);
  expect(stderr.split('\n').map(shape)).toEqual(expect.arrayContaining(block('preview').split('\n').map(shape)));
  await agent.close();
});

test('who can approve an order of which worth, as its table says', async () => {
  const [, levels = ''] = /```toml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(parseConfig(levels, 'config.toml').config.approvals.levels).toHaveLength(2);
  const rows = [...page.matchAll(/^\| ([\d.]+) lots \| ([\d,]+) \| (.+) \|$/gm)].map(
    ([, lots, worth = '', channels]) => [Number(lots), Number(worth.replace(',', '')), channels] as const,
  );
  expect(rows.length).toBe(4);
  const world = await createWorld();
  try {
    world.rules(`${levels}\n[policy]\npreset = "open"\nauto_approve_notional = 0.01\n`);
    const { gateway } = await world.open();
    for (const [lots, worth, channels] of rows) {
      const answer = await gateway.submit(proposal(buy(lots)));
      if (answer.kind !== 'pending_approval') throw new Error(`${lots} lots were ${answer.outcome.status}`);
      expect(answer.preview.channels.join(', ')).toBe(channels);
      expect(Math.abs(Number(answer.preview.assessment.notional) - worth) / worth).toBeLessThan(0.02);
    }
  } finally {
    await world.end();
  }
});
