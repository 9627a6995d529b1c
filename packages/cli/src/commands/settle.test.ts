import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { type Ended, nobody, run } from '../testing/command.ts';
import { startTerminal, type Terminal } from '../testing/terminal.ts';

const PASSPHRASE = 'correct horse battery';

/** Nobody can ask what became of an order. */
const SILENT = { fault: 'drop', op: 'order_lookup', times: 'always' };

type Answer = Readonly<Record<string, unknown>>;

let terminal: Terminal;
const owner = (words: readonly string[], typed = ''): Promise<Ended> => run([...words, ...terminal.place], {}, typed);
const json = ({ stdout }: Ended) => JSON.parse(stdout) as Answer;
const unsettled = async () => json(await owner(['settle', '-o', 'json'])).unsettled_orders as Answer[];

/** An order that was sent, and of which nobody can tell any more what came of it. */
async function lost(key: string): Promise<string> {
  terminal.fault({ fault: 'drop', op: 'order_send' });
  const { bid } = json(await owner(['call', 'get_quote', 'symbol=EURUSD', '-o', 'json'])) as { bid: number };
  const order = {
    symbol: 'EURUSD',
    side: 'buy',
    volume: 0.01,
    sl: Number((bid * 0.99).toFixed(5)),
    idempotency_key: key,
  };
  const placed = await owner(['call', 'place_order', '--json-args', JSON.stringify(order), '-o', 'json']);
  expect(placed.code, placed.stderr).toBe(exitCodes.unknown.number);
  return (await unsettled()).find(({ idempotency_key }) => idempotency_key === key)?.request_id as string;
}

beforeAll(async () => {
  terminal = await startTerminal('auto_approve_notional = 20000\n');
  const config = readFileSync(terminal.config, 'utf8');
  writeFileSync(
    terminal.config,
    config.replace('[mt5]\n', '[mt5]\nrequest_timeout_ms = 500\norder_timeout_ms = 500\n'),
  );
  terminal.fault(SILENT);
});
afterAll(() => terminal[Symbol.asyncDispose]());

describe('an order that stays unknown', () => {
  it('is listed, and settled by nobody but the owner', async () => {
    expect(await unsettled()).toEqual([]);
    const request_id = await lost('first');
    expect(await unsettled()).toMatchObject([
      {
        ...{ request_id, status: 'unknown', symbol: 'EURUSD', what: 'order_send buy 0.01', idempotency_key: 'first' },
        ...{ environment: 'fake', since: expect.stringMatching(/Z$/) },
      },
    ]);
    const { checks } = json(await owner(['doctor', '--json'])) as { checks: Answer[] };
    expect(checks.find(({ check }) => check === 'ORDERS')).toMatchObject({
      status: 'warn',
      what_to_do: expect.stringContaining('mt5-bridge settle'),
    });
    const unset = await owner(['settle', request_id, 'done'], 'anything\n');
    expect(unset.stderr).toContain('PASSPHRASE_NOT_SET');
    await owner(['passphrase'], `${PASSPHRASE}\n`);
    const guessed = await owner(['settle', request_id, 'done'], 'guess\n');
    expect(guessed.code).toBe(exitCodes.refused.number);
    expect(guessed.stderr).toContain('WRONG_PASSPHRASE');
    expect(await unsettled()).toHaveLength(1);

    const settled = await owner(
      ['settle', request_id, 'done', '--reason', 'ticket 7', '-o', 'json'],
      `${PASSPHRASE}\n`,
    );
    expect(settled.code, settled.stderr).toBe(0);
    expect(settled.stderr).toContain(request_id);
    const outcome = { status: 'done', settled_by: 'owner', ticket: null, error: null };
    expect(json(settled)).toMatchObject(outcome);
    expect(await unsettled()).toEqual([]);
    const asked = await owner(['call', 'get_order_outcome', `request_id=${request_id}`, '-o', 'json']);
    expect(json(asked)).toMatchObject(outcome);
    const records = await owner(['audit', 'query', '--event', 'settled_by_owner', '-o', 'ndjson']);
    expect(json(records)).toMatchObject({ request_id, actor: { kind: 'owner', name: 'mt5-bridge settle' } });
    expect(json(records).data).toMatchObject({ reason: 'ticket 7', status: 'done' });

    const again = await owner(['settle', request_id, 'rejected'], `${PASSPHRASE}\n`);
    expect(again.code).toBe(exitCodes.refused.number);
    expect(again.stderr).toContain('REQUEST_SETTLED');
  });

  it('is not settled by hand where the terminal tells by now', async () => {
    const request_id = await lost('told');
    terminal.fault({ fault: 'clear' });
    const { code, stderr } = await owner(['settle', request_id, 'rejected'], `${PASSPHRASE}\n`);
    expect(stderr).toContain('REQUEST_SETTLED');
    expect(code).toBe(exitCodes.refused.number);
    const asked = await owner(['call', 'get_order_outcome', `request_id=${request_id}`, '-o', 'json']);
    expect(json(asked)).toMatchObject({ status: 'done', settled_by: 'journal' });
    terminal.fault(SILENT);
  });

  it('is settled without a terminal too', async () => {
    const request_id = await lost('second');
    const place = ['--config', nobody(), '--data-dir', terminal.dataDir];
    const settled = await run(['settle', request_id, 'rejected', ...place, '-o', 'json'], {}, `${PASSPHRASE}\n`);
    expect(settled.code, settled.stderr).toBe(0);
    expect(json(settled)).toMatchObject({ status: 'rejected', error: { code: 'ORDER_REJECTED' }, settled_by: 'owner' });
  });
});

describe('settle', () => {
  it.each([
    [['settle', 'NOSUCH000000'], 'USAGE'],
    [['settle', 'NOSUCH000000', 'perhaps'], 'USAGE'],
    [['settle', 'NOSUCH000000', 'done'], 'REQUEST_NOT_FOUND'],
  ])('%j is refused: %s', async (words, code) => {
    const refused = await owner(words, `${PASSPHRASE}\n`);
    expect(refused.code).toBe(exitCodes.usage.number);
    expect(refused.stderr).toContain(code);
  });
});
