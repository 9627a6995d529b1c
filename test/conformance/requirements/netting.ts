import assert from 'node:assert/strict';
import type { Position } from '@mt5-bridge/protocol';
import { near } from '../market.ts';
import { type Context, type Requirement, Skip } from '../suite.ts';
import { MAGIC, type Trader, trades } from '../trader.ts';

/** Trades on an account that keeps one position a symbol; the symbol has none at the beginning. */
async function nets(context: Context, use: (trader: Trader) => Promise<void>): Promise<void> {
  const { margin_mode } = await context.peer.call('hello', {});
  if (margin_mode === 'retail_hedging') throw new Skip('positions of one symbol are kept apart');
  await trades(context, use);
}

/** What the account has of the symbol: one position, or none. */
async function held({ peer, symbol }: Trader): Promise<Position | undefined> {
  const { positions } = await peer.call('positions', { symbol });
  assert(positions.length <= 1, `a netting account has one position a symbol, not ${positions.length}`);
  return positions[0];
}

async function lastDeal({ peer }: Trader, position: bigint) {
  const { deals } = await peer.call('history_deals', { position });
  const deal = deals.at(-1);
  assert(deal !== undefined, `deals of position ${position}`);
  return deal;
}

export const netting: readonly Requirement[] = [
  {
    id: 'NETTING-1',
    title: 'on netting accounts an order of the same side joins the position, at the average price of all lots',
    run: (context) =>
      nets(context, async (trader) => {
        const { tradable, peer } = trader;
        const first = await trader.open();
        const result = await trader.done('order_send', trader.order({ volume: trader.lots(3) }));
        const all = await held(trader);
        assert.deepEqual([all?.ticket, all?.identifier, all?.type], [first.ticket, first.identifier, 'buy']);
        near(all?.volume ?? 0, trader.lots(4), tradable.info.volume_step, 'lots of both');
        const average = (first.price_open + 3 * (result.price ?? 0)) / 4;
        near(all?.price_open ?? 0, average, tradable.info.point, 'the average price');
        const deal = await lastDeal(trader, first.identifier);
        assert.deepEqual([deal.ticket, deal.entry, deal.profit], [result.deal, 'in', 0]);
        const { orders } = await peer.call('history_orders', { ticket: result.order });
        assert.equal(orders[0]?.position_id, first.identifier);
      }),
  },
  {
    id: 'NETTING-2',
    title: 'an order of the other side reduces the position, which keeps ticket, price and stops, and then closes it',
    run: (context) =>
      nets(context, async (trader) => {
        const { bid } = await trader.quote();
        const sl = trader.rounded(bid * 0.8);
        const first = await trader.open({ volume: trader.lots(3), sl });
        const part = await trader.done('order_send', trader.order({ type: 'sell' }));
        const rest = await held(trader);
        near(rest?.volume ?? 0, trader.lots(2), trader.tradable.info.volume_step, 'the rest');
        assert.deepEqual(
          [rest?.ticket, rest?.type, rest?.price_open, rest?.sl],
          [first.ticket, 'buy', first.price_open, sl],
        );
        const out = await lastDeal(trader, first.identifier);
        assert.deepEqual([out.ticket, out.entry, out.type], [part.deal, 'out', 'sell']);
        await trader.done('order_send', trader.order({ type: 'sell', volume: trader.lots(2) }));
        assert.equal(await held(trader), undefined);
        assert.equal((await lastDeal(trader, first.identifier)).entry, 'out');
      }),
  },
  {
    id: 'NETTING-3',
    title:
      'an order of the other side for more turns the position round in one deal: a new ticket, the same identifier',
    run: (context) =>
      nets(context, async (trader) => {
        const first = await trader.open();
        const before = (await trader.peer.call('account_info', {})).account;
        const turn = await trader.done('order_send', trader.order({ type: 'sell', volume: trader.lots(3) }));
        near(turn.volume, trader.lots(3), trader.tradable.info.volume_step, 'lots of the one deal');
        const turned = await held(trader);
        assert.deepEqual(
          [turned?.ticket, turned?.identifier, turned?.type, turned?.price_open],
          [turn.order, first.identifier, 'sell', turn.price],
        );
        near(turned?.volume ?? 0, trader.lots(2), trader.tradable.info.volume_step, 'the rest');
        const deal = await lastDeal(trader, first.identifier);
        assert.deepEqual([deal.ticket, deal.entry], [turn.deal, 'inout']);
        const { account } = await trader.peer.call('account_info', {});
        near(account.balance, before.balance + deal.profit + deal.swap + deal.commission + deal.fee, 0.01, 'balance');
      }),
  },
  {
    id: 'NETTING-4',
    title: 'a close by ticket never turns a position round, and the ticket of before a turn is no longer one',
    run: (context) =>
      nets(context, async (trader) => {
        const first = await trader.open();
        await trader.rejected('position_close', trader.close(first, trader.lots(2)), 10038);
        assert.equal((await held(trader))?.type, 'buy');
        await trader.done('order_send', trader.order({ type: 'sell', volume: trader.lots(2) }));
        await trader.refused('position_close', trader.close(first), {}, 'TICKET_NOT_FOUND');
        const turned = await held(trader);
        assert(turned !== undefined);
        await trader.rejected('position_close', trader.close(turned, trader.lots(2)), 10038);
        await trader.done('position_close', trader.close(turned));
        assert.equal(await held(trader), undefined);
      }),
  },
  {
    id: 'NETTING-5',
    title: 'positions are not closed by each other: 10035, and nothing changes',
    run: (context) =>
      nets(context, async (trader) => {
        const { ticket } = await trader.open();
        const by = { position: ticket, position_by: ticket, magic: MAGIC, comment: 'conformance' };
        await trader.rejected('position_close_by', by, 10035);
        assert.equal((await held(trader))?.ticket, ticket);
      }),
  },
];
