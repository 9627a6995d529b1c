import { MarketFileError, type MarketFileProblem } from './market-file-error.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const ZERO = 48;
const DATE_LENGTH = 10;
const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i);

/** Walks the bytes of a tab-separated file once, row by row, without a string or an object a field. */
export class RowReader {
  private readonly file: string;
  private readonly bytes: Uint8Array;
  private pos = 0;
  private lineNumber = 1;
  private lineStart = 0;
  /** Start of the field read last, for messages about its value. */
  private fieldStart = 0;
  private dateStart = -1;
  private dateMs = 0;
  private mostDecimals = 0;

  constructor(file: string, bytes: Uint8Array) {
    this.file = file;
    this.bytes = bytes;
  }

  /** The most digits after the point that {@link price} has met. */
  get decimals(): number {
    return this.mostDecimals;
  }

  get line(): number {
    return this.lineNumber;
  }

  /** Number of rows that can still follow, for allocation. */
  rowsAhead(): number {
    let rows = 1;
    for (let at = this.bytes.indexOf(LF, this.pos); at >= 0; at = this.bytes.indexOf(LF, at + 1)) rows++;
    return rows;
  }

  /** Goes to the next row that is not blank; false at the end of the file. */
  nextRow(): boolean {
    for (;;) {
      const byte = this.bytes[this.pos];
      this.fieldStart = this.pos;
      if (byte === undefined) return false;
      if (byte === LF) {
        this.pos++;
        this.lineNumber++;
        this.lineStart = this.pos;
      } else if (byte === CR) {
        this.pos++;
      } else {
        return true;
      }
    }
  }

  /** The whole row as text. */
  text(): string {
    return this.take((byte) => byte !== LF && byte !== CR);
  }

  /** `2026.07.13` -> ms of its midnight. */
  date(): number {
    this.fieldStart = this.pos;
    if (!this.sameDate()) this.parseDate();
    this.pos += DATE_LENGTH;
    return this.dateMs;
  }

  /** `12:00:00` or `12:00:00.093` -> ms of the day. */
  time(): number {
    this.fieldStart = this.pos;
    const hours = this.twoDigits(0);
    const minutes = this.twoDigits(3);
    const seconds = this.twoDigits(6);
    const { bytes, pos } = this;
    // NaN fails every comparison, so one that is not two digits ends here too.
    if (!(hours < 24 && minutes < 60 && seconds < 60) || bytes[pos + 2] !== COLON || bytes[pos + 5] !== COLON) {
      this.fail('MARKET_FILE_TIME', `${this.quoted()} is not a time`);
    }
    let ms = 0;
    this.pos += 8;
    if (bytes[this.pos] === DOT) {
      ms = this.twoDigits(1) * 10 + this.digit(3);
      if (Number.isNaN(ms)) this.fail('MARKET_FILE_TIME', `${this.quoted()} is not a time`);
      this.pos += 4;
    }
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
  }

  /** A positive price. */
  price(column: string): number {
    const value = this.number(column);
    if (value <= 0) this.fail('MARKET_FILE_PRICE', `${column} is ${value}, a price is above 0`);
    return value;
  }

  /** A number of at least 0, such as a volume. */
  amount(column: string): number {
    const value = this.number(column, false);
    if (value < 0) this.fail('MARKET_FILE_NUMBER', `${column} is ${value}, it can't be negative`);
    return value;
  }

  /** Whether the field that follows has nothing in it. */
  isEmpty(): boolean {
    const byte = this.bytes[this.pos];
    return byte === TAB || byte === LF || byte === CR || byte === undefined;
  }

  /** Steps over the tab before `column`. */
  tab(column: string): void {
    if (this.bytes[this.pos] === TAB) {
      this.pos++;
      return;
    }
    this.fieldStart = this.pos;
    if (this.isEmpty()) this.fail('MARKET_FILE_COLUMNS', `the line ends before ${column}`);
    this.fail('MARKET_FILE_COLUMNS', `expected a tab before ${column}, found ${this.quoted()}`);
  }

  endOfRow(): void {
    const byte = this.bytes[this.pos];
    if (byte === LF || byte === CR || byte === undefined) return;
    this.fieldStart = this.pos;
    this.fail('MARKET_FILE_COLUMNS', 'the line has more columns than the header');
  }

  /** @throws MarketFileError at the field read last */
  fail(code: MarketFileProblem, problem: string): never {
    throw new MarketFileError(code, problem, {
      file: this.file,
      line: this.lineNumber,
      column: this.fieldStart - this.lineStart + 1,
    });
  }

  private digit(offset: number): number {
    const value = (this.bytes[this.pos + offset] ?? 0) - ZERO;
    return value >= 0 && value <= 9 ? value : Number.NaN;
  }

  private twoDigits(offset: number): number {
    return this.digit(offset) * 10 + this.digit(offset + 1);
  }

  private sameDate(): boolean {
    if (this.dateStart < 0) return false;
    for (let i = DATE_LENGTH - 1; i >= 0; i--) {
      if (this.bytes[this.pos + i] !== this.bytes[this.dateStart + i]) return false;
    }
    return true;
  }

  private parseDate(): void {
    const year = this.twoDigits(0) * 100 + this.twoDigits(2);
    const month = this.twoDigits(5);
    const day = this.twoDigits(8);
    const ms = Date.UTC(year, month - 1, day);
    const dots = this.bytes[this.pos + 4] === DOT && this.bytes[this.pos + 7] === DOT;
    if (!dots || Number.isNaN(ms) || year < 1970 || new Date(ms).getUTCDate() !== day || month > 12) {
      this.fail('MARKET_FILE_TIME', `${this.quoted()} is not a date`);
    }
    this.dateStart = this.pos;
    this.dateMs = ms;
  }

  private number(column: string, isPrice = true): number {
    this.fieldStart = this.pos;
    const { bytes } = this;
    let at = this.pos;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    let mantissa = 0;
    let digits = 0;
    let point = -1;
    for (; ; at++) {
      const value = (bytes[at] ?? 0) - ZERO;
      if (value >= 0 && value <= 9) {
        mantissa = mantissa * 10 + value;
        digits++;
      } else if (bytes[at] === DOT && point < 0) {
        point = digits;
      } else {
        break;
      }
    }
    this.pos = at;
    if (digits === 0 || digits > 15 || !this.isEmpty()) {
      this.fail('MARKET_FILE_NUMBER', `${column} is ${this.quoted()}, not a number`);
    }
    const decimals = point < 0 ? 0 : digits - point;
    if (isPrice && decimals > this.mostDecimals) this.mostDecimals = decimals;
    // Both sides are exact integers, so the quotient is the double nearest to the decimal that was written.
    const value = mantissa / (POWERS[decimals] as number);
    return negative ? -value : value;
  }

  private take(goOn: (byte: number) => boolean): string {
    const start = this.pos;
    for (let byte = this.bytes[this.pos]; byte !== undefined && goOn(byte); byte = this.bytes[this.pos]) this.pos++;
    return Buffer.from(this.bytes.subarray(start, this.pos)).toString('utf8');
  }

  private quoted(): string {
    this.pos = this.fieldStart;
    const field = this.take((byte) => byte !== TAB && byte !== LF && byte !== CR);
    return field === '' ? 'an empty field' : JSON.stringify(field.slice(0, 40));
  }
}
