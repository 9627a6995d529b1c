import type { TradeCommand } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { evaluated } from '../testing/judge.ts';
import {
  type Changes,
  cancel,
  close,
  closeBy,
  modify,
  modifyOrder,
  pending,
  position,
  send,
} from '../testing/situation.ts';

describe('worth', () => {
  const figures = (command: TradeCommand, changes: Changes = {}) => evaluated(command, changes).assessment;

  it.each([
    ['in account currency by the contract size', send({ volume: 100 }), 10_842_000, 1.0842],
    ['of a sell at the bid', send({ type: 'sell', sl: null, tp: null }), 10_841, 1.0841],
    ['converted', send({ symbol: 'USDJPY', volume: 1, sl: null, tp: null }), 90_012, 150.02],
    ['of a pending order at its price', send({ type: 'sell_limit', price: 1.09, sl: 1.1, tp: 1.08 }), 10_900, 1.09],
    [
      'of a stop-limit order at the dearer of its prices',
      send({ type: 'sell_stop_limit', price: 1.08, stoplimit: 1.081, sl: null, tp: null }),
      10_810,
      1.081,
    ],
    [
      'of a future by its tick value, where the contract size says less',
      send({ symbol: 'ESZ6', volume: 1, sl: null, tp: null }),
      300_012.5,
      6000.25,
    ],
  ])('%s', (_, command, notional, price) => {
    expect(figures(command)).toMatchObject({ risk: 'adds', notional, price, margin: null, realised: null });
  });

  it.each([
    ['of a buy', send(), 42],
    ['of a sell', send({ type: 'sell', sl: 1.0891, tp: null }), 50],
    ['converted', send({ symbol: 'USDJPY', volume: 1, sl: 149.52, tp: null }), 300],
    ['of a future', send({ symbol: 'ESZ6', volume: 2, sl: 5990.25, tp: null }), 1_000],
    [
      'of a stop-limit order from the worse of its prices',
      send({ type: 'sell_stop_limit', price: 1.08, stoplimit: 1.081, sl: 1.09, tp: null }),
      100,
    ],
    ['of no stop', send({ sl: null }), null],
  ])('at risk %s', (_, command, money_at_risk) => {
    expect(figures(command).money_at_risk).toBe(money_at_risk);
  });

  it.each([{ volume: 0 }, { price_current: 0 }])(
    'of a position that the terminal shows with %j is not known',
    (odd) => {
      const changes = { snapshot: { positions: [position({ ...odd, sl: 1.08 })] } };
      expect(evaluated(modify({ sl: null }), changes)).toMatchObject({
        verdict: 'refused',
        assessment: { risk: 'adds', notional: null },
        refusals: [{ code: 'DATA_MISSING' }],
      });
    },
  );

  it.each([0, -1])('of an order that the terminal shows with a volume of %d is not known', (volume_current) => {
    const orders = [pending({ volume_current })];
    expect(evaluated(modifyOrder({ price: 1.085 }), { snapshot: { orders } })).toMatchObject({
      verdict: 'refused',
      assessment: { risk: 'adds', notional: null },
      refusals: [{ code: 'DATA_MISSING' }],
    });
    expect(evaluated(send(), { limits: { max_total_notional: 1e6 }, snapshot: { orders } })).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'DATA_MISSING', limit: 'max_total_notional' }],
    });
  });

  it('of a close is what it touches and what it realises', () => {
    const held = {
      snapshot: { positions: [position(), position({ ticket: 502n, type: 'sell', volume: 0.4, price_open: 1.083 })] },
    };
    expect(figures(close({ volume: 0.5 }), held)).toMatchObject({
      risk: 'reduces',
      notional: 54_205,
      price: 1.0841,
      realised: -45,
    });
    expect(figures(closeBy(), held)).toMatchObject({ risk: 'reduces', notional: 43_364, realised: -80 });
    expect(figures(cancel(), { snapshot: { orders: [pending()] } })).toMatchObject({
      risk: 'reduces',
      notional: 108_000,
    });
  });

  it('passes on the margin', () => expect(figures(send(), { snapshot: { margin: 108.42 } }).margin).toBe(108.42));
});
