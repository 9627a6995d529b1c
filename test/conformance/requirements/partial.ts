import assert from 'node:assert/strict';
import { near } from '../market.ts';
import { type Context, type Requirement, Skip } from '../suite.ts';
import { newRequestId, reached, type Trader, trades } from '../trader.ts';

/** Trades where the best price has some lots, and an order asks for one more of the smallest volume. */
async function scarcely(context: Context, use: (trader: Trader, there: number, more: number) => Promise<void>) {
  const there = context.arm.liquidity;
  if (there === undefined) throw new Skip('nobody knows of what there is too little here');
  await trades(context, (trader) => use(trader, there, Number((there + trader.tradable.lots).toFixed(8))));
}

export const partial: readonly Requirement[] = [
  {
    id: 'PARTIAL-1',
    title: 'immediate or cancel fills what there is: 10010 with the filled volume, and the rest is gone',
    run: (context) =>
      scarcely(context, async (trader, there, more) => {
        const { peer } = trader;
        const id = newRequestId();
        const result = await trader.done('order_send', trader.order({ volume: more, type_filling: 'ioc' }), { id });
        assert.deepEqual([result.retcode, result.volume], [10010, there]);
        const { orders } = await peer.call('history_orders', { ticket: result.order });
        const [order] = orders;
        assert.deepEqual([order?.state, order?.volume_initial], ['partial', more]);
        near(order?.volume_current ?? 0, trader.tradable.lots, trader.tradable.info.volume_step, 'the rest');
        const { state, answer, deals, orders: waiting, positions } = await trader.lookup(id);
        assert.deepEqual([state, answer?.retcode, answer?.volume], ['answered', 10010, there]);
        assert.deepEqual([deals.map(({ volume }) => volume), waiting], [[there], []]);
        assert.deepEqual(
          positions.map(({ volume }) => volume),
          [there],
        );
      }),
  },
  {
    id: 'PARTIAL-2',
    title: 'fill or kill of more than there is is rejected with 10006, and nothing is held',
    run: (context) =>
      scarcely(context, async (trader, _there, more) => {
        const { peer, symbol } = trader;
        const before = (await peer.call('positions', { symbol })).positions.length;
        await trader.rejected('order_send', trader.order({ volume: more, type_filling: 'fok' }), 10006);
        assert.equal((await peer.call('positions', { symbol })).positions.length, before);
      }),
  },
  {
    id: 'PARTIAL-3',
    title: 'a pending order that the market reaches is filled part by part into one position',
    run: (context) =>
      scarcely(context, async (trader, there, more) => {
        if (!context.arm.moving) throw new Skip('the market may never come near');
        const { peer, tradable } = trader;
        peer.subscribe('trade');
        const { trade_stops_level, point } = tradable.info;
        const away = (trade_stops_level + 1) * point;
        const { order } = await reached(trader, ({ ask }) =>
          trader.pending(ask + away, { type: 'buy_stop', volume: more }),
        );
        const parts = () => peer.of('trade').filter(({ data }) => data.type === 'deal_add' && data.order === order);
        const isOver = (): boolean =>
          peer.of('trade').some(({ data }) => data.type === 'order_delete' && data.order === order);
        await peer.until(isOver, 'the last part', 60_000);
        assert.deepEqual(
          parts().map(({ data }) => data.volume),
          [there, tradable.lots],
        );
        const { orders } = await peer.call('history_orders', { ticket: order });
        assert.deepEqual([orders[0]?.state, orders[0]?.volume_current], ['filled', 0]);
        const held = await trader.position(orders[0]?.position_id ?? 0n);
        near(held?.volume ?? 0, more, tradable.info.volume_step, 'lots of all parts');
      }),
  },
  {
    id: 'PARTIAL-4',
    title: 'a close of more than there is leaves the rest of the position open',
    run: (context) =>
      scarcely(context, async (trader, there, more) => {
        const first = await trader.open({ volume: there });
        await trader.done('order_send', trader.order());
        const held = await trader.position(first.ticket);
        if (held?.volume !== more) throw new Skip('a position cannot be made larger than what there is at once');
        const result = await trader.done('position_close', { ...trader.close(held), type_filling: 'ioc' });
        assert.deepEqual([result.retcode, result.volume], [10010, there]);
        const rest = await trader.position(first.ticket);
        near(rest?.volume ?? 0, trader.tradable.lots, trader.tradable.info.volume_step, 'the rest');
      }),
  },
];
