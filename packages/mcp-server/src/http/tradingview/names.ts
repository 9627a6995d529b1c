/** What a field of an alert can mean. */
export const MEANINGS = [
  'ticker',
  'exchange',
  'action',
  'market_position',
  'position_size',
  'order_id',
  'price',
  'contracts',
  'interval',
  'comment',
  'fired_at',
  'bar_time',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/**
 * The names under which it usually comes, the best one first, without case and punctuation: those of our own templates,
 * TradingView's placeholders, and the fields of other receivers.
 */
export const NAMES: Readonly<Record<Meaning, readonly string[]>> = {
  ticker: ['ticker', 'tickerid', 'symbol', 'instrument', 'pair', 'syminfotickerid', 'syminfoticker'],
  exchange: ['exchange'],
  action: ['action', 'strategyorderaction', 'orderaction', 'side', 'signal', 'direction', 'command', 'cmd'],
  market_position: ['marketposition', 'strategymarketposition', 'position', 'sentiment'],
  position_size: ['positionsize', 'strategypositionsize'],
  order_id: ['orderid', 'strategyorderid', 'id'],
  price: ['price', 'strategyorderprice', 'orderprice', 'signalprice', 'close'],
  contracts: ['contracts', 'strategyordercontracts', 'ordercontracts', 'quantity', 'qty', 'size'],
  interval: ['interval', 'timeframe', 'resolution'],
  comment: [
    'comment',
    'strategyordercomment',
    'ordercomment',
    'message',
    'alertmessage',
    'strategyorderalertmessage',
    'text',
    'note',
  ],
  fired_at: ['timenow', 'firedat', 'alerttime', 'timestamp'],
  bar_time: ['time', 'bartime'],
};

/** A name as it stands in {@link NAMES}. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const known = new Set(Object.values(NAMES).flat());

export const isKnownName = (name: string): boolean => known.has(plainName(name));
