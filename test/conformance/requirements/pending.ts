import assert from 'node:assert/strict';
import type { Order } from '@mt5-bridge/protocol';
import { type Requirement, Skip } from '../suite.ts';
import { MAGIC, newRequestId, reached, type Trader, trades } from '../trader.ts';

/** Seconds of server time until an order of this suite expires. */
const LIFE_MS = 90_000;

async function placed({ peer }: Trader, ticket: bigint): Promise<Order | undefined> {
  const { orders } = await peer.call('orders', {});
  return orders.find((order) => order.ticket === ticket);
}

/** How an order of the past ended. */
async function ended({ peer }: Trader, ticket: bigint) {
  const { orders } = await peer.call('history_orders', { ticket });
  return orders[0]?.state;
}

export const pending: readonly Requirement[] = [
  {
    id: 'PENDING-1',
    title: 'pending orders of every type are placed as asked for, and cancelled',
    run: (context) =>
      trades(context, async (trader) => {
        const { bid, ask } = await trader.quote();
        const { order_mode } = trader.tradable.info;
        const [below, above] = [trader.rounded(bid * 0.9), trader.rounded(ask * 1.1)];
        for (const [type, mode, price, stoplimit] of [
          ['buy_limit', 'limit', below, null],
          ['sell_limit', 'limit', above, null],
          ['buy_stop', 'stop', above, null],
          ['sell_stop', 'stop', below, null],
          ['buy_stop_limit', 'stop_limit', above, trader.rounded(ask * 1.05)],
          ['sell_stop_limit', 'stop_limit', below, trader.rounded(bid * 0.95)],
        ] as const) {
          if (!order_mode.includes(mode)) continue;
          const id = newRequestId();
          const { order, deal, volume } = await trader.done('order_send', trader.pending(price, { type, stoplimit }), {
            id,
          });
          assert.deepEqual([deal, volume], [0n, 0], 'nothing is filled');
          const found = await placed(trader, order);
          assert(found !== undefined, `${type} is there when it is answered`);
          assert.deepEqual(
            [found.type, found.state, found.price_open, found.price_stoplimit, found.volume_current, found.magic],
            [type, 'placed', price, stoplimit, trader.tradable.lots, MAGIC],
          );
          assert.equal(found.comment, `#${id} conformance`);
          await trader.done('order_cancel', { order });
          assert.equal(await placed(trader, order), undefined, `a cancelled ${type} is gone`);
          assert.equal(await ended(trader, order), 'canceled');
          await trader.refused('order_cancel', { order }, {}, 'TICKET_NOT_FOUND');
        }
      }),
  },
  {
    id: 'PENDING-2',
    title: 'every property of a pending order that can change is changed, and the others stay',
    run: (context) =>
      trades(context, async (trader) => {
        const { bid } = await trader.quote();
        const at = (part: number): number => trader.rounded(bid * part);
        const { order } = await trader.done('order_send', trader.pending(at(0.9), { sl: at(0.8) }));
        const before = await placed(trader, order);
        const { time_server } = await trader.peer.call('hello', {});
        const day = Math.ceil((time_server + 5 * 86_400_000) / 86_400_000) * 86_400_000;
        const still = { stoplimit: null, type_time: 'gtc', expiration: null } as const;
        for (const [change, seen] of [
          [{ ...still, price: at(0.88), sl: at(0.8), tp: null }, [at(0.88), at(0.8), null, 'gtc', null]],
          [{ ...still, price: at(0.88), sl: at(0.82), tp: at(1.1) }, [at(0.88), at(0.82), at(1.1), 'gtc', null]],
          [{ ...still, price: at(0.88), sl: null, tp: null }, [at(0.88), null, null, 'gtc', null]],
          [
            { ...still, price: at(0.88), sl: null, tp: null, type_time: 'specified', expiration: day },
            [at(0.88), null, null, 'specified', day],
          ],
        ] as const) {
          await trader.done('order_modify', { order, ...change });
          const found = await placed(trader, order);
          assert.deepEqual([found?.price_open, found?.sl, found?.tp, found?.type_time, found?.time_expiration], seen);
          assert.deepEqual(
            [found?.comment, found?.magic, found?.volume_current, found?.time_setup_msc],
            [before?.comment, before?.magic, before?.volume_current, before?.time_setup_msc],
          );
        }
      }),
  },
  {
    id: 'PENDING-3',
    title: 'prices on the wrong side are rejected with 10015, an expiry of the past with 10022',
    run: (context) =>
      trades(context, async (trader) => {
        const { bid, ask } = await trader.quote();
        const { peer } = trader;
        const { time_server } = await peer.call('hello', {});
        const count = async (): Promise<number> => (await peer.call('orders', {})).orders.length;
        const before = await count();
        await trader.rejected('order_send', trader.pending(ask * 1.1), 10015);
        await trader.rejected('order_send', trader.pending(bid * 0.9, { type: 'sell_limit' }), 10015);
        await trader.rejected('order_send', trader.pending(bid * 0.9, { type: 'buy_stop' }), 10015);
        await trader.rejected('order_send', trader.pending(ask * 1.1, { type: 'sell_stop' }), 10015);
        await trader.rejected('order_send', trader.pending(bid, { price: null }), 10015);
        const past = { type_time: 'specified', expiration: time_server - 60_000 } as const;
        await trader.rejected('order_send', trader.pending(bid * 0.9, past), 10022);
        assert.equal(await count(), before);
      }),
  },
  {
    id: 'PENDING-4',
    title: 'an order ends at its expiry, and says so',
    run: (context) =>
      trades(context, async (trader) => {
        if (!context.arm.moving) throw new Skip('server time runs too slowly here');
        const { peer } = trader;
        const { bid } = await trader.quote();
        const { time_server } = await peer.call('hello', {});
        const expiration = Math.ceil((time_server + LIFE_MS) / 1_000) * 1_000;
        const terms = { type_time: 'specified', expiration } as const;
        peer.subscribe('trade');
        const { order } = await trader.done('order_send', trader.pending(bid * 0.9, terms));
        assert.equal((await placed(trader, order))?.time_expiration, expiration);
        const isOver = (): boolean =>
          peer.of('trade').some(({ data }) => data.type === 'order_delete' && data.order === order);
        await peer.until(isOver, 'the end of the order');
        assert.equal(await placed(trader, order), undefined);
        assert.equal(await ended(trader, order), 'expired');
      }),
  },
  {
    id: 'PENDING-5',
    title: 'an order that the market reaches is filled under its own number',
    run: (context) =>
      trades(context, async (trader) => {
        if (!context.arm.moving) throw new Skip('the market may never come near');
        const { peer, tradable } = trader;
        peer.subscribe('trade');
        const { trade_stops_level, point } = tradable.info;
        const away = (trade_stops_level + 1) * point;
        const { order, deal } = await reached(
          trader,
          // As near as they may be: what fills a limit order is the other side of the spread.
          ({ ask }) => trader.pending(ask - away),
          ({ bid }) => trader.pending(bid + away, { type: 'sell_limit' }),
        );
        const { deals } = await peer.call('history_deals', { ticket: deal });
        assert.equal(await ended(trader, order), 'filled');
        assert.deepEqual([deals[0]?.order, deals[0]?.entry, deals[0]?.magic], [order, 'in', MAGIC]);
        const position = deals[0]?.position_id ?? 0n;
        const { positions } = await peer.call('positions', { symbol: trader.symbol });
        const ofPosition = await peer.call('history_deals', { position });
        const isClosed = ofPosition.deals.some(({ entry }) => entry !== 'in');
        assert(isClosed || positions.some(({ identifier }) => identifier === position), 'what was filled is held');
      }),
  },
];
