import assert from 'node:assert/strict';
import { operations } from '@mt5-bridge/protocol';
import { type Requirement, Skip } from '../suite.ts';
import { newRequestId, Trader, trades } from '../trader.ts';

/** How often the broker carried a request out. */
const dealsOf = async (trader: Trader, id: string): Promise<number> => (await trader.lookup(id)).deals.length;

export const journal: readonly Requirement[] = [
  {
    id: 'JOURNAL-1',
    title: 'a trade request without a time to live is INVALID_PARAMS, one past it is EXPIRED; neither is carried out',
    run: (context) =>
      trades(context, async (trader) => {
        const { clock } = await trader.peer.callBulk('ping', {});
        for (const [ttl, code] of [
          [0, 'INVALID_PARAMS'],
          [clock - 1_000, 'EXPIRED'],
        ] as const) {
          const id = newRequestId();
          await trader.refused('order_send', trader.order(), { id, ttl }, code);
          const { state, deals, positions } = await trader.lookup(id);
          assert.deepEqual([state, deals.length, positions.length], ['not_seen', 0, 0]);
        }
      }),
  },
  {
    id: 'JOURNAL-8',
    title:
      'a trade request for another start of the terminal is STALE_EPOCH, one for none INVALID_PARAMS; neither is carried out',
    run: (context) =>
      trades(context, async (trader) => {
        const { epoch } = await trader.peer.call('hello', {});
        for (const e of [epoch - 1, epoch + 1]) {
          const id = newRequestId();
          await trader.refused('order_send', trader.order(), { id, e }, 'STALE_EPOCH');
          const { state, deals, positions } = await trader.lookup(id);
          assert.deepEqual([state, deals.length, positions.length], ['not_seen', 0, 0]);
        }
        const { clock } = await trader.peer.callBulk('ping', {});
        const { head } = await trader.peer.ask(operations.order_cancel.number, {}, { ttl: clock + 30_000 });
        assert(!head.ok && head.e.code === 'INVALID_PARAMS');
      }),
  },
  {
    id: 'JOURNAL-9',
    title: 'a lookup that names another start of the terminal is STALE_EPOCH; for this one or none it is answered',
    run: async ({ peer }) => {
      const { number } = operations.order_lookup;
      const { epoch } = await peer.call('hello', {});
      for (const e of [epoch - 1, epoch + 1]) {
        const { head } = await peer.ask(number, { request_id: newRequestId(), since: 0 }, { e });
        assert(!head.ok && head.e.code === 'STALE_EPOCH');
      }
      for (const fields of [{ e: epoch }, {}]) {
        const { head } = await peer.ask(number, { request_id: newRequestId(), since: 0 }, fields);
        assert(head.ok, 'a lookup is answered');
      }
    },
  },
  {
    id: 'JOURNAL-2',
    title: 'the same request again gets the stored answer, says so, and is carried out once',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        const order = trader.order();
        const first = await trader.done('order_send', order, { id });
        assert(!first.replayed);
        for (let i = 0; i < 3; i++) {
          assert.deepEqual(await trader.done('order_send', order, { id }), { ...first, replayed: true });
        }
        assert.equal(await dealsOf(trader, id), 1);
      }),
  },
  {
    id: 'JOURNAL-3',
    title: 'an id that belongs to another request is refused, whatever differs',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        const opened = await trader.open();
        await trader.done('order_send', trader.order(), { id });
        for (const differs of [{ type: 'sell' }, { deviation: 1 }, { magic: 1n }, { comment: 'other' }] as const) {
          await trader.refused('order_send', trader.order(differs), { id }, 'REQUEST_ID_REUSED');
        }
        await trader.refused('position_close', trader.close(opened), { id }, 'REQUEST_ID_REUSED');
        assert.notEqual(await trader.position(opened.ticket), undefined, 'nothing was closed');
        assert.equal(await dealsOf(trader, id), 1);
      }),
  },
  {
    id: 'JOURNAL-4',
    title: 'a rejection is stored as well',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        const order = trader.order({ volume: trader.tradable.lots / 2 });
        const first = await trader.answer('order_send', order, { id });
        assert.equal(first.retcode, 10014);
        assert.deepEqual(await trader.answer('order_send', order, { id }), { ...first, replayed: true });
      }),
  },
  {
    id: 'JOURNAL-5',
    title: 'a close is answered from the journal when its position is long gone',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        const close = trader.close(await trader.open());
        const first = await trader.done('position_close', close, { id });
        assert.deepEqual(await trader.done('position_close', close, { id }), { ...first, replayed: true });
        assert.equal(await dealsOf(trader, id), 1);
      }),
  },
  {
    id: 'JOURNAL-6',
    title: 'of the same request by two callers at once, one is carried out',
    run: (context) =>
      trades(context, async (trader) => {
        const other = new Trader(context.another(), trader.tradable, trader.began);
        for (let round = 0; round < 5; round++) {
          const id = newRequestId();
          const order = trader.order();
          const answers = await Promise.all([trader, other].map((one) => one.done('order_send', order, { id })));
          assert.deepEqual(answers.map(({ replayed }) => replayed).sort(), [false, true]);
          assert.equal(answers[0]?.deal, answers[1]?.deal);
          assert.equal(await dealsOf(trader, id), 1);
        }
      }),
  },
  {
    id: 'JOURNAL-7',
    title: 'the journal survives a restart: the stored answer, and no second deal',
    run: (context) =>
      trades(context, async (trader) => {
        const { arm, another } = context;
        if (arm.restart === undefined) throw new Skip('this arm cannot be restarted from here');
        const id = newRequestId();
        const order = trader.order();
        const first = await trader.done('order_send', order, { id });
        await arm.restart();
        const later = new Trader(another(), trader.tradable, trader.began);
        assert.deepEqual(await later.done('order_send', order, { id }), { ...first, replayed: true });
        assert.equal(await dealsOf(later, id), 1);
        await later.refused('order_send', trader.order({ type: 'sell' }), { id }, 'REQUEST_ID_REUSED');
      }),
  },
];
