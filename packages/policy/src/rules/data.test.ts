import { describe, expect, it } from 'vitest';
import { inFlight, refusal, verdict } from '../testing/judge.ts';
import { type Changes, eurusd, market, NOW, position, quoteOf, send } from '../testing/situation.ts';

const marketWith = (changes: Partial<typeof eurusd>, rate: number | undefined = 1) =>
  new Map([...market, ['EURUSD', { info: { ...eurusd, ...changes }, quote: quoteOf('EURUSD', 1.0841, 1.0842), rate }]]);

describe('what is not known', () => {
  const without = (facts: object | undefined): Changes => {
    const changed = new Map(market);
    if (facts === undefined) changed.delete('EURUSD');
    else changed.set('EURUSD', { info: eurusd, quote: quoteOf('EURUSD', 1.0841, 1.0842), rate: 1, ...facts });
    return { snapshot: { market: changed } };
  };

  it.each([
    ['the specification', without(undefined), 'the specification of EURUSD'],
    ['the quote', without({ quote: undefined }), 'a usable quote of EURUSD'],
    ['a crossed quote', without({ quote: quoteOf('EURUSD', 1.0842, 1.0841) }), 'a usable quote of EURUSD'],
    ['the rate', without({ rate: undefined }), "the rate from USD to the account's currency"],
    ['a contract size', without({ info: { ...eurusd, trade_contract_size: 0 } }), 'the worth of this in EURUSD'],
    [
      "a bond's tick value",
      without({ info: { ...eurusd, trade_calc_mode: 'exch_bonds', trade_tick_value_loss: 0 } }),
      'the worth of this in EURUSD',
    ],
  ])('refuses, whatever the limits: %s', (_, changes, what) => {
    expect(refusal(send(), changes)).toMatchObject({ code: 'DATA_MISSING', attempted: what });
  });

  const dayUnknown = { day: { started_at: 0, resets_at: NOW, realised: undefined } };
  it.each([
    ['max_daily_loss', { max_daily_loss: 1 }, { snapshot: dayUnknown }],
    ['max_drawdown_percent', { max_drawdown_percent: 1 }, { snapshot: { equity_peak: undefined } }],
    ['max_risk_per_trade_percent', { max_risk_per_trade_percent: 1 }, { account: { equity: 0 } }],
    ['max_spread_points', { max_spread_points: 1 }, { snapshot: { market: marketWith({ point: 0 }) } }],
    ['max_total_notional', { max_total_notional: 1e9 }, { snapshot: { positions: [position({ symbol: 'GBPUSD' })] } }],
    [
      'max_position_notional_per_symbol',
      { max_position_notional_per_symbol: 1e9 },
      { situation: { in_flight: [inFlight({}, Number.NaN)] } },
    ],
    [
      'max_orders_per_day',
      { max_orders_per_day: 5 },
      { situation: { counters: { last_minute: 0, minute_resets_at: 0, today: -1 } } },
    ],
  ] as readonly [string, Changes['limits'], Changes][])('refuses by %s, if that is on', (limit, limits, changes) => {
    expect(refusal(send(), { ...changes, limits: limits ?? {} })).toMatchObject({ code: 'DATA_MISSING', limit });
    expect(verdict(send(), changes)).toBe('approved');
  });

  it('of a symbol elsewhere does not hinder the limit of this symbol', () => {
    const changes = {
      limits: { max_position_notional_per_symbol: 10_842 },
      snapshot: { positions: [position({ symbol: 'GBPUSD' })] },
    };
    expect(verdict(send(), changes)).toBe('approved');
  });
});
