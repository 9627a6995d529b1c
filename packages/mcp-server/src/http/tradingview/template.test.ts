import { describe, expect, it } from 'vitest';
import { readAlert } from './read-alert.ts';
import { alertTemplate, TEMPLATES } from './template.ts';

/** As TradingView fills them in; a text with quotes in it among them. */
const values: Readonly<Record<string, string>> = {
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
  plot_0: '55.5',
  'strategy.order.action': 'sell',
  'strategy.order.contracts': '3',
  'strategy.order.price': '1.0851',
  'strategy.order.id': 'Short',
  'strategy.order.comment': 'a "strong" signal, they say',
  'strategy.order.alert_message': '{"sl": 1.09}',
  'strategy.market_position': 'short',
  'strategy.market_position_size': '3',
  'strategy.position_size': '-3',
  'strategy.prev_market_position': 'flat',
  'strategy.prev_market_position_size': '0',
};
const filled = (text: string) => text.replace(/\{\{([\w.]+)\}\}/g, (whole, name: string) => values[name] ?? whole);
const read = (text: string) => readAlert(new TextEncoder().encode(text));

describe.each(['json', 'text'] as const)('the template as %s', (form) => {
  it('of a strategy is read whole', () => {
    const alert = read(filled(alertTemplate('strategy', form)));
    expect(alert).toMatchObject({
      ticker: 'OANDA:EURUSD',
      action: 'sell',
      market_position: 'short',
      order_id: 'Short',
      price: 1.0851,
      contracts: 3,
      interval: '15',
      comment: 'a "strong" signal, they say',
      fired_at: Date.UTC(2026, 6, 13, 12, 0, 5),
      bar_time: Date.UTC(2026, 6, 13, 11, 45),
    });
    expect(alert.fields).toMatchObject({ close: 1.085, position_size: -3, prev_market_position: 'flat' });
  });

  it('of an indicator says what the bar says; what nobody filled in it does not say', () => {
    const alert = read(filled(alertTemplate('indicator', form)));
    expect(alert).toMatchObject({ ticker: 'OANDA:EURUSD', action: null, price: 1.085, comment: null });
    expect(alert.fields).toEqual({ open: 1.08, high: 1.09, low: 1.07, volume: 1_200, plot_0: 55.5, plot_1: null });
  });

  it.each(TEMPLATES)('of a %s that nobody filled in says nothing', (template) => {
    const { text: _, fields, ...rest } = read(alertTemplate(template, form));
    expect(Object.values({ ...rest, ...fields }).filter((value) => value !== null)).toEqual([]);
  });
});
