import assert from 'node:assert/strict';
import type { Params } from '@mt5-bridge/protocol';
import { near, quoted } from '../market.ts';
import type { Peer } from '../peer.ts';
import { type Requirement, Skip } from '../suite.ts';

/** A quoted symbol with its specification, priced so that a small order could be sent. */
async function tradable(peer: Peer) {
  const quote = await quoted(peer);
  const info = await peer.call('symbol_info', { symbol: quote.symbol });
  const { account } = await peer.call('account_info', {});
  return { symbol: quote.symbol, quote, info, account, minimum: info.volume_min };
}

async function check(peer: Peer, params: Params<'order_check'>): Promise<number> {
  return (await peer.call('order_check', params)).retcode;
}

export const calc: readonly Requirement[] = [
  {
    id: 'MARGIN-1',
    title: 'margin grows with the volume and takes the market price where none is given',
    async run({ peer }) {
      const { symbol, quote, info } = await tradable(peer);
      const volume = info.volume_min * 10;
      const price = quote.ask;
      const one = await peer.call('calc_margin', { type: 'buy', symbol, volume, price });
      const ten = await peer.call('calc_margin', { type: 'buy', symbol, volume: volume * 10, price });
      assert(one.margin > 0);
      // To a thousandth: between the two calls the rate of the margin's currency may move.
      near(ten.margin / 10, one.margin, 0.02 + one.margin * 0.002, 'margin of ten times the volume');
      const market = await peer.call('calc_margin', { type: 'sell', symbol, volume });
      assert(Math.abs(market.price - quote.bid) / quote.bid < 0.05, `${market.price} is near the bid ${quote.bid}`);
    },
  },
  {
    id: 'PROFIT-1',
    title: "profit is zero at equal prices, positive in the trade's direction, negative against it",
    async run({ peer }) {
      const { symbol, quote, info } = await tradable(peer);
      const [low, high] = [quote.bid, quote.bid + 1_000 * info.point];
      const profit = async (type: 'buy' | 'sell', price_open: number, price_close: number) =>
        (await peer.call('calc_profit', { type, symbol, volume: 1, price_open, price_close })).profit;
      assert.equal(await profit('buy', low, low), 0);
      assert((await profit('buy', low, high)) > 0 && (await profit('sell', low, high)) < 0);
      assert((await profit('buy', high, low)) < 0 && (await profit('sell', high, low)) > 0);
    },
  },
  {
    id: 'PROFIT-2',
    title: "where the profit currency is the account's, profit is price difference x volume x contract size",
    async run({ peer }) {
      const { symbol, quote, info, account } = await tradable(peer);
      if (info.currency_profit !== account.currency) throw new Skip(`${symbol} earns ${info.currency_profit}`);
      const close = Number((quote.bid + 100 * info.point).toFixed(info.digits));
      const { profit, currency } = await peer.call('calc_profit', {
        type: 'buy',
        symbol,
        volume: 2,
        price_open: quote.bid,
        price_close: close,
      });
      near(profit, 200 * info.point * info.trade_contract_size, 0.01, 'profit');
      assert.equal(currency, account.currency);
    },
  },
  {
    id: 'CALC-1',
    title: 'volumes and prices that mean nothing are CALC_FAILED or INVALID_PARAMS',
    async run({ peer }) {
      const { symbol } = await tradable(peer);
      for (const volume of [-1, 0, Number.NaN, Number.POSITIVE_INFINITY, 'one']) {
        await peer.refused('calc_margin', { type: 0, symbol, volume, price: 1 }, 'CALC_FAILED', 'INVALID_PARAMS');
        const prices = { price_open: 1, price_close: 1 };
        await peer.refused('calc_profit', { type: 0, symbol, volume, ...prices }, 'CALC_FAILED', 'INVALID_PARAMS');
      }
      await peer.refused('calc_margin', { type: 99, symbol, volume: 1 }, 'INVALID_PARAMS');
    },
  },
  {
    id: 'CHECK-1',
    title: 'a small market order passes the check and shows the margin that it would take',
    async run({ peer }) {
      const { symbol, info, minimum } = await tradable(peer);
      const type_filling = info.filling_mode.includes('fok')
        ? 'fok'
        : info.filling_mode.includes('ioc')
          ? 'ioc'
          : 'return';
      const answer = await peer.call('order_check', {
        action: 'deal',
        type: 'buy',
        symbol,
        volume: minimum,
        type_filling,
      });
      if (answer.retcode === 10018) throw new Skip(`the market of ${symbol} is closed`);
      assert.equal(answer.retcode, 0, answer.comment);
      const { account } = await peer.call('account_info', {});
      assert(answer.margin >= account.margin && answer.margin_free <= answer.equity);
    },
  },
  {
    id: 'CHECK-2',
    title: 'a wrong volume is 10014, a wrong price 10015, wrong stops 10016, too much 10014, 10019 or 10034',
    async run({ peer }) {
      const { symbol, quote, info, minimum } = await tradable(peer);
      const deal = { action: 'deal', type: 'buy', symbol } as const;
      if ((await check(peer, { ...deal, volume: minimum })) === 10018)
        throw new Skip(`the market of ${symbol} is closed`);
      for (const volume of [0, -minimum, minimum / 2, minimum + info.volume_step / 3, info.volume_max * 10]) {
        assert.equal(await check(peer, { ...deal, volume }), 10014, `volume ${volume}`);
      }
      const far = 2_000 * info.point;
      const pending = { action: 'pending', symbol, volume: minimum } as const;
      assert.equal(await check(peer, { ...pending, type: 'buy_limit', price: quote.ask + far }), 10015);
      assert.equal(await check(peer, { ...pending, type: 'sell_stop', price: quote.bid + far }), 10015);
      assert.equal(await check(peer, { ...deal, volume: minimum, sl: quote.bid + far }), 10016);
      assert.equal(await check(peer, { ...deal, volume: minimum, tp: quote.bid - far }), 10016);
      assert([10014, 10019, 10034].includes(await check(peer, { ...deal, volume: info.volume_max })));
    },
  },
  {
    id: 'CHECK-3',
    title: 'the check of an unknown position or order, or of nothing, is refused by return code',
    async run({ peer }) {
      const { symbol } = await tradable(peer);
      const nobody = 18_446_744_073_709_551_615n;
      assert.notEqual(await check(peer, { action: 'sltp', symbol, position: nobody, sl: 1 }), 0);
      assert.notEqual(await check(peer, { action: 'remove', order: nobody }), 0);
      assert.notEqual(await check(peer, { action: 'deal' }), 0);
    },
  },
];
