import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import { eurusd, hello, StubReads } from '../../testing/stub-reads.ts';
import { BrokerNames, listedSymbol } from './symbols.ts';

const list = [
  'BINANCE:BTCUSDT=BTCUSD',
  'eurusd = EURUSD.r',
  'OANDA:EURUSD=EURUSD',
  'NASDAQ:AAPL=#AAPL',
  'NASDAQ_DLY:MSFT=#MSFT',
];

it.each([
  ['BINANCE:BTCUSDT', 'BTCUSD'],
  ['BTCUSDT', undefined],
  ['EURUSD', 'EURUSD.r'],
  ['FX:EURUSD', 'EURUSD.r'],
  ['OANDA:EURUSD', 'EURUSD'],
  ['NASDAQ_DLY:AAPL', '#AAPL'],
  ['NASDAQ_DL:AAPL', '#AAPL'],
  ['nasdaq:aapl', '#AAPL'],
  ['NASDAQ_DLY:MSFT', '#MSFT'],
  ['NASDAQ:MSFT', undefined],
  ['GBPUSD', undefined],
  ['', undefined],
  ['__proto__', undefined],
])('%s is listed as %s', (ticker, symbol) => {
  expect(listedSymbol(ticker, list)).toBe(symbol);
});

describe("the broker's own name", () => {
  const names = (overrides: Partial<TerminalReads>) => {
    const clock = new ManualClock();
    return { clock, names: new BrokerNames(new StubReads(overrides).reads, clock) };
  };

  it('is asked once, a name that it does not have once a minute', async () => {
    const asked: string[] = [];
    const { clock, names: broker } = names({
      symbolInfo: async (symbol) => {
        asked.push(symbol);
        if (symbol !== 'EURUSD') throw new Mt5Error('SYMBOL_NOT_FOUND');
        return eurusd;
      },
    });
    expect([await broker.find('OANDA:EURUSD'), await broker.find('FX:EURUSD')]).toEqual(['EURUSD', 'EURUSD']);
    expect([await broker.find('NOPE'), await broker.find('NOPE')]).toEqual([null, null]);
    expect(asked).toEqual(['EURUSD', 'NOPE']);
    await clock.pass(60_000);
    await broker.find('EURUSD');
    await broker.find('NOPE');
    expect(asked).toEqual(['EURUSD', 'NOPE', 'NOPE']);
  });

  it('outlives the link, and not its account', async () => {
    let link: TerminalReads['link'] = { state: 'up', hello, since: 0 };
    let isThere = true;
    const reads = {
      get link() {
        return link;
      },
      symbolInfo: async () => {
        if (!isThere) throw new Mt5Error('SYMBOL_NOT_FOUND');
        return eurusd;
      },
    };
    const broker = new BrokerNames(reads, new ManualClock());
    await broker.find('EURUSD');
    isThere = false;
    link = { state: 'down', reason: new Mt5Error('TERMINAL_NOT_CONNECTED'), since: 0 };
    expect(await broker.find('EURUSD')).toBe('EURUSD');
    link = { state: 'up', hello: { ...hello, epoch: hello.epoch + 1 }, since: 0 };
    expect(await broker.find('EURUSD')).toBeNull();
  });

  it('is not waited for', async () => {
    let answer = (_info: typeof eurusd) => {};
    const { clock, names: broker } = names({
      symbolInfo: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const found = broker.find('EURUSD');
    await clock.pass(20);
    expect(await found).toBeNull();
    answer(eurusd);
    await clock.pass(0);
    expect(await broker.find('EURUSD')).toBe('EURUSD');
  });

  it('is unknown without a terminal, and while it fails', async () => {
    const reason = new Mt5Error('TERMINAL_NOT_CONNECTED');
    const down = names({
      link: { state: 'down', reason, since: 0 },
      symbolInfo: async () => {
        throw new Error('asked in vain');
      },
    });
    expect(await down.names.find('EURUSD')).toBeNull();
    let failures = 0;
    const failing = names({
      symbolInfo: async () => {
        if (failures++ === 0) throw new Mt5Error('TIMEOUT');
        return eurusd;
      },
    });
    expect(await failing.names.find('EURUSD')).toBeNull();
    expect(await failing.names.find('EURUSD')).toBe('EURUSD');
  });
});
