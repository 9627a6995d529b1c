import { Mt5Error } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadAlert, readAlert } from './read-alert.ts';

const read = (body: string): ReadAlert => readAlert(new TextEncoder().encode(body));

/** What is not said is null. */
const said = (body: string) =>
  Object.fromEntries(Object.entries(read(body)).filter(([key, value]) => value !== null && key !== 'text'));

const FIRED = Date.UTC(2026, 6, 13, 12, 0, 5);

describe('JSON', () => {
  it('of our own template is understood whole', () => {
    const body = JSON.stringify({
      ticker: 'EURUSD',
      exchange: 'OANDA',
      interval: '15',
      time: '2026-07-13T11:45:00Z',
      timenow: '2026-07-13T12:00:05Z',
      open: '1.08',
      high: '1.09',
      low: '1.07',
      close: '1.085',
      volume: '1200',
      action: 'buy',
      contracts: '2',
      price: '1.0851',
      order_id: 'Long',
      comment: 'breakout, "strong"',
      market_position: 'long',
      market_position_size: '2',
      position_size: '2',
      prev_market_position: 'flat',
      prev_market_position_size: '0',
    });
    expect(said(body)).toEqual({
      ticker: 'OANDA:EURUSD',
      action: 'buy',
      market_position: 'long',
      order_id: 'Long',
      price: 1.0851,
      contracts: 2,
      interval: '15',
      comment: 'breakout, "strong"',
      fired_at: FIRED,
      bar_time: FIRED - 905_000,
      fields: {
        open: 1.08,
        high: 1.09,
        low: 1.07,
        close: 1.085,
        volume: 1_200,
        market_position_size: 2,
        position_size: 2,
        prev_market_position: 'flat',
        prev_market_position_size: 0,
      },
    });
    expect(read(body).text).toBe(body);
  });

  it("with TradersPost's fields", () => {
    const body = `{"ticker":"TSLA","action":"exit","sentiment":"flat","quantity":10,"signalPrice":250.5,
      "time":"2026-07-13T12:00:05Z","interval":"5","takeProfit":{"limitPrice":260},"extras":{"plots":[1,"2"]}}`;
    expect(said(body)).toEqual({
      ticker: 'TSLA',
      market_position: 'flat',
      contracts: 10,
      price: 250.5,
      bar_time: FIRED,
      interval: '5',
      fields: { action: 'exit', 'takeProfit.limitPrice': 260, 'extras.plots.0': 1, 'extras.plots.1': '2' },
    });
  });

  it.each([
    [
      '{"strategy.order.action":"sell","strategy.order.id":"S","strategy.market_position":"short","strategy.order.contracts":3}',
      { action: 'sell', order_id: 'S', market_position: 'short', contracts: 3 },
    ],
    ['{"side":"LONG"}', { action: 'buy', fields: { side: 'LONG' } }],
    ['{"action":"selllimit","price":"1.5"}', { action: 'sell', price: 1.5, fields: { action: 'selllimit' } }],
    ['{"action":"close"}', { market_position: 'flat', fields: { action: 'close' } }],
    ['{"action":"close","close":1.5}', { market_position: 'flat', price: 1.5, fields: { action: 'close' } }],
    ['{"position_size":-3}', { market_position: 'short', fields: { position_size: -3 } }],
    ['{"price":"2","close":"1"}', { price: 2, fields: { close: 1 } }],
    ['{"price":"market"}', { fields: { price: 'market' } }],
    ['{"action":"{{strategy.order.action}}","ticker":"X"}', { ticker: 'X' }],
    [
      '{"ticker":"X","plot_0":"1.50","id":"007","flag":true,"gone":null}',
      { ticker: 'X', order_id: '007', fields: { plot_0: 1.5, flag: true, gone: null } },
    ],
    ['{"Symbol":"BINANCE:BTCUSDT","exchange":"COINBASE"}', { ticker: 'BINANCE:BTCUSDT' }],
    ['{"$bigint":"1","__proto__":{"polluted":1}}', { fields: { $bigint: '1', '__proto__.polluted': 1 } }],
    ['{"price":1e999,"volume":"1e999"}', { fields: { volume: '1e999' } }],
  ])('%s', (body, expected) => {
    expect(said(body)).toEqual({ fields: {}, ...expected });
  });

  it.each([
    ['1783944005', FIRED],
    ['"1783944005"', FIRED],
    ['1783944005123', FIRED + 123],
    ['"1783944005.5"', FIRED + 500],
    ['"2026-07-13T12:00:05Z"', FIRED],
    ['"2026-07-13T12:00:05.250Z"', FIRED + 250],
    ['"2026-07-13T14:00:05+02:00"', FIRED],
    ['"2026-07-13T12:00:05"', FIRED],
    ['"2026-13-13T12:00:05Z"', null],
    ['"9999-01-01T00:00:00Z"', null],
    ['"today"', null],
    ['12', null],
    ['true', null],
  ])('time %s', (value, expected) => {
    expect(read(`{"timenow":${value}}`).fired_at).toBe(expected);
  });
});

describe('what was meant to be JSON', () => {
  it.each([
    ['{"price": , "ticker": "X"}', { ticker: 'X' }],
    ['{"price": n/a, "comment": NaN, "ticker": X}', { ticker: 'X' }],
    ['{"ticker": EURUSD, "action": buy, "price": 1.0850}', { ticker: 'EURUSD', action: 'buy', price: 1.085 }],
    ['{"comment": Long entry, stop below, "action": "buy"}', { comment: 'Long entry, stop below', action: 'buy' }],
    [
      '{"comment": "He said "buy", then left", "action": "sell"}',
      { comment: 'He said "buy", then left', action: 'sell' },
    ],
    ['{"comment": "two\nlines", "action": "sell"}', { comment: 'two\nlines', action: 'sell' }],
    ['{"comment": "C:\\path", "action": "sell"}', { comment: 'C:\\path', action: 'sell' }],
    ['{"action": "buy", "price": 1.5,}', { action: 'buy', price: 1.5 }],
    ['{"action": "buy", "price": 1.5', { action: 'buy', price: 1.5 }],
    ['{action: buy, price: 1.5}', { action: 'buy', price: 1.5 }],
    ['{"action": {{strategy.order.action}}, "ticker": "X"}', { ticker: 'X' }],
    ['{"time": 2026-07-13T12:00:05Z, "action": buy}', { bar_time: FIRED, action: 'buy' }],
    [
      '{"stop": {"price": , "type": x}, "list": [1, , two], "action": buy}',
      { action: 'buy', fields: { 'stop.price': null, 'stop.type': 'x', 'list.0': 1, 'list.1': 'two' } },
    ],
    ['{', {}],
    ['{{', {}],
  ])('%j', (body, expected) => {
    expect(said(body)).toEqual({ fields: expect.any(Object), ...expected });
  });

  it('however deep', () => {
    expect(read(`${'{"a":'.repeat(2_700)}1`).ticker).toBeNull();
    expect(read(`${'['.repeat(16_000)}`).comment).toHaveLength(16_000);
    expect(read(`{"a":${'['.repeat(8_000)}${']'.repeat(8_000)},"ticker":"X"}`).fields).toBeDefined();
  });
});

describe('text', () => {
  it.each([
    ['60123456789,buy,EURUSD,risk=1,sl=20', { ticker: 'EURUSD', action: 'buy', fields: { risk: '1', sl: '20' } }],
    ['60123456789,closelong,EURUSD', { ticker: 'EURUSD', fields: { action: 'closelong' } }],
    ['EURUSD,buy,1.08', { ticker: 'EURUSD', action: 'buy', price: 1.08 }],
    [
      'OANDA:EURUSD, SELL, 1.08, first, second',
      { ticker: 'OANDA:EURUSD', action: 'sell', price: 1.08, comment: 'first, second' },
    ],
    ['sell,XAUUSD', { ticker: 'XAUUSD', action: 'sell' }],
    ['ticker=EURUSD\naction=buy\r\nprice=1.08\n', { ticker: 'EURUSD', action: 'buy', price: 1.08 }],
    ['ticker: EURUSD\nside: sell', { ticker: 'EURUSD', action: 'sell' }],
    ['ticker=EURUSD;action=buy;qty=2', { ticker: 'EURUSD', action: 'buy', contracts: 2 }],
    ['ticker=EURUSD,action=buy,tf=x', { ticker: 'EURUSD', action: 'buy', fields: { tf: 'x' } }],
    [
      'MACD (12, 26): order sell @ 2 filled on BTCUSDT. New strategy position is -2',
      {
        ticker: 'BTCUSDT',
        action: 'sell',
        contracts: 2,
        market_position: 'short',
        fields: { position_size: -2 },
        comment: 'MACD (12, 26): order sell @ 2 filled on BTCUSDT. New strategy position is -2',
      },
    ],
    ['EURUSD Crossing 1.08000', { ticker: 'EURUSD', comment: 'EURUSD Crossing 1.08000' }],
    ['Look at the euro: it moves', { comment: 'Look at the euro: it moves' }],
    ['Buy now, or never', { comment: 'Buy now, or never' }],
    ['Sell, please', { comment: 'Sell, please' }],
    ['buy,EURUSD.raw', { ticker: 'EURUSD.raw', action: 'buy' }],
    ['"buy"', { comment: '"buy"' }],
    ['[{"ticker":"X"}]', { comment: '[{"ticker":"X"}]' }],
    ['42', { comment: '42' }],
  ])('%j', (body, expected) => {
    expect(said(body)).toEqual({ fields: {}, ...expected });
  });

  it.each(['', ' \n\t ', '\ufeff'])('without a word is refused: %j', (body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code: 'BODY_UNREADABLE' }));
  });
});

describe('any bytes', () => {
  const MOST = 16_384;
  const check = (bytes: Uint8Array) => {
    let alert: ReadAlert;
    try {
      alert = readAlert(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(Mt5Error);
      expect((error as Mt5Error).code).toBe('BODY_UNREADABLE');
      return;
    }
    expect(JSON.parse(JSON.stringify(alert))).toEqual(alert);
    for (const number of [alert.price, alert.contracts, alert.fired_at, alert.bar_time]) {
      expect(number === null || Number.isFinite(number)).toBe(true);
    }
    for (const time of [alert.fired_at, alert.bar_time]) if (time !== null) new Date(time).toISOString();
    for (const value of Object.values(alert.fields)) expect(typeof value === 'object' ? value : null).toBeNull();
    expect(Object.keys(alert.fields).length).toBeLessThanOrEqual(100);
  };

  it('give an alert or a refusal with a code', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), check), { numRuns: 500 });
  });

  it.each(['\n', ';', ','])('with a thousand fields, by %j, have a hundred', (separator) => {
    const fields = Array.from({ length: 1_000 }, (_, i) => `f${i}=x`);
    check(new TextEncoder().encode(fields.join(separator)));
    check(new TextEncoder().encode(`{${fields.map((field) => field.replace('=', ':')).join()}}`));
  });

  it('that look like an alert do, too', () => {
    const words = [
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '\n',
      ' ',
      '=',
      ';',
      '{{',
      '}}',
      'ticker',
      '"action"',
      'buy',
      'n/a',
      'NaN',
      '1.5',
      '-',
      'e9',
      '\u0000',
      '\ud800',
      '\\u',
      '\\ud800',
      '__proto__',
      '$bigint',
      'Crossing',
      'order buy @ 1 filled on ',
      'close',
    ];
    const body = fc
      .array(fc.constantFrom(...words), { maxLength: 60 })
      .map((parts) => new TextEncoder().encode(parts.join('')));
    fc.assert(fc.property(body, check), { numRuns: 3_000 });
  });

  it('that are JSON say the same under the strict and the lenient reader', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 });
    const object = fc.dictionary(
      name,
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
    );
    fc.assert(
      fc.property(object, (value) => {
        const body = JSON.stringify(value);
        const strict = read(body);
        // A comma too many makes it no JSON.
        const lenient = read(body.replace(/\}$/, ',}'));
        expect({ ...lenient, text: '' }).toEqual({ ...strict, text: '' });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '{',
    '{"',
    '{"a":',
    '"',
    '",',
    ' ',
    ', ',
    '{"a":"b" ',
    '\\',
    'a=',
    'a:,',
    ',',
    '=',
    '1',
    '{{',
    ' "',
    '\n',
    ',a',
    'order buy @ ',
  ])(
    '%j, as often as it fits, costs a number of steps that grows with its length alone',
    (unit) => {
      const bytes = (prefix: string) => new TextEncoder().encode((prefix + unit.repeat(MOST)).slice(0, MOST));
      for (const prefix of ['', '{"a": ', '{"a": "']) check(bytes(prefix));
    },
    2_000,
  );
});
