import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { emptyRates, emptyTicks, type RatesColumns, type TicksColumns } from '@mt5-bridge/protocol/wire';
import { MarketFileError, type MarketFileProblem } from './market-file-error.ts';
import { RowReader } from './row-reader.ts';

interface Source {
  readonly file: string;
  /** What stands before the first `_` of the file's name. */
  readonly symbol: string;
  /** The most digits after the point in its prices. */
  readonly digits: number;
}

/** A file as MetaTrader 5's "Export bars" or "Export ticks" writes it; times are the file's own, in ms. */
export type MarketFile =
  | (Source & { readonly kind: 'ticks'; readonly ticks: TicksColumns })
  | (Source & { readonly kind: 'bars'; readonly bars: RatesColumns });

const TICK_HEADER = ['<DATE>', '<TIME>', '<BID>', '<ASK>', '<LAST>', '<VOLUME>', '<FLAGS>'];
const BAR_HEADER = ['<DATE>', '<TIME>', '<OPEN>', '<HIGH>', '<LOW>', '<CLOSE>', '<TICKVOL>', '<VOL>', '<SPREAD>'];
const DATED_BAR_HEADER = BAR_HEADER.filter((column) => column !== '<TIME>');

const BID_CHANGED = 2;
const ASK_CHANGED = 4;
const QUESTION_MARK = 63;

/** @throws MarketFileError naming file, line and column */
export function readMarketFile(file: string): MarketFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const known: Record<string, [MarketFileProblem, string]> = {
      ENOENT: ['MARKET_FILE_NOT_FOUND', 'there is no such file'],
      EISDIR: ['MARKET_FILE_IS_DIRECTORY', 'is a directory, not a file'],
    };
    const reason = String((cause as NodeJS.ErrnoException).code);
    const [code, problem] = known[reason] ?? ['MARKET_FILE_UNREADABLE', `can't be read (${reason})`];
    throw new MarketFileError(code, problem, { file }, { cause });
  }
  return parseMarketFile(file, bytes);
}

/** Reads the content of `file`; its name gives the symbol. @throws MarketFileError */
export function parseMarketFile(file: string, bytes: Uint8Array): MarketFile {
  const symbol = symbolOf(file);
  const reader = new RowReader(file, asSingleBytes(bytes));
  if (!reader.nextRow()) throw new MarketFileError('MARKET_FILE_EMPTY', 'the file is empty', { file });
  const header = reader.text().split('\t');
  const rows = reader.rowsAhead();
  if (sameColumns(header, TICK_HEADER)) {
    return { kind: 'ticks', file, symbol, ticks: readTicks(reader, rows), digits: reader.decimals };
  }
  const timed = sameColumns(header, BAR_HEADER);
  if (timed || sameColumns(header, DATED_BAR_HEADER)) {
    return { kind: 'bars', file, symbol, bars: readBars(reader, rows, timed), digits: reader.decimals };
  }
  return failHeader(file, reader.line, header);
}

function symbolOf(file: string): string {
  const name = basename(file);
  const stem = name.replace(/\.[^.]*$/, '');
  const symbol = stem.includes('_') ? stem.slice(0, stem.indexOf('_')) : stem;
  if (!/^[A-Za-z0-9][A-Za-z0-9.#&+$-]{0,62}$/.test(symbol)) {
    throw new MarketFileError('MARKET_FILE_SYMBOL', `no symbol stands before the first "_" of ${name}`, { file });
  }
  return symbol;
}

/** The terminal writes UTF-16LE or UTF-8, with or without a byte order mark; all it has to say is ASCII. */
function asSingleBytes(bytes: Uint8Array): Uint8Array {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.subarray(3);
  const marked = first === 0xff && second === 0xfe;
  if (!marked && (first === undefined || second !== 0)) return bytes;
  const narrow = new Uint8Array(Math.floor((bytes.length - (marked ? 2 : 0)) / 2));
  for (let i = 0, at = marked ? 2 : 0; i < narrow.length; i++, at += 2) {
    narrow[i] = bytes[at + 1] === 0 ? (bytes[at] as number) : QUESTION_MARK;
  }
  return narrow;
}

function sameColumns(header: readonly string[], expected: readonly string[]): boolean {
  return header.length === expected.length && expected.every((column, i) => header[i]?.toUpperCase() === column);
}

function failHeader(file: string, line: number, header: readonly string[]): never {
  const expected = header.some((column) => /bid|ask/i.test(column)) ? TICK_HEADER : BAR_HEADER;
  const wrong = expected.findIndex((column, i) => header[i]?.toUpperCase() !== column);
  const at = wrong < 0 ? expected.length : wrong;
  const found = header[at] === undefined ? 'nothing' : JSON.stringify(header[at].slice(0, 40));
  const column = header.slice(0, at).reduce((sum, text) => sum + text.length + 1, 1);
  const wanted = expected[at] ?? 'the end of the line';
  throw new MarketFileError('MARKET_FILE_HEADER', `the header has ${found} where ${wanted} belongs`, {
    file,
    line,
    column,
  });
}

function readTicks(reader: RowReader, capacity: number): TicksColumns {
  const out = emptyTicks(capacity);
  let row = 0;
  let time = 0;
  let bid = 0;
  let ask = 0;
  let last = 0;
  for (; reader.nextRow(); row++) {
    let msc = reader.date();
    reader.tab('<TIME>');
    msc += reader.time();
    if (msc < time) reader.fail('MARKET_FILE_ORDER', 'the time goes backwards');
    time = msc;
    reader.tab('<BID>');
    const before = bid;
    if (!reader.isEmpty()) bid = reader.price('<BID>');
    reader.tab('<ASK>');
    const askBefore = ask;
    if (!reader.isEmpty()) ask = reader.price('<ASK>');
    if (bid === 0 || ask === 0) {
      reader.fail('MARKET_FILE_PRICE', 'the first tick needs both <BID> and <ASK>: an empty field means "as before"');
    }
    if (ask < bid) reader.fail('MARKET_FILE_PRICE', `<ASK> ${ask} is below <BID> ${bid}`);
    reader.tab('<LAST>');
    if (!reader.isEmpty()) last = reader.amount('<LAST>');
    reader.tab('<VOLUME>');
    if (!reader.isEmpty()) out.volume_real[row] = reader.amount('<VOLUME>');
    reader.tab('<FLAGS>');
    out.flags[row] = reader.isEmpty()
      ? (bid === before ? 0 : BID_CHANGED) | (ask === askBefore ? 0 : ASK_CHANGED)
      : reader.amount('<FLAGS>');
    reader.endOfRow();
    out.time_msc[row] = msc;
    out.bid[row] = bid;
    out.ask[row] = ask;
    out.last[row] = last;
  }
  if (row === 0) reader.fail('MARKET_FILE_EMPTY', 'no tick follows the header');
  return trim(out, row);
}

function readBars(reader: RowReader, capacity: number, timed: boolean): RatesColumns {
  const out = emptyRates(capacity);
  let row = 0;
  let before = -1;
  for (; reader.nextRow(); row++) {
    let time = reader.date();
    if (timed) {
      reader.tab('<TIME>');
      time += reader.time();
    }
    if (time <= before) reader.fail('MARKET_FILE_ORDER', 'the time is not after the one of the bar before');
    before = time;
    reader.tab('<OPEN>');
    const open = reader.price('<OPEN>');
    reader.tab('<HIGH>');
    const high = reader.price('<HIGH>');
    if (high < open) reader.fail('MARKET_FILE_PRICE', `<HIGH> ${high} is below <OPEN> ${open}`);
    reader.tab('<LOW>');
    const low = reader.price('<LOW>');
    if (low > high) reader.fail('MARKET_FILE_PRICE', `<LOW> ${low} is above <HIGH> ${high}`);
    if (low > open) reader.fail('MARKET_FILE_PRICE', `<LOW> ${low} is above <OPEN> ${open}`);
    reader.tab('<CLOSE>');
    const close = reader.price('<CLOSE>');
    if (close > high || close < low) {
      reader.fail('MARKET_FILE_PRICE', `<CLOSE> ${close} is outside <LOW> ${low} to <HIGH> ${high}`);
    }
    reader.tab('<TICKVOL>');
    out.tick_volume[row] = reader.amount('<TICKVOL>');
    reader.tab('<VOL>');
    out.real_volume[row] = reader.amount('<VOL>');
    reader.tab('<SPREAD>');
    out.spread[row] = reader.amount('<SPREAD>');
    reader.endOfRow();
    out.time[row] = time;
    out.open[row] = open;
    out.high[row] = high;
    out.low[row] = low;
    out.close[row] = close;
  }
  if (row === 0) reader.fail('MARKET_FILE_EMPTY', 'no bar follows the header');
  return trim(out, row);
}

/** The first `length` rows, without copying. */
function trim<T extends TicksColumns | RatesColumns>(columns: T, length: number): T {
  const cut = (value: unknown): unknown =>
    ArrayBuffer.isView(value) ? (value as Float64Array).subarray(0, length) : length;
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, cut(value)])) as unknown as T;
}
