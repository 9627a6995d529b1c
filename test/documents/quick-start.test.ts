import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serveHttp } from '../support/served.ts';
import { textOf } from './page.ts';

const page = textOf('docs/quick-start.md');
const lines = [...page.matchAll(/^mt5-bridge (.+)$/gm)].map(([, words = '']) => words);

let served: Served;
beforeAll(async () => {
  served = await serveHttp();
});
afterAll(() => served?.end());

/** What the page promises of each command, behind its check box. */
const promised: Readonly<Record<string, RegExp>> = {
  'call get_quote symbol=EURUSD --mode fake': /"environment": "fake"[\s\S]*"bid"[\s\S]*"ask"/,
  doctor: /^✔ Protocol versions/m,
  'doctor --smoke-trade': /Smoke trade: nothing left {2}Nothing is open of it\./,
  approvals: /Buy 0\.10 EURUSD/,
  'approve 1P9SJ1E073JA': /^status {12}done$/m,
  'audit tail': /proposal[\s\S]*decision[\s\S]*approval_granted[\s\S]*send[\s\S]*outcome/,
  'audit verify': /"intact": true/,
};

test('every command of docs/quick-start.md shows what the page says, in its order', async () => {
  const agent = await served.connect(await served.token());
  let id = '';
  for (const words of lines.filter((words) => words in promised)) {
    if (words === 'approvals') id = await proposed();
    const isTable = /^(approvals|approve|audit tail)/.test(words);
    const { stdout, stderr } = await served.told(
      [...words.replace('1P9SJ1E073JA', id).split(' '), ...(isTable ? ['-o', 'table'] : [])],
      `${served.passphrase}\n`,
    );
    expect(`${stdout}\n${stderr}`, words).toMatch(promised[words] ?? /$^/);
  }
  await agent.close();

  /** What the page has the agent asked. */
  async function proposed(): Promise<string> {
    const quote = await agent.callTool({ name: 'get_quote', arguments: { symbol: 'EURUSD' } });
    const { ask } = quote.structuredContent as { ask: number };
    const sl = Number((ask * 0.995).toFixed(5));
    const order = { symbol: 'EURUSD', side: 'buy', volume: 0.1, sl };
    const { structuredContent } = await agent.callTool({ name: 'place_order', arguments: order });
    expect(structuredContent).toMatchObject({ status: 'pending_approval' });
    return (structuredContent as { approval_id: string }).approval_id;
  }
});

test('all of its commands are tried here, or are of setup, or set the passphrase', () => {
  const others = lines.filter((words) => !(words in promised) && !/^(setup|passphrase)\b/.test(words));
  expect(others).toEqual([]);
  expect(Object.keys(promised).filter((words) => !lines.includes(words))).toEqual([]);
});
