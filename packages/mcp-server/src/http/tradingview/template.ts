export const TEMPLATES = ['strategy', 'indicator'] as const;
export type Template = (typeof TEMPLATES)[number];

/** What every alert can say, by our name for it; values are TradingView's placeholders. */
const always = {
  ticker: '{{ticker}}',
  exchange: '{{exchange}}',
  interval: '{{interval}}',
  time: '{{time}}',
  timenow: '{{timenow}}',
};

const bar = { open: '{{open}}', high: '{{high}}', low: '{{low}}', close: '{{close}}', volume: '{{volume}}' };

/** Texts that a stranger to JSON may have written stand last: whatever quotes they hold, all before them is read. */
const messages: Readonly<Record<Template, Readonly<Record<string, string>>>> = {
  strategy: {
    ...always,
    action: '{{strategy.order.action}}',
    contracts: '{{strategy.order.contracts}}',
    price: '{{strategy.order.price}}',
    order_id: '{{strategy.order.id}}',
    market_position: '{{strategy.market_position}}',
    market_position_size: '{{strategy.market_position_size}}',
    position_size: '{{strategy.position_size}}',
    prev_market_position: '{{strategy.prev_market_position}}',
    prev_market_position_size: '{{strategy.prev_market_position_size}}',
    ...bar,
    comment: '{{strategy.order.comment}}',
    alert_message: '{{strategy.order.alert_message}}',
  },
  // What an indicator means is its user's to say.
  indicator: { ...always, ...bar, plot_0: '{{plot_0}}', plot_1: '{{plot_1}}', action: '', comment: '' },
};

/** A message for TradingView's alert dialog: JSON in which every placeholder is quoted, or lines of `name=value`. */
export function alertTemplate(template: Template, form: 'json' | 'text'): string {
  const message = messages[template];
  if (form === 'json') return JSON.stringify(message, null, 2);
  return Object.entries(message)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
