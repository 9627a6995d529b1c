import assert from 'node:assert/strict';
import { near } from '../market.ts';
import { type Requirement, Skip } from '../suite.ts';
import { closed } from '../tradable.ts';
import { MAGIC, newRequestId, type Trader, trades } from '../trader.ts';

const NOBODY = 18_446_744_073_709_551_615n;

/** What could be changed by a request that should change nothing. */
async function belongings({ peer, symbol }: Trader) {
  const { positions } = await peer.call('positions', { symbol });
  const { orders } = await peer.call('orders', { symbol });
  const { account } = await peer.call('account_info', {});
  return {
    balance: account.balance,
    positions: positions.map(({ price_current: _, profit: __, swap: ___, ...rest }) => rest),
    orders: orders.map(({ price_current: _, ...rest }) => rest),
  };
}

/** Runs what should leave the account as it was. */
async function withoutTrace(trader: Trader, run: () => Promise<unknown>): Promise<void> {
  const before = await belongings(trader);
  await run();
  assert.deepEqual(await belongings(trader), before, 'nothing was changed');
}

export const trade: readonly Requirement[] = [
  {
    id: 'TRADE-1',
    title:
      'a market order is filled: order, deal and position are linked by their numbers, with volume, magic and comment',
    run: (context) =>
      trades(context, async (trader) => {
        const { peer, tradable } = trader;
        const id = newRequestId();
        const comment = `#${id} conformance`;
        const result = await trader.done('order_send', trader.order(), { id });
        assert.equal(result.volume, tradable.lots);
        assert(!result.replayed);
        const { orders } = await peer.call('history_orders', { ticket: result.order });
        const { deals } = await peer.call('history_deals', { ticket: result.deal });
        const [order, deal] = [orders[0], deals[0]];
        assert(order !== undefined && deal !== undefined);
        assert.equal(deal.order, order.ticket);
        assert.equal(deal.position_id, order.position_id);
        assert.equal(deal.price, result.price);
        assert.deepEqual([order.state, order.type, order.volume_current], ['filled', 'buy', 0]);
        assert.deepEqual([deal.entry, deal.type, deal.volume], ['in', 'buy', tradable.lots]);
        const { positions } = await peer.call('positions', { symbol: trader.symbol });
        const position = positions.find(({ identifier }) => identifier === deal.position_id);
        assert(position !== undefined, 'the position is there when the order is answered');
        for (const record of [order, deal]) {
          assert.equal(record.magic, MAGIC);
          assert.equal(record.comment, comment);
          assert.equal(record.symbol, trader.symbol);
          assert.equal(record.reason, 'expert');
        }
        if (position.volume === tradable.lots) assert.deepEqual([position.magic, position.comment], [MAGIC, comment]);
      }),
  },
  {
    id: 'TRADE-2',
    title: 'volumes that do not fit are rejected with 10014, those that are no number with INVALID_PARAMS',
    run: (context) =>
      trades(context, async (trader) => {
        const { volume_min, volume_max, volume_step } = trader.tradable.info;
        await withoutTrace(trader, async () => {
          for (const volume of [
            0,
            -volume_min,
            volume_min / 2,
            volume_max + volume_step,
            volume_min + volume_step / 3,
          ]) {
            await trader.rejected('order_send', trader.order({ volume }), 10014);
          }
          for (const volume of [1e300, -1e300]) await trader.rejected('order_send', trader.order({ volume }), 10014);
          const { clock, result } = await trader.peer.callBulk('hello', {});
          const a = { ...trader.order(), request_id: newRequestId(), type: 0, type_filling: 0, type_time: 0 };
          const whole = { ...a, price: 0, stoplimit: 0, sl: 0, tp: 0, expiration: 0 };
          for (const volume of [Number.NaN, Number.POSITIVE_INFINITY, '0.1', null]) {
            const { head } = await trader.peer.ask(22, { ...whole, volume }, { ttl: clock + 30_000, e: result.epoch });
            assert(!head.ok && head.e.code === 'INVALID_PARAMS', `a volume of ${volume}`);
          }
        });
      }),
  },
  {
    id: 'TRADE-3',
    title: 'stops on the wrong side are rejected with 10016',
    run: (context) =>
      trades(context, async (trader) => {
        const { bid, ask } = await trader.quote();
        const [below, above] = [trader.rounded(bid * 0.9), trader.rounded(ask * 1.1)];
        await withoutTrace(trader, async () => {
          await trader.rejected('order_send', trader.order({ sl: above }), 10016);
          await trader.rejected('order_send', trader.order({ tp: below }), 10016);
          await trader.rejected('order_send', trader.order({ type: 'sell', sl: below }), 10016);
          await trader.rejected('order_send', trader.order({ type: 'sell', tp: above }), 10016);
        });
      }),
  },
  {
    id: 'TRADE-4',
    title: 'symbols and tickets that do not exist are refused, and so is close_by as the type of an order',
    run: (context) =>
      trades(context, async (trader) => {
        await withoutTrace(trader, async () => {
          await trader.refused('order_send', trader.order({ symbol: 'NOSUCHSYMBOL.x' }), {}, 'SYMBOL_NOT_FOUND');
          await trader.refused('order_send', trader.order({ type: 'close_by' }), {}, 'INVALID_PARAMS');
          const by = { position: NOBODY, position_by: NOBODY, magic: 0n, comment: '' };
          const terms = { price: 1, stoplimit: null, sl: null, tp: null, type_time: 'gtc', expiration: null } as const;
          await trader.refused('position_modify', { position: NOBODY, sl: null, tp: null }, {}, 'TICKET_NOT_FOUND');
          await trader.refused('position_close', trader.close({ ticket: NOBODY, volume: 1 }), {}, 'TICKET_NOT_FOUND');
          await trader.refused('position_close_by', by, {}, 'TICKET_NOT_FOUND');
          await trader.refused('order_modify', { order: NOBODY, ...terms }, {}, 'TICKET_NOT_FOUND');
          await trader.refused('order_cancel', { order: NOBODY }, {}, 'TICKET_NOT_FOUND');
        });
      }),
  },
  {
    id: 'TRADE-5',
    title: 'stops of a position are set, changed and taken away; setting them as they are is rejected with 10025',
    run: (context) =>
      trades(context, async (trader) => {
        const { bid, ask } = await trader.quote();
        const [sl, tp] = [trader.rounded(bid * 0.9), trader.rounded(ask * 1.1)];
        const { ticket: position } = await trader.open({ sl });
        const stops = async () => {
          const held = await trader.position(position);
          return [held?.sl, held?.tp];
        };
        assert.deepEqual(await stops(), [sl, null]);
        for (const [newSl, newTp] of [
          [trader.rounded(bid * 0.92), tp],
          [null, tp],
          [null, null],
          [sl, null],
        ] as const) {
          await trader.done('position_modify', { position, sl: newSl, tp: newTp });
          assert.deepEqual(await stops(), [newSl, newTp]);
        }
        await trader.rejected('position_modify', { position, sl, tp: null }, 10025);
        await trader.rejected('position_modify', { position, sl: tp, tp: null }, 10016);
        assert.deepEqual(await stops(), [sl, null]);
      }),
  },
  {
    id: 'TRADE-6',
    title:
      'a position is closed in part, then whole: its number stays, its deals say out, the balance takes the profit',
    run: (context) =>
      trades(context, async (trader) => {
        const { peer, tradable } = trader;
        const opened = await trader.open({ volume: trader.lots(3) });
        const before = (await peer.call('account_info', {})).account;
        const part = await trader.done('position_close', trader.close(opened, tradable.lots));
        assert.equal(part.volume, tradable.lots);
        const rest = await trader.position(opened.ticket);
        assert.equal(rest?.identifier, opened.identifier);
        near(rest?.volume ?? 0, opened.volume - tradable.lots, tradable.info.volume_step, 'the rest');
        await trader.done('position_close', trader.close(rest ?? opened));
        assert.equal(await trader.position(opened.ticket), undefined, 'a closed position is gone');
        const { deals } = await peer.call('history_deals', { position: opened.identifier });
        assert.deepEqual(
          deals.slice(-2).map(({ entry, type, magic }) => [entry, type, magic]),
          [
            ['out', 'sell', MAGIC],
            ['out', 'sell', MAGIC],
          ],
        );
        const { account } = await peer.call('account_info', {});
        const taken = deals
          .slice(-2)
          .reduce((sum, deal) => sum + deal.profit + deal.swap + deal.commission + deal.fee, 0);
        near(account.balance, before.balance + taken, 0.01, 'balance');
      }),
  },
  {
    id: 'TRADE-7',
    title: 'a close of more than the position has is rejected with 10038 and never opens the opposite',
    run: (context) =>
      trades(context, async (trader) => {
        const opened = await trader.open();
        await withoutTrace(trader, async () => {
          const more = Number((opened.volume + trader.tradable.lots).toFixed(8));
          await trader.rejected('position_close', trader.close(opened, more), 10038);
          await trader.rejected('position_close', trader.close(opened, -opened.volume), 10014);
        });
        await trader.done('position_close', trader.close(opened));
        await withoutTrace(trader, () =>
          trader.refused('position_close', trader.close(opened), {}, 'TICKET_NOT_FOUND'),
        );
      }),
  },
  {
    id: 'TRADE-8',
    title: 'on hedging accounts two opposite positions are closed by each other',
    run: (context) =>
      trades(context, async (trader) => {
        const { peer, tradable } = trader;
        const { margin_mode } = await peer.call('hello', {});
        if (margin_mode !== 'retail_hedging') throw new Skip('positions are netted');
        const bought = await trader.open({ volume: trader.lots(2) });
        const sold = await trader.open({ type: 'sell' });
        assert.notEqual(sold.ticket, bought.ticket);
        const by = { magic: MAGIC, comment: 'conformance' };
        await trader.rejected('position_close_by', { position: sold.ticket, position_by: sold.ticket, ...by }, 10013);
        await trader.done('position_close_by', { position: bought.ticket, position_by: sold.ticket, ...by });
        assert.equal(await trader.position(sold.ticket), undefined);
        near((await trader.position(bought.ticket))?.volume ?? 0, tradable.lots, tradable.info.volume_step, 'the rest');
        for (const { identifier } of [bought, sold]) {
          const { deals } = await peer.call('history_deals', { position: identifier });
          assert.deepEqual([deals.at(-1)?.entry, deals.at(-1)?.volume], ['out_by', tradable.lots]);
        }
      }),
  },
  {
    id: 'TRADE-9',
    title: 'a closed market rejects with 10018',
    run: (context) =>
      trades(context, async (trader) => {
        const symbol = await closed(trader.peer);
        const { volume_min } = await trader.peer.call('symbol_info', { symbol });
        await trader.rejected('order_send', trader.order({ symbol, volume: volume_min }), 10018);
      }),
  },
];
