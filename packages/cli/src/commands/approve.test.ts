import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { run, start } from '../testing/command.ts';
import { serveTo, startTerminal, type Terminal } from '../testing/terminal.ts';

const PASSPHRASE = 'correct horse battery';

type Answer = Readonly<Record<string, unknown>>;

async function tool(client: Client, name: string, args: Answer): Promise<Answer> {
  const { structuredContent, content } = await client.callTool({ name, arguments: args });
  const [first] = content;
  return (structuredContent ?? JSON.parse(first?.type === 'text' ? first.text : '')) as Answer;
}

/** An order that the guarded rules let nobody send unasked. */
async function proposed(client: Client, more: Answer = {}): Promise<string> {
  const { bid } = (await tool(client, 'get_quote', { symbol: 'EURUSD' })) as { bid: number };
  const order = { symbol: 'EURUSD', side: 'buy', volume: 0.1, sl: Number((bid * 0.99).toFixed(5)), ...more };
  const answer = await tool(client, 'place_order', order);
  expect(answer).toMatchObject({ status: 'pending_approval', approval_id: expect.any(String) });
  return answer.approval_id as string;
}

describe('an order that waits for its owner', () => {
  let terminal: Terminal;
  let client: Awaited<ReturnType<typeof serveTo>>;
  const owner = (words: readonly string[], typed = '') => run([...words, ...terminal.place], {}, typed);

  beforeAll(async () => {
    terminal = await startTerminal();
    client = await serveTo(terminal.place);
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await terminal[Symbol.asyncDispose]();
  });

  it('can be approved by nobody while no passphrase is set', async () => {
    const id = await proposed(client);
    const { code, stdout, stderr } = await owner(['approve', id], 'anything\n');
    expect({ code, stdout }).toEqual({ code: exitCodes.configuration.number, stdout: '' });
    expect(stderr).toContain('PASSPHRASE_NOT_SET');
    expect(await owner(['passphrase'], `${PASSPHRASE}\n`)).toMatchObject({ code: 0, stdout: '' });
  });

  it('is sent by the approval of another process, and its server knows at once', async () => {
    const id = await proposed(client, { reason: 'the range broke' });
    const { stdout: list } = await owner(['approvals', '-o', 'json']);
    expect(JSON.parse(list).approvals[0]).toMatchObject({ approval_id: id, state: 'pending', symbol: 'EURUSD' });
    const { how_to_approve } = await tool(client, 'get_approval', { approval_id: id });
    expect(how_to_approve).toContainEqual({
      channel: 'cli',
      how: expect.stringContaining(`\`mt5-bridge approve ${id} ${terminal.place.join(' ')}\``),
    });

    const { code, stdout, stderr } = await owner(['approve', id, '-o', 'json'], `${PASSPHRASE}\n`);
    expect(code, stderr).toBe(0);
    const outcome = JSON.parse(stdout) as Answer;
    expect(outcome).toMatchObject({ status: 'done', volume_filled: 0.1, environment: 'fake' });
    for (const shown of ['[FAKE] account 5012345', 'EURUSD', 'volume', '0.1', 'notional', 'the range broke', id]) {
      expect(stderr).toContain(shown);
    }

    const approval = await tool(client, 'get_approval', { approval_id: id });
    expect(approval).toMatchObject({ state: 'approved' });
    const known = await tool(client, 'get_order_outcome', { request_id: outcome.request_id });
    expect(known).toMatchObject({ status: 'done', ticket: outcome.ticket });
    const { positions } = (await tool(client, 'get_positions', { ticket: outcome.ticket })) as { positions: Answer[] };
    expect(positions).toHaveLength(1);

    const all = await owner(['approvals', '--state', 'all', '-o', 'table']);
    expect(all.stdout).toContain(`${id}  approved, order done  [FAKE] 5012345 at FakeMT5-Demo`);

    const again = await owner(['approve', id], `${PASSPHRASE}\n`);
    expect(again.code).toBe(exitCodes.refused.number);
    expect(again.stderr).toContain('APPROVAL_USED');
  });

  it('stays unsent after a wrong passphrase, and after none', async () => {
    const id = await proposed(client);
    const wrong = await owner(['approve', id], 'guess\n');
    expect(wrong.code).toBe(exitCodes.refused.number);
    expect(wrong.stderr).toContain('WRONG_PASSPHRASE');
    const none = await owner(['approve', id]);
    expect(none.code).toBe(exitCodes.usage.number);
    expect(none.stderr).toContain('NO_INPUT');
    expect(await tool(client, 'get_approval', { approval_id: id })).toMatchObject({ state: 'pending' });
  });

  it('is not sent once it is denied', async () => {
    const id = await proposed(client);
    const { code, stdout } = await owner(['deny', id, '--reason', 'too late', '-o', 'json']);
    expect({ code, state: JSON.parse(stdout).state }).toEqual({ code: 0, state: 'denied' });
    const { stderr } = await owner(['approve', id], `${PASSPHRASE}\n`);
    expect(stderr).toContain('APPROVAL_DENIED');
    expect((await owner(['deny', id])).code).toBe(exitCodes.refused.number);
  });

  it('is unknown by another id', async () => {
    const { code, stderr } = await owner(['approve', 'nothing'], `${PASSPHRASE}\n`);
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('APPROVAL_NOT_FOUND');
  });

  it('leaves a passphrase nowhere but as a hash', async () => {
    for (const name of ['audit.jsonl', 'owner.json']) {
      expect(readFileSync(join(terminal.dataDir, name), 'utf8')).not.toContain(PASSPHRASE);
    }
  });
});

it('an approval expires', async () => {
  await using terminal = await startTerminal('approval_ttl_seconds = 1\n');
  await using client = await serveTo(terminal.place);
  const id = await proposed(client);
  await run(['passphrase', ...terminal.place], {}, `${PASSPHRASE}\n`);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { code, stderr } = await run(['approve', id, ...terminal.place], {}, `${PASSPHRASE}\n`);
  expect(code).toBe(exitCodes.refused.number);
  expect(stderr).toContain('APPROVAL_EXPIRED');
});

it('an approval is judged by the rules as they are saved when the passphrase is typed', async () => {
  await using terminal = await startTerminal();
  await using client = await serveTo(terminal.place);
  const id = await proposed(client);
  await run(['passphrase', ...terminal.place], {}, `${PASSPHRASE}\n`);
  const { child, ended } = start(['approve', id, ...terminal.place]);
  // The order is shown, so the rules of then are read.
  if (child.stderr !== null) await once(child.stderr, 'data');
  await new Promise((resolve) => setTimeout(resolve, 500));
  appendFileSync(terminal.config, '\n[symbols]\ndenylist = ["EURUSD"]\n');
  child.stdin?.end(`${PASSPHRASE}\n`);
  const { code, stderr } = await ended;
  expect(stderr).toContain('SYMBOL_DENIED');
  expect(code).toBe(exitCodes.refused.number);
});
