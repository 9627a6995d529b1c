import type { HeldPosition, PlacedOrder, Transaction } from '@mt5-bridge/fake-mt5/simulation';
import {
  type AccountInfo,
  accountInfo,
  type BookEntry,
  bookEntry,
  type Deal,
  deal,
  events,
  type HistoryOrder,
  historyOrder,
  type Order,
  order,
  type Position,
  position,
  type RecordField,
  type Session,
  type Shape,
  type SymbolInfo,
  serverZone,
  symbolInfo,
  type TerminalInfo,
  type TradeOperationName,
  type TradeRequest,
  type TradeResult,
  terminalInfo,
  tradeAction,
  tradeRequest,
} from '@mt5-bridge/protocol';
import type { Properties, RequestRow, Row, Sessions, Value } from './link-messages.ts';

/** The wire knows every record as the terminal's own numbers; the order of its fields is the order of a row. */
const records = { position, order, history_order: historyOrder, deal, transaction: events.trade.data } as const;

/** The names of each record's values, as the `fields` push states them. */
export const fieldNames: readonly (readonly [record: string, names: readonly string[]])[] = Object.entries(records).map(
  ([name, { shape }]) => [name, Object.keys(shape)],
);

type Encoded = Readonly<Record<string, Value | boolean>>;

const encoded = <S extends Shape>(record: RecordField<S>, value: unknown): Encoded =>
  record.encode(value as never, 'record', serverZone) as Encoded;
const scalar = (value: Value | boolean): Value => (typeof value === 'boolean' ? Number(value) : value);
const row = <S extends Shape>(record: RecordField<S>, value: unknown): Row =>
  Object.values(encoded(record, value)).map(scalar);

export const positionRow = (value: Position): Row => row(position, value);
export const orderRow = (value: Order): Row => row(order, value);
export const historyOrderRow = (value: HistoryOrder): Row => row(historyOrder, value);
/** As the broker keeps it: what it is worth now, the host asks for. */
export const heldRow = (held: HeldPosition): Row => positionRow({ ...held, price_current: held.price_open, profit: 0 });
export const placedRow = (placed: PlacedOrder): Row => orderRow({ ...placed, price_current: placed.price_open });
export const dealRow = (value: Deal): Row => row(deal, value);
export const transactionRow = (value: Transaction): Row => row(events.trade.data, value);

export const bookRow = (entry: BookEntry): readonly [number, number, number] => {
  const { type, price, volume } = encoded(bookEntry, entry);
  return [Number(type), Number(price), Number(volume)];
};

const named = (prefix: string, fields: Encoded): Properties =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [`${prefix}_${key.toUpperCase()}`, scalar(value)]));

export const accountProperties = (info: AccountInfo): Properties => named('ACCOUNT', encoded(accountInfo, info));

/** MQL5 counts both times in seconds, and knows the name as the symbol itself. */
export function symbolProperties(info: SymbolInfo): Properties {
  const { name: _, start_time, expiration_time, ...others } = encoded(symbolInfo, info);
  const seconds = { start_time: Number(start_time) / 1000, expiration_time: Number(expiration_time) / 1000 };
  return named('SYMBOL', { ...others, ...seconds, visible: others.select ?? false });
}

/** What MQLInfo and the built-ins know by themselves stays out. */
export function terminalProperties(info: TerminalInfo): Properties {
  const { expert_trade_allowed: _, data_path: __, ping_last_us, ...others } = encoded(terminalInfo, info);
  return named('TERMINAL', { ...others, ping_last: ping_last_us ?? 0 });
}

export const sessionRows = (sessions: readonly Session[]): Sessions =>
  sessions.map(({ day, from, to }) => [day, from, to]);

/** Fields that each action uses; MqlTradeRequest has all of them, set or not. */
const used: Readonly<Record<string, readonly (keyof TradeRequest)[]>> = {
  deal: ['type', 'volume', 'deviation', 'type_filling', 'type_time', 'magic', 'comment'],
  pending: ['type', 'volume', 'deviation', 'type_filling', 'type_time', 'magic', 'comment'],
  modify: ['price', 'type_time'],
  close_by: ['magic', 'comment'],
};
/** 0 and no text mean that these were not given. */
const whereGiven = [
  'symbol',
  'price',
  'stoplimit',
  'sl',
  'tp',
  'expiration',
  'order',
  'position',
  'position_by',
] as const;

const COMMENT_LENGTH = 31;

/** @throws SchemaError for numbers that belong to no enumeration */
export function requestOf(values: RequestRow): TradeRequest {
  const [action, magic, order, symbol, volume, price, stoplimit, sl, tp, deviation] = values;
  const [type, type_filling, type_time, expiration, comment, position, position_by] = values.slice(10);
  const given: Readonly<Record<string, unknown>> = {
    ...{ magic, order, symbol, volume, price, stoplimit, sl, tp, deviation, type, type_filling, type_time },
    ...{ expiration: Number(expiration) * 1000, position, position_by },
    comment: String(comment).slice(0, COMMENT_LENGTH),
  };
  const always = used[tradeAction.nameOf(action) ?? ''] ?? [];
  const keys = [...always, ...whereGiven.filter((key) => Number(given[key]) !== 0 && given[key] !== '')];
  const wire = Object.fromEntries(keys.map((key) => [key, given[key]]));
  return tradeRequest.decode({ action, ...wire }, 'request', serverZone);
}

/** Which operation sends such a request: what faults are aimed at. */
export function operationOf({ action, position }: TradeRequest): TradeOperationName {
  if (action === 'deal') return position === undefined ? 'order_send' : 'position_close';
  const others = {
    pending: 'order_send',
    sltp: 'position_modify',
    modify: 'order_modify',
    remove: 'order_cancel',
    close_by: 'position_close_by',
  } as const;
  return others[action];
}

/** MqlTradeResult without request_id. */
export const resultRow = (result: Omit<TradeResult, 'replayed'>): Row => [
  result.retcode,
  result.deal,
  result.order,
  result.volume,
  result.price ?? 0,
  result.bid ?? 0,
  result.ask ?? 0,
  result.comment,
  result.retcode_external,
];
