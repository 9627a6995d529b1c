/**
 * What the simulated terminal and the process of the native expert tell each other over one TCP connection. A frame is a
 * u32 (little-endian) with the length of the MessagePack array that follows it.
 *
 * `[0, kind, ...]` from the terminal: something changed. In order, each state before the event that it causes.
 * `[number, method, ...]` from the host: a call, answered by `[number, error, ...]` before the next one is read; `error`
 * is what GetLastError says, 0 where all is well.
 *
 * Records are lists of values in the order of the names that the `fields` push states. Times are ms of broker server time.
 */

/** A scalar of a property: booleans are 0 and 1. */
export type Value = number | bigint | string;
/** By the name of the MQL5 property, as in `SYMBOL_DIGITS`. */
export type Properties = Readonly<Record<string, Value>>;
export type Row = readonly Value[];

/** Bid prices of the day: open, high, low, close of the day before. */
export type Day = readonly [open: number, high: number, low: number, closeBefore: number];
export type Sessions = readonly (readonly [day: number, from: number, to: number])[];

export interface Pushes {
  /** Which values make up a record, first of all. */
  fields: [record: string, names: readonly string[]];
  /** Server time runs `speed` times as fast as the machine's clock; 0 = from tick to tick. */
  clock: [serverTime: number, gmt: number, speed: number];
  terminal: [properties: Properties];
  account: [properties: Properties];
  symbol: [name: string, properties: Properties, margin: readonly [initial: number, maintenance: number]];
  sessions: [name: string, quote: Sessions, trade: Sessions];
  /** MqlTick records in a row with what the symbol had before. */
  ticks: [symbol: string, records: Uint8Array, day: Day];
  /** The newest tick where others may have been missed before it. */
  quote: [symbol: string, record: Uint8Array, day: Day];
  /** Records whose prices and profits are old: see the call `figures`. */
  position: [row: Row];
  order: [row: Row];
  position_gone: [ticket: bigint];
  order_gone: [ticket: bigint];
  history_order: [row: Row];
  deal: [row: Row];
  transaction: [row: Row];
  /** MqlCalendarCountry and MqlCalendarEvent; words of enumerations in place of their numbers. */
  calendar_country: [id: number, name: string, code: string, currency: string];
  calendar_event: [
    id: number,
    countryId: number,
    importance: number,
    unit: string,
    multiplier: string,
    digits: number,
    name: string,
  ];
  book: [symbol: string, entries: readonly (readonly [type: number, price: number, volume: number])[]];
  /** All of the first state has been told. */
  ready: [];
  /** The host's own faults and its end: see {@link HostCommand}. */
  command: [HostCommand];
}

/** What tests do to the expert and its process. */
export type HostCommand =
  /** Chart or account change: OnDeinit with the reason, OnInit; globals stay. */
  | readonly [name: 'reinit', reason: number]
  /** As `reinit`, with other inputs: `Name=Value` each. */
  | readonly [name: 'parameters', assignments: readonly string[]]
  /** A click on an object of the chart. */
  | readonly [name: 'click', object: string]
  /** Strikes what the expert's sockets receive and send: any operation -1, always -1, events by their topic. */
  | readonly [name: 'trap', fault: string, operation: number, ms: number, times: number, topic: string]
  | readonly [name: 'clear'];

/** From position and to position, or times in seconds, as `BarRange` of the host. */
export type BarForm = 0 | 1 | 2;

/** Its kind: 0 a whole number, 1 a real one, 2 a text. */
export type MqlParameter = readonly [kind: 0 | 1 | 2, integer: bigint | number, real: number, text: string];

/** MqlTradeRequest, field by field. */
export type RequestRow = readonly [
  action: number,
  magic: bigint,
  order: bigint,
  symbol: string,
  volume: number,
  price: number,
  stoplimit: number,
  sl: number,
  tp: number,
  deviation: number,
  type: number,
  type_filling: number,
  type_time: number,
  expiration: number,
  comment: string,
  position: bigint,
  position_by: bigint,
];

/** Arguments and results of each call. */
export interface Calls {
  /** The expert has bound a socket. */
  listening: [args: [kind: 'command' | 'events', address: string], results: []];
  /** `ends`: the process dies where it would next send on its socket for commands. */
  order_send: [args: [request: RequestRow], results: [result: Row, ends: boolean]];
  order_check: [args: [request: RequestRow], results: [result: Row]];
  calc_margin: [args: [type: number, symbol: string, volume: number, price: number], results: [margin: number]];
  calc_profit: [
    args: [type: number, symbol: string, volume: number, open: number, close: number],
    results: [profit: number],
  ];
  symbol_select: [args: [symbol: string, select: boolean], results: []];
  /** The values of a symbol that follow other symbols' prices. */
  symbol_values: [args: [symbol: string], results: []];
  book_subscribe: [args: [symbol: string, on: boolean], results: []];
  rates: [
    args: [symbol: string, timeframe: number, form: BarForm, start: number, countOrStop: number],
    results: [records: Uint8Array],
  ];
  series: [args: [symbol: string, timeframe: number], results: [bars: number, first: number, last: number]];
  /** `from` 0 = the last `count` ticks; `to` 0 = up to the newest; `count` 0 = all. */
  ticks: [
    args: [symbol: string, flags: number, from: number, to: number, count: number],
    results: [records: Uint8Array],
  ];
  /** Parameters as MqlParam: of each a whole number, a real one or a text. A custom indicator's first one is its path. */
  indicator_create: [
    args: [symbol: string, timeframe: number, type: number, parameters: readonly MqlParameter[]],
    results: [handle: number],
  ];
  indicator_release: [args: [handle: number], results: []];
  indicator_bars: [args: [handle: number], results: [bars: number]];
  /** Values as float64, little-endian. */
  indicator_copy: [
    args: [handle: number, buffer: number, form: BarForm, start: number, countOrStop: number],
    results: [values: Uint8Array],
  ];
  /** MqlCalendarValue, figures in millionths or the smallest number where there is none; times in seconds, `to` 0 = no end. */
  calendar_values: [
    args: [from: number, to: number, country: string, currency: string, event: bigint],
    results: [values: readonly Row[]],
  ];
  /** What the prices of this moment make of the account: money, [ticket, price, profit] and [ticket, price]. */
  figures: [args: [], results: [account: Properties, positions: readonly Row[], orders: readonly Row[]]];
}

export type Method = keyof Calls;
export type Args<M extends Method> = Calls[M][0];
export type Results<M extends Method> = Calls[M][1];

/** GetLastError of what the simulated terminal refuses. */
export const MQL_ERROR = {
  none: 0,
  internal: 4001,
  wrong_parameter: 4003,
  unknown_symbol: 4301,
  not_selected: 4302,
  select_failed: 4305,
  no_history: 4401,
  trade_send_failed: 4756,
  cannot_create_indicator: 4802,
  no_buffer_data: 4806,
  wrong_handle: 4807,
  wrong_buffer: 4812,
  book_cannot_add: 4901,
} as const;
