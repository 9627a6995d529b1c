import assert from 'node:assert/strict';
import { type Requirement, Skip } from '../suite.ts';
import { newRequestId, Trader, trades } from '../trader.ts';

export const lookup: readonly Requirement[] = [
  {
    id: 'LOOKUP-1',
    title: 'a request that never came was not seen; looking changes nothing about that',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        for (let i = 0; i < 3; i++) {
          const { clock: before } = await trader.peer.callBulk('ping', {});
          const { journal_since, clock, ...found } = await trader.lookup(id);
          assert.deepEqual(found, { state: 'not_seen', orders: [], history_orders: [], deals: [], positions: [] });
          assert(clock >= before, 'the clock is that of frames');
          assert(journal_since <= clock);
        }
        assert(!(await trader.done('order_send', trader.order(), { id })).replayed);
      }),
  },
  {
    id: 'LOOKUP-2',
    title: 'an answered request is found with its answer, and by its tag with order, deal and position',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        const { replayed: _, ...result } = await trader.done('order_send', trader.order(), { id });
        await trader.open();
        const found = await trader.lookup(id);
        assert.equal(found.state, 'answered');
        assert.deepEqual({ ...found.answer, replayed: false }, { ...result, replayed: false });
        assert.deepEqual(
          found.history_orders.map(({ ticket }) => ticket),
          [result.order],
        );
        assert.deepEqual(
          found.deals.map(({ ticket }) => ticket),
          [result.deal],
        );
        assert.deepEqual(
          found.positions.map(({ identifier }) => identifier),
          [found.deals[0]?.position_id],
        );
        assert.deepEqual(found.orders, []);
      }),
  },
  {
    id: 'LOOKUP-3',
    title: 'a pending order and a close are found by their tags, too',
    run: (context) =>
      trades(context, async (trader) => {
        const [pending, close] = [newRequestId(), newRequestId()];
        const { bid } = await trader.quote();
        const { order } = await trader.done('order_send', trader.pending(bid * 0.9), { id: pending });
        assert.deepEqual(
          (await trader.lookup(pending)).orders.map(({ ticket }) => ticket),
          [order],
        );
        const { deal } = await trader.done('position_close', trader.close(await trader.open()), { id: close });
        assert.deepEqual(
          (await trader.lookup(close)).deals.map(({ ticket }) => ticket),
          [deal],
        );
      }),
  },
  {
    id: 'LOOKUP-4',
    title: 'a rejected request is found answered, and nothing at the broker',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        await trader.answer('order_send', trader.order({ volume: 0 }), { id });
        const { state, answer, orders, history_orders, deals, positions } = await trader.lookup(id);
        assert.deepEqual([state, answer?.retcode], ['answered', 10014]);
        assert.deepEqual([...orders, ...deals, ...positions], []);
        assert(history_orders.every((order) => order.state === 'rejected'));
      }),
  },
  {
    id: 'LOOKUP-5',
    title: 'the histories are searched from the instant given',
    run: (context) =>
      trades(context, async (trader) => {
        const id = newRequestId();
        await trader.done('order_send', trader.order(), { id });
        const { deals } = await trader.lookup(id);
        const later = await trader.lookup(id, (deals[0]?.time_msc ?? 0) + 1);
        assert.deepEqual([later.deals, later.history_orders], [[], []]);
        assert.equal(later.state, 'answered');
      }),
  },
  {
    id: 'LOOKUP-6',
    title: 'after a restart a request is found as before',
    run: (context) =>
      trades(context, async (trader) => {
        const { arm, another } = context;
        if (arm.restart === undefined) throw new Skip('this arm cannot be restarted from here');
        const id = newRequestId();
        await trader.done('order_send', trader.order(), { id });
        const before = await trader.lookup(id);
        await arm.restart();
        const after = await new Trader(another(), trader.tradable, trader.began).lookup(id);
        assert.equal(after.journal_since, before.journal_since);
        assert.deepEqual(
          [after.state, after.answer, after.deals, after.history_orders],
          [before.state, before.answer, before.deals, before.history_orders],
        );
      }),
  },
];
