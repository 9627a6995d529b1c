import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { hello } from '../testing/stub-client.ts';
import { symbol } from '../testing/symbols.ts';
import { failure, list, testReads } from '../testing/test-reads.ts';
import { errorRecord } from './index.ts';

const market = [
  symbol('EURUSD', 'Euro vs US Dollar', { select: true }),
  symbol('EURUSD.m', 'Euro vs US Dollar micro'),
  symbol('#EURUSD', 'Euro vs US Dollar CFD'),
  symbol('EURUSDm', 'Euro vs US Dollar'),
  symbol('EURGBP', 'Euro vs Pound'),
  symbol('USDJPY', 'US Dollar vs Yen', { select: true }),
  symbol('XAUUSD', 'Gold vs US Dollar', { path: 'Metals\\XAUUSD', select: true }),
  symbol('GOLD.f', 'Gold futures', { path: 'Metals\\Futures\\GOLD.f' }),
  symbol('US500', 'S&P 500 index', { path: 'Indices\\US500' }),
  symbol('BRK.B', 'Berkshire Hathaway', { path: 'Stocks\\BRK.B' }),
];

describe('an unknown symbol', () => {
  it.each([
    ['eurusd', ['EURUSD', '#EURUSD', 'EURUSDm', 'EURUSD.m'], 'another case'],
    ['EUR/USD', ['EURUSD', '#EURUSD'], 'a separator'],
    ['S&P 500', ['US500'], 'the name of an index'],
    ['EURUSD.pro', ['EURUSD', '#EURUSD', 'EURUSD.m'], "another broker's suffix"],
    ['ERUUSD', ['EURUSD'], 'two letters changed over'],
    ['EURUSDD', ['EURUSD', '#EURUSD', 'EURUSDm', 'EURUSD.m'], 'a letter too many'],
    ['xau usd', ['XAUUSD'], 'two words'],
    ['XAU', ['XAUUSD'], 'a part'],
    ['gold', ['GOLD.f', 'XAUUSD'], 'a stem, and a word of the description'],
    ['berkshire', ['BRK.B'], 'a company'],
    ['brkb', ['BRK.B'], 'no dot'],
  ])('%s is answered with %j (%s)', async (name, expected) => {
    const { reads, client } = testReads();
    list(client, market);
    const error = await failure(reads.symbolInfo(name));
    expect(error).toMatchObject({ code: 'SYMBOL_NOT_FOUND', retcode: 4301, details: { symbol: name } });
    const matches = error.details.close_matches as string[];
    expect(matches.slice(0, expected.length)).toEqual(expected);
    expect(matches.length).toBeLessThanOrEqual(5);
  });

  it.each(['ZZZZZZ', '!!!', 'Q'])('%s resembles nothing', async (name) => {
    const { reads, client } = testReads();
    list(client, market);
    expect((await failure(reads.symbolInfo(name))).details).toEqual({ symbol: name, close_matches: [] });
  });

  it('prefers what is in Market Watch among equally near ones', async () => {
    const { reads, client } = testReads();
    list(client, [symbol('AUDUSD.a'), symbol('AUDUSD.b', '', { select: true })]);
    expect((await failure(reads.symbolInfo('AUDUSD'))).details.close_matches).toEqual(['AUDUSD.b', 'AUDUSD.a']);
  });

  it('says so in its own words, not in those of the terminal', async () => {
    const { reads, client } = testReads();
    list(client, market);
    client.answers = {
      ...client.answers,
      quote: () => {
        throw new Mt5Error('SYMBOL_NOT_FOUND', 'buy premium at broker.example to see it');
      },
    };
    expect(errorRecord(await failure(reads.quote('EURUSDD')))).toMatchObject({
      message: 'The broker has no symbol "EURUSDD".',
      what_to_do: 'Look with get_symbols; where close matches are listed, one of them may be meant.',
    });
  });

  it.each(['', 'X'.repeat(65), 'EUR\nUSD', 7 as unknown as string])('%j is no name at all', async (name) => {
    const { reads, client } = testReads();
    expect((await failure(reads.quote(name))).code).toBe('INVALID_SYMBOL');
    expect(client.calls).toEqual([]);
  });

  it('is told apart from nothing being open, traded or past', async () => {
    const { reads, client } = testReads();
    list(client, market);
    client.answers = {
      ...client.answers,
      positions: () => ({ epoch: 1, seq: 1, positions: [] }),
      orders: () => ({ epoch: 1, seq: 1, orders: [] }),
      history_deals: () => ({ total: 0, deals: [] }),
      history_orders: () => ({ total: 0, orders: [] }),
    };
    const range = { from: 0, to: 1, symbol: 'EURUSDD' };
    const page = { offset: 0, count: 10 };
    for (const answer of [
      reads.positions({ symbol: 'EURUSDD' }),
      reads.orders({ symbol: 'EURUSDD' }),
      reads.deals(range, page),
      reads.historyOrders(range, page),
    ]) {
      expect((await failure(answer)).details.close_matches).toContain('EURUSD');
    }
    expect(await reads.positions({})).toEqual([]);
  });

  it('keeps its plain error when the directory can not be read', async () => {
    const { reads, client } = testReads();
    list(client, market);
    client.answers = {
      ...client.answers,
      symbols: () => {
        throw new Mt5Error('TIMEOUT');
      },
    };
    expect(await failure(reads.symbolInfo('EURUSDD'))).toMatchObject({ code: 'SYMBOL_NOT_FOUND', details: {} });
  });

  it('leaves other errors alone', async () => {
    const { reads, client } = testReads();
    const thrown = new Mt5Error('NO_QUOTE');
    client.answers = {
      quote: () => {
        throw thrown;
      },
    };
    expect(await failure(reads.quote('EURUSD'))).toBe(thrown);
  });
});

describe('the directory', () => {
  const many = Array.from({ length: 2_345 }, (_, i) => symbol(`S${String(i).padStart(4, '0')}`, `number ${i}`));
  const pages = (client: { calls: readonly { operation: string; params: unknown }[] }) =>
    client.calls.filter(({ operation }) => operation === 'symbols').map(({ params }) => params);

  it('is fetched in pages when first needed, and once for all who wait', async () => {
    const { reads, client } = testReads();
    list(client, many);
    await Promise.all([failure(reads.symbolInfo('S99999')), reads.symbols({ search: 's0001', offset: 0, count: 5 })]);
    expect(pages(client)).toEqual([
      { offset: 0, count: 1_000 },
      { offset: 1_000, count: 1_000 },
      { offset: 2_000, count: 1_000 },
    ]);
  });

  it('is kept for a minute of one epoch', async () => {
    const { reads, client, clock } = testReads();
    list(client, [symbol('A1')]);
    const search = async () => {
      await reads.symbols({ search: 'a', offset: 0, count: 5 });
      return pages(client).length;
    };
    expect([await search(), await search()]).toEqual([1, 1]);
    clock.time += 60_000;
    expect([await search(), await search()]).toEqual([2, 2]);
    client.setLink({ state: 'up', hello: { ...hello, epoch: 2 }, since: 0 });
    expect([await search(), await search()]).toEqual([3, 3]);
  });

  it('is asked for again after a failure', async () => {
    const { reads, client } = testReads();
    client.answers = {
      symbols: () => {
        throw new Mt5Error('TIMEOUT');
      },
    };
    expect((await failure(reads.symbols({ search: 'a', offset: 0, count: 5 }))).code).toBe('TIMEOUT');
    list(client, [symbol('A1')]);
    expect((await reads.symbols({ search: 'a', offset: 0, count: 5 })).total).toBe(1);
  });

  it('ends at a terminal that says more than it gives', async () => {
    const { reads, client } = testReads();
    client.answers = { symbols: ({ offset }) => ({ total: 10_000, symbols: offset === 0 ? [symbol('A1')] : [] }) };
    expect((await reads.symbols({ search: 'a', offset: 0, count: 5 })).total).toBe(1);
  });

  it('is bounded', async () => {
    const { reads, client } = testReads();
    const page = Array.from({ length: 1_000 }, (_, i) => symbol(`A${i}`));
    client.answers = { symbols: () => ({ total: 1_000_000_000, symbols: page }) };
    expect((await reads.symbols({ search: 'a', offset: 0, count: 5 })).total).toBe(50_000);
    expect(pages(client)).toHaveLength(50);
  });
});

describe('a list of symbols', () => {
  const names = async (filter: { search?: string; path?: string; selected?: boolean }) => {
    const { reads, client } = testReads();
    list(client, market);
    return (await reads.symbols({ ...filter, offset: 0, count: 100 })).items.map(({ name }) => name);
  };

  it('without search or path is one page of the terminal', async () => {
    const { reads, client } = testReads();
    list(client, market);
    expect(await reads.symbols({ offset: 4, count: 2 })).toMatchObject({
      total: 10,
      offset: 4,
      items: [{ name: 'EURGBP' }, { name: 'USDJPY' }],
    });
    expect((await reads.symbols({ selected: true, offset: 1, count: 1 })).items[0]?.name).toBe('USDJPY');
    expect(client.calls.map(({ params }) => params)).toEqual([
      { offset: 4, count: 2 },
      { selected: true, offset: 1, count: 1 },
    ]);
  });

  it('finds every word in name or description, case ignored', async () => {
    expect(await names({ search: 'gold' })).toEqual(['XAUUSD', 'GOLD.f']);
    expect(await names({ search: 'DOLLAR euro' })).toEqual(['EURUSD', 'EURUSD.m', '#EURUSD', 'EURUSDm']);
    expect(await names({ search: 'nothing of the kind' })).toEqual([]);
  });

  it('narrows by path and by Market Watch', async () => {
    expect(await names({ path: 'metals' })).toEqual(['XAUUSD', 'GOLD.f']);
    expect(await names({ path: 'Metals', selected: true })).toEqual(['XAUUSD']);
    expect(await names({ search: 'usd', selected: true })).toEqual(['EURUSD', 'USDJPY', 'XAUUSD']);
  });

  it('pages through what was found', async () => {
    const { reads, client } = testReads();
    list(client, market);
    const page = await reads.symbols({ search: 'usd', offset: 2, count: 2 });
    expect(page).toMatchObject({ total: 6, offset: 2, items: [{ name: '#EURUSD' }, { name: 'EURUSDm' }] });
    expect((await reads.symbols({ search: 'usd', offset: 9, count: 2 })).items).toEqual([]);
  });

  it.each([
    [{ offset: -1, count: 1 }, 'INVALID_COUNT'],
    [{ offset: 0.5, count: 1 }, 'INVALID_COUNT'],
    [{ offset: 0, count: 0 }, 'INVALID_COUNT'],
    [{ offset: 0, count: 1_001 }, 'TOO_MUCH_DATA'],
  ])('is not %j', async (page, code) => {
    expect((await failure(testReads().reads.symbols(page))).code).toBe(code);
  });
});
