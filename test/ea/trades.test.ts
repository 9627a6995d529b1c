import { chmodSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { MAGIC, newRequestId, type Trader } from '../conformance/trader.ts';
import { pause, until } from '../support/wait.ts';
import { BUILDING_MS, Machine, prepare } from './machine.ts';

/** The expert advisor's trades where the conformance suite does not look: deaths, damage, a full disk, limits, silence. */

/** Each test starts a terminal, or several. */
let program: string;
beforeAll(async () => {
  program = await prepare();
}, BUILDING_MS);

describe('the terminal dies in the middle of an order', () => {
  test.each([
    ['received', 'not_seen', 0],
    ['journal-begun', 'begun', 0],
    ['broker-done', 'begun', 1],
    ['journal-answered', 'answered', 1],
    ['reply-sent', 'answered', 1],
  ] as const)('at %s: afterwards it is %s, and the broker has %d of it', async (at, state, deals) => {
    const machine = new Machine();
    const trader = await machine.start();
    const id = newRequestId();
    const before = await trader.lookup(id);
    await machine.tell({ fault: 'crash', at, op: 'order_send' });
    // Its answer is lost, or not.
    void trader.ask('order_send', trader.order(), { id }).catch(() => {});
    await machine.ended();
    const later = await machine.restart();
    const found = await later.lookup(id);
    expect([found.state, found.deals.length]).toEqual([state, deals]);
    expect(found.journal_since).toBe(before.journal_since);
    if (state === 'not_seen') await later.done('order_send', later.order(), { id });
    if (state === 'begun') await later.refused('order_send', later.order(), { id }, 'OUTCOME_UNKNOWN');
    if (state === 'answered') expect((await later.done('order_send', later.order(), { id })).replayed).toBe(true);
    const dealt = state === 'not_seen' ? 1 : deals;
    // The terminal's history comes after its answer.
    await until(async () => (await later.lookup(id)).deals.length >= dealt, 'The deal in the history');
    expect((await later.lookup(id)).deals).toHaveLength(dealt);
  });
});

describe('the journal on disk', () => {
  test('without its last bytes: what stands before them counts, and nothing is claimed of the time before', async () => {
    const machine = new Machine();
    const trader = await machine.start();
    const [whole, torn] = [newRequestId(), newRequestId()];
    const before = await trader.lookup(whole);
    const first = await trader.done('order_send', trader.order(), { id: whole });
    await trader.done('order_send', trader.order(), { id: torn });
    await machine.kill();
    const journal = machine.file('journal') ?? '';
    truncateSync(journal, readFileSync(journal).length - 3);
    const later = await machine.start();
    const { state, answer, journal_since } = await later.lookup(whole);
    expect(state).toBe('answered');
    expect(answer).toEqual({ ...first, replayed: true });
    expect(journal_since).toBeGreaterThan(before.journal_since);
    const begun = await later.lookup(torn);
    expect([begun.state, begun.deals.length]).toEqual(['begun', 1]);
    await later.refused('order_send', later.order(), { id: torn }, 'OUTCOME_UNKNOWN');
    expect(machine.file('journal.damaged')).toBeDefined();
    const again = await (await machine.restart()).lookup(whole);
    expect([again.state, again.journal_since]).toEqual(['answered', journal_since]);
  });

  test.skipIf(process.platform !== 'linux')('that has no room left refuses, and nothing is sent', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ea-full-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const wrapper = join(folder, 'expert');
    // No file grows beyond 4 KiB, and who tries hears of it instead of dying.
    writeFileSync(wrapper, `#!/bin/bash\ntrap '' XFSZ\nulimit -f 4\nexec '${program}' "$@"\n`);
    chmodSync(wrapper, 0o755);
    const machine = new Machine('--expert', wrapper);
    const trader = await machine.start();
    const done: string[] = [];
    const refused: string[] = [];
    for (let i = 0; i < 40 && refused.length < 3; i++) {
      const id = newRequestId();
      const { head } = await trader.ask('order_send', trader.order(), { id });
      if (head.ok) done.push(id);
      else expect([head.e.code, refused.push(id)]).toEqual(['JOURNAL_FAILED', refused.length]);
    }
    expect(done.length).toBeGreaterThan(3);
    expect(refused).toHaveLength(3);
    for (const id of refused) {
      const { state, deals } = await trader.lookup(id);
      expect([state, deals.length]).toEqual(['not_seen', 0]);
    }
    const { state, deals } = await trader.lookup(done[0] ?? '');
    expect([state, deals.length]).toEqual(['answered', 1]);
  });
});

describe('limits of the owner', () => {
  test('are the inputs, and no message can raise them', async () => {
    const machine = new Machine('--allow-symbols', 'EURUSD,BTCUSD', '--max-lots', '0.02', '--allow-magic', `${MAGIC}`);
    const trader = await machine.start();
    const says = async (differs: Parameters<Trader['order']>[0]): Promise<string> => {
      const { head } = await trader.ask('order_send', trader.order({ symbol: 'EURUSD', volume: 0.02, ...differs }));
      return head.ok ? 'done' : `${head.e.code}: ${head.e.message}`;
    };
    expect(await says({ symbol: 'USDJPY' })).toBe('GUARD_SYMBOL: USDJPY is not one of EURUSD, BTCUSD');
    expect(await says({ magic: 1n })).toBe(`GUARD_MAGIC: magic number 1 is not one of ${MAGIC}`);
    expect(await says({ volume: 0.03 })).toBe('GUARD_VOLUME: 0.03 lots are more than 0.02');
    // What floating point makes of 0.02 is still 0.02.
    expect(await says({ volume: 0.020000000000000004 })).toBe('done');
    const { orders } = await trader.peer.call('history_orders', { from: trader.began, to: trader.began + 86_400_000 });
    expect(orders).toHaveLength(1);
  });

  test('hold for what would go beyond a position, too', async () => {
    const trader = await new Machine('--margin-mode', 'retail_netting', '--max-lots', '0.02').start();
    const { ticket, volume } = await trader.open();
    const held = { ticket, volume };
    await trader.refused('position_close', trader.close(held, volume + 0.03), {}, 'GUARD_VOLUME');
    await trader.done('position_close', trader.close(held));
  });

  test('read only', async () => {
    const trader = await new Machine('--read-only').start();
    await trader.refused('order_send', trader.order(), {}, 'GUARD_READ_ONLY');
  });

  test('the button on the chart stops trading, also after a restart, until it is pressed again', async () => {
    const machine = new Machine();
    const trader = await machine.start();
    await machine.tell({ expert: 'click', object: 'Mt5BridgeStop' });
    await until(() => machine.file('trading-stopped') !== undefined, 'the stop on disk');
    await trader.refused('order_send', trader.order(), {}, 'GUARD_STOPPED');
    const later = await machine.restart();
    await later.refused('order_send', later.order(), {}, 'GUARD_STOPPED');
    await machine.tell({ expert: 'click', object: 'Mt5BridgeStop' });
    await until(() => machine.file('trading-stopped') === undefined, 'the end of the stop');
    await later.done('order_send', later.order());
  });

  test('a terminal that does not let experts trade is an answer, journaled as any other', async () => {
    const machine = new Machine();
    const trader = await machine.start();
    await machine.tell({ expert: 'algo-trading', allowed: false });
    const id = newRequestId();
    await until(async () => !(await trader.peer.call('terminal_info', {})).trade_allowed, 'algo trading is off');
    const first = await trader.answer('order_send', trader.order(), { id });
    expect([first.retcode, first.deal]).toEqual([10027, 0n]);
    await machine.tell({ expert: 'algo-trading', allowed: true });
    expect(await trader.answer('order_send', trader.order(), { id })).toEqual({ ...first, replayed: true });
  });
});

describe('the dead-man rule', () => {
  const MINE = 77n;
  const rule = (action: number) =>
    new Machine(
      ...['--set', `InpDeadMan=${action}`, '--set', 'InpDeadManSeconds=5', '--set', `InpDeadManMagic=${MINE}`],
    );

  /** Magic numbers of what is left of two positions and two orders, one of each under the rule's number. */
  async function afterSilence(machine: Machine) {
    const trader = await machine.start();
    const held = async () => {
      const { positions } = await trader.peer.call('positions', {});
      const { orders } = await trader.peer.call('orders', {});
      return [positions, orders].flatMap((all) => all.map(({ ticket, magic }) => ({ ticket, magic })));
    };
    const others = await held();
    const { bid } = await trader.quote();
    await trader.done('order_send', trader.order({ magic: MINE }));
    await trader.done('order_send', trader.order());
    await trader.done('order_send', trader.pending(bid * 0.9, { magic: MINE }));
    await trader.done('order_send', trader.pending(bid * 0.9));
    await pause(7_000);
    const left = await held();
    expect(left).toEqual(expect.arrayContaining(others));
    const isNew = ({ ticket }: { ticket: bigint }): boolean => others.every((other) => other.ticket !== ticket);
    return { trader, left: left.filter(isNew).map(({ magic }) => magic) };
  }

  test('closes and cancels what carries its magic number, or cancels alone, or does nothing', async () => {
    const [closes, cancels, nothing] = await Promise.all([2, 1, 0].map((action) => afterSilence(rule(action))));
    expect(closes?.left).toEqual([MAGIC, MAGIC]);
    expect(cancels?.left).toEqual([MINE, MAGIC, MAGIC]);
    expect(nothing?.left).toEqual([MINE, MAGIC, MINE, MAGIC]);
    const { trader } = closes ?? expect.fail();
    const { deals } = await trader.peer.call('history_deals', { from: trader.began, to: trader.began + 86_400_000 });
    const [, id = ''] = /^#(DM\w{10}) dead man$/.exec(deals.at(-1)?.comment ?? '') ?? [];
    expect((await trader.lookup(id)).state, 'its trades are journaled').toBe('answered');
  });
});
