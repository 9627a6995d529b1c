import assert from 'node:assert/strict';
import type { OperationName } from '@mt5-bridge/protocol';
import { allSymbols, near, quoted } from '../market.ts';
import { patient } from '../patient.ts';
import type { Requirement } from '../suite.ts';

const NO_SYMBOL = 'NOSUCHSYMBOL.x';

/** Operations that name one symbol, with arguments that are valid but for it. */
const bySymbol: readonly (readonly [OperationName, Record<string, unknown>])[] = [
  ['symbol_info', {}],
  ['quote', {}],
  ['sessions', {}],
  ['rates', { timeframe: 1, start: 0, count: 1 }],
  ['ticks', { flags: -1, start: 0, count: 1 }],
  ['calc_margin', { type: 0, volume: 0.1 }],
  ['calc_profit', { type: 0, volume: 0.1, price_open: 1, price_close: 2 }],
  ['order_check', { action: 1, type: 0, volume: 0.1 }],
  ['book', {}],
];

export const symbols: readonly Requirement[] = [
  {
    id: 'SYMBOL-1',
    title: 'every operation refuses a symbol that the broker does not have',
    async run({ peer }) {
      for (const [name, rest] of bySymbol) await peer.refused(name, { ...rest, symbol: NO_SYMBOL }, 'SYMBOL_NOT_FOUND');
    },
  },
  {
    id: 'SYMBOL-2',
    title: 'a missing, empty or overlong symbol is INVALID_PARAMS that names the argument',
    async run({ peer }) {
      for (const [name, rest] of bySymbol) {
        if (name === 'order_check') continue;
        for (const symbol of [undefined, '', 'X'.repeat(65), 7]) {
          assert.match(await peer.refused(name, { ...rest, symbol }, 'INVALID_PARAMS'), /symbol/);
        }
      }
    },
  },
  {
    id: 'SYMBOL-3',
    title: 'pages of symbols join to the whole, each name once',
    async run({ peer }) {
      const whole = await allSymbols(peer);
      const paged: string[] = [];
      for (let offset = 0; offset < whole.length && offset < 60; offset += 3) {
        const page = await peer.call('symbols', { offset, count: 3 });
        assert.equal(page.total, whole.length);
        paged.push(...page.symbols.map((s) => s.name));
      }
      assert.deepEqual(
        paged,
        whole.slice(0, paged.length).map((s) => s.name),
      );
      assert.equal(new Set(whole.map((s) => s.name)).size, whole.length);
      assert.deepEqual((await peer.call('symbols', { offset: whole.length + 5, count: 3 })).symbols, []);
    },
  },
  {
    id: 'SYMBOL-4',
    title: 'the list can be narrowed to Market Watch and to a path',
    async run({ peer }) {
      const whole = await allSymbols(peer);
      const selected = await peer.call('symbols', { selected: true, offset: 0, count: 1_000 });
      assert.equal(selected.total, whole.filter((s) => s.select).length);
      const path = whole[0]?.path.slice(0, 3) ?? '';
      const inPath = await peer.call('symbols', { path, offset: 0, count: 1_000 });
      assert.equal(inPath.total, whole.filter((s) => s.path.startsWith(path)).length);
    },
  },
  {
    id: 'SYMBOL-5',
    title: 'the specification agrees with the list and with itself',
    async run({ peer }) {
      for (const brief of (await allSymbols(peer)).slice(0, 20)) {
        const info = await peer.call('symbol_info', { symbol: brief.name });
        for (const key of ['name', 'path', 'digits', 'trade_contract_size', 'volume_min', 'volume_step'] as const) {
          assert.equal(info[key], brief[key], `${brief.name} ${key}`);
        }
        near(info.point, 10 ** -info.digits, 10 ** -info.digits, `${brief.name} point`);
        assert(info.volume_min > 0 && info.volume_step > 0 && info.volume_max >= info.volume_min);
        assert(info.trade_contract_size > 0 && info.trade_tick_size > 0);
        assert.notEqual(info.trade_calc_mode, 'unknown');
      }
    },
  },
  {
    id: 'QUOTE-1',
    title: 'a quote has ask >= bid, its spread in points, and a time that is not in the future',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const info = await peer.call('symbol_info', { symbol });
      for (let i = 0; i < 20; i++) {
        const quote = await peer.call('quote', { symbol });
        const { time_server_raw } = await peer.call('hello', {});
        assert(quote.bid > 0 && quote.ask >= quote.bid);
        assert.equal(quote.spread, Math.round((quote.ask - quote.bid) / info.point));
        assert(quote.time_msc <= time_server_raw + 1_000, `${quote.time_msc} after ${time_server_raw}`);
        assert(quote.bidlow <= quote.bid + info.point / 2 && quote.bid <= quote.bidhigh + info.point / 2);
      }
    },
  },
  {
    id: 'QUOTE-2',
    title: 'quotes answers for the known symbols and lists the others with their reason',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const answer = await peer.call('quotes', { symbols: [symbol, NO_SYMBOL] });
      assert.deepEqual(
        answer.quotes.map((q) => q.symbol),
        [symbol],
      );
      assert.deepEqual(answer.missing, [{ symbol: NO_SYMBOL, code: 'SYMBOL_NOT_FOUND' }]);
      assert.deepEqual(await peer.call('quotes', { symbols: [] }), { quotes: [], missing: [] });
    },
  },
  {
    id: 'SESSION-1',
    title: 'sessions lie within their day, in order, without overlap',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const { quote, trade } = await peer.call('sessions', { symbol });
      for (const sessions of [quote, trade]) {
        assert(sessions.length > 0);
        let last = { day: 0, to: 0 };
        for (const { day, from, to } of sessions) {
          assert(from < to, `day ${day}: ${from} to ${to}`);
          assert(day > last.day || (day === last.day && from >= last.to), `day ${day} follows day ${last.day}`);
          last = { day, to };
        }
      }
    },
  },
  {
    id: 'BOOK-1',
    title: 'the depth of market has best prices first on each side, or is refused with BOOK_UNAVAILABLE',
    async run({ peer }) {
      const { symbol } = await quoted(peer);
      const info = await peer.call('symbol_info', { symbol });
      if (info.ticks_bookdepth === 0) {
        await peer.refused('book', { symbol }, 'BOOK_UNAVAILABLE');
        return;
      }
      const { entries } = (await patient(peer, 'book', { symbol })).result;
      const sells = entries.filter((e) => e.type === 'sell').map((e) => e.price);
      const buys = entries.filter((e) => e.type === 'buy').map((e) => e.price);
      assert(sells.length > 0 && buys.length > 0);
      assert.deepEqual(
        sells,
        [...sells].sort((a, b) => a - b),
      );
      assert.deepEqual(
        buys,
        [...buys].sort((a, b) => b - a),
      );
      assert((buys[0] ?? 0) <= (sells[0] ?? 0));
      assert(entries.every((e) => e.volume > 0));
    },
  },
];
