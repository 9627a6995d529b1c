import { serverZone, symbolInfo } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import { quantile } from '../calibration.ts';
import { calibrations, tickModels } from '../calibration-data.ts';
import { isInSession } from '../sessions.ts';
import { knownSymbols } from './known-symbols.ts';

const specs = [...knownSymbols.values()];

describe('the symbols of the broker', () => {
  it('are those that the records and the demo speak of', () => {
    const names = ['EURUSD', 'GBPUSD', 'USDJPY', 'USDCAD', 'USDCHF', 'EURGBP', 'XAUUSD', 'BTCUSD'];
    expect([...knownSymbols.keys()]).toEqual(names);
    expect(Object.keys(calibrations).toSorted()).toEqual(names.toSorted());
  });

  it.each(specs)('$info.name: fits the wire', ({ info }) => {
    const moving = {
      select: true,
      trade_tick_value: 1,
      trade_tick_value_profit: 1,
      trade_tick_value_loss: 1,
      session_open: 1,
      session_close: 1,
    };
    const whole = { ...info, ...moving };
    expect(symbolInfo.decode(symbolInfo.encode(whole, '', serverZone), '', serverZone)).toEqual(whole);
    expect(info.point).toBe(Number(`1e-${info.digits}`));
    expect(info.path.endsWith(`\\${info.name}`)).toBe(true);
  });

  it.each(['EURUSD', 'BTCUSD'])('%s: its typical spread is the one recorded', (name) => {
    const recorded = quantile(tickModels[name]?.spread ?? [], 0.5);
    expect(knownSymbols.get(name)?.typical_spread).toBe(Math.round(recorded));
  });

  it.each([
    ['EURUSD', 'Sun 23:59', false],
    ['EURUSD', 'Mon 00:04', false],
    ['EURUSD', 'Mon 00:05', true],
    ['EURUSD', 'Tue 00:00', true],
    ['EURUSD', 'Fri 23:54', true],
    ['EURUSD', 'Fri 23:55', false],
    ['EURUSD', 'Sat 12:00', false],
    ['XAUUSD', 'Wed 00:59', false],
    ['XAUUSD', 'Wed 01:00', true],
    ['XAUUSD', 'Sun 12:00', false],
    ['BTCUSD', 'Sun 12:00', true],
    ['BTCUSD', 'Sat 23:59', true],
  ])('%s on %s: open is %s', (name, moment, open) => {
    const [day, clock] = moment.split(' ') as [string, string];
    const date = 12 + ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(day);
    const time = Date.parse(`2026-07-${date}T${clock}:00Z`);
    const { sessions } = knownSymbols.get(name) ?? { sessions: { quote: [], trade: [] } };
    expect(isInSession(sessions.quote, time)).toBe(open);
    expect(isInSession(sessions.trade, time)).toBe(open);
  });
});
