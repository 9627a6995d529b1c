import assert from 'node:assert/strict';
import { near } from '../market.ts';
import type { Peer } from '../peer.ts';
import { type Requirement, Skip } from '../suite.ts';

/** Account and positions of one moment: read until nothing moved in between. */
async function still(peer: Peer) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const before = await peer.call('account_info', {});
    const { positions } = await peer.call('positions', {});
    const after = await peer.call('account_info', {});
    if (before.account.profit === after.account.profit && before.seq === after.seq) {
      return { account: after.account, positions };
    }
  }
  throw new Skip('the market moves too fast to compare two calls');
}

const ALL_TIME = { from: 0, to: 4_000_000_000_000 };

export const account: readonly Requirement[] = [
  {
    id: 'ACCOUNT-1',
    title: 'equity, free margin and margin level follow from balance, credit, profit and margin',
    async run({ peer }) {
      const { account } = await peer.call('account_info', {});
      near(account.equity, account.balance + account.credit + account.profit, 0.01, 'equity');
      near(account.margin_free, account.equity - account.margin, 0.01, 'margin_free');
      const level = account.margin > 0 ? (account.equity / account.margin) * 100 : 0;
      near(account.margin_level, level, 0.02, 'margin_level');
    },
  },
  {
    id: 'ACCOUNT-2',
    title: 'floating profit is the sum of profit and swap of the positions, to the cent',
    async run({ peer }) {
      const { account, positions } = await still(peer);
      const sum = positions.reduce((total, p) => total + p.profit + p.swap, 0);
      near(account.profit, sum, 0.01, 'profit');
    },
  },
  {
    id: 'ACCOUNT-3',
    title: 'the balance is the sum of all deals, to the cent',
    async run({ peer }) {
      const { account } = await peer.call('account_info', {});
      const { total, deals } = await peer.call('history_deals', ALL_TIME);
      if (deals.length < total) throw new Skip(`only ${deals.length} of ${total} deals come at once`);
      const sum = deals.reduce((all, d) => all + d.profit + d.swap + d.commission + d.fee, 0);
      near(account.balance, sum, 0.01, 'balance');
    },
  },
  {
    id: 'POSITION-1',
    title: 'positions can be narrowed to a symbol and to a ticket',
    async run({ peer }) {
      const { positions } = await peer.call('positions', {});
      const [first] = positions;
      if (first === undefined) throw new Skip('no open position');
      const bySymbol = await peer.call('positions', { symbol: first.symbol });
      assert.deepEqual(
        bySymbol.positions.map((p) => p.ticket),
        positions.filter((p) => p.symbol === first.symbol).map((p) => p.ticket),
      );
      const byTicket = await peer.call('positions', { ticket: first.ticket });
      assert.deepEqual(
        byTicket.positions.map((p) => p.ticket),
        [first.ticket],
      );
      await peer.refused('positions', { ticket: 18_446_744_073_709_551_615n }, 'TICKET_NOT_FOUND');
    },
  },
  {
    id: 'POSITION-2',
    title: 'an open position stands on deals of the same id, volume and price',
    async run({ peer }) {
      const { positions } = await peer.call('positions', {});
      if (positions.length === 0) throw new Skip('no open position');
      for (const position of positions) {
        const { deals } = await peer.call('history_deals', { position: position.identifier });
        // Where positions are netted, one deal may turn a position round.
        const opening = deals.findLast(({ entry }) => entry === 'inout') ?? deals[0];
        assert(opening !== undefined, `deals of position ${position.identifier}`);
        assert(opening.entry === 'in' || opening.entry === 'inout');
        assert.equal(opening.type, position.type);
        assert.equal(opening.symbol, position.symbol);
        assert.equal(opening.magic, position.magic);
        const { orders } = await peer.call('history_orders', { ticket: opening.order });
        assert.equal(orders[0]?.state, 'filled');
        assert.equal(orders[0]?.position_id, position.identifier);
      }
    },
  },
  {
    id: 'POSITION-3',
    title: 'stops of a position are on their side of the market',
    async run({ peer }) {
      const { positions } = await peer.call('positions', {});
      for (const { ticket, type, sl, tp, price_current } of positions) {
        const sign = type === 'buy' ? 1 : -1;
        assert(sl === null || (price_current - sl) * sign > 0, `stop loss of ${ticket}`);
        assert(tp === null || (tp - price_current) * sign > 0, `take profit of ${ticket}`);
      }
    },
  },
  {
    id: 'ORDER-2',
    title: 'pending orders are placed, on their side of the market, and can be narrowed',
    async run({ peer }) {
      const { orders } = await peer.call('orders', {});
      const [first] = orders;
      await peer.refused('orders', { ticket: 18_446_744_073_709_551_615n }, 'TICKET_NOT_FOUND');
      if (first === undefined) throw new Skip('no pending order');
      for (const { ticket, type, state, price_open, price_current } of orders) {
        assert.equal(state, 'placed');
        const below = type === 'buy_limit' || type === 'sell_stop' || type === 'sell_stop_limit';
        assert(below ? price_open < price_current : price_open > price_current, `${type} ${ticket}`);
      }
      const byTicket = await peer.call('orders', { ticket: first.ticket });
      assert.deepEqual(
        byTicket.orders.map((o) => o.ticket),
        [first.ticket],
      );
    },
  },
  {
    id: 'HISTORY-1',
    title: 'deals by range, position and ticket are the same deals',
    async run({ peer }) {
      const { deals } = await peer.call('history_deals', ALL_TIME);
      const trade = deals.find((d) => d.position_id > 0n);
      if (trade === undefined) throw new Skip('no deal in the history');
      const byPosition = await peer.call('history_deals', { position: trade.position_id });
      assert.deepEqual(
        byPosition.deals,
        deals.filter((d) => d.position_id === trade.position_id),
      );
      const byTicket = await peer.call('history_deals', { ticket: trade.ticket });
      assert.deepEqual(byTicket.deals, [trade]);
      const byMoment = await peer.call('history_deals', { from: trade.time_msc, to: trade.time_msc });
      assert(
        byMoment.deals.some((d) => d.ticket === trade.ticket),
        'both ends of a range are inclusive',
      );
      await peer.refused('history_deals', { ticket: 18_446_744_073_709_551_615n }, 'TICKET_NOT_FOUND');
    },
  },
  {
    id: 'HISTORY-2',
    title: 'orders by range, position and ticket are the same orders',
    async run({ peer }) {
      const { orders } = await peer.call('history_orders', ALL_TIME);
      const past = orders.find((o) => o.position_id > 0n);
      if (past === undefined) throw new Skip('no order in the history');
      const byPosition = await peer.call('history_orders', { position: past.position_id });
      assert.deepEqual(
        byPosition.orders,
        orders.filter((o) => o.position_id === past.position_id),
      );
      const byTicket = await peer.call('history_orders', { ticket: past.ticket });
      assert.deepEqual(byTicket.orders, [past]);
    },
  },
  {
    id: 'HISTORY-3',
    title: 'history is oldest first; pages join to the whole; a symbol narrows it',
    async run({ peer }) {
      const { total, deals } = await peer.call('history_deals', ALL_TIME);
      const times = deals.map((d) => d.time_msc);
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      );
      const paged: bigint[] = [];
      for (let offset = 0; offset < Math.min(total, 50); offset += 7) {
        const page = await peer.call('history_deals', { ...ALL_TIME, offset, count: 7 });
        assert.equal(page.total, total);
        paged.push(...page.deals.map((d) => d.ticket));
      }
      assert.deepEqual(
        paged,
        deals.slice(0, paged.length).map((d) => d.ticket),
      );
      const symbol = deals.find((d) => d.symbol !== '')?.symbol;
      if (symbol === undefined) return;
      const narrowed = await peer.call('history_deals', { ...ALL_TIME, symbol });
      assert.equal(narrowed.total, deals.filter((d) => d.symbol === symbol).length);
    },
  },
  {
    id: 'HISTORY-4',
    title: 'a selection that is none or more than one is INVALID_PARAMS',
    async run({ peer }) {
      const wrong = [
        {},
        { from: 1 },
        { to: 1 },
        { from: 2, to: 1 },
        { from: 0, to: 1, ticket: 5 },
        { ticket: 5, position: 5 },
      ];
      for (const selection of wrong) {
        await peer.refused('history_deals', selection, 'INVALID_PARAMS');
        await peer.refused('history_orders', selection, 'INVALID_PARAMS');
      }
    },
  },
];
