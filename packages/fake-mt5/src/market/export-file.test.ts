import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseMarketFile, readMarketFile } from './export-file.ts';
import { MarketFileError } from './market-file-error.ts';

const TICKS = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>';
const BARS = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const DAYS = '<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';

const parse = (content: string | Uint8Array, file = 'dir/EURUSD_x.csv') =>
  parseMarketFile(file, typeof content === 'string' ? Buffer.from(content) : content);

function ticks(...lines: string[]) {
  const file = parse([TICKS, ...lines].join('\n'));
  if (file.kind !== 'ticks') throw new Error('not ticks');
  return file.ticks;
}

function bars(header: string, ...lines: string[]) {
  const file = parse([header, ...lines].join('\n'));
  if (file.kind !== 'bars') throw new Error('not bars');
  return file.bars;
}

function failure(run: () => unknown): MarketFileError {
  try {
    run();
  } catch (error) {
    if (error instanceof MarketFileError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('parseMarketFile', () => {
  it('reads ticks to the millisecond and to the last digit', () => {
    const file = parse(`${TICKS}\n2026.07.13\t12:00:00.093\t1.14273\t1.14277\t\t\t6\n`);
    expect(file).toMatchObject({ kind: 'ticks', symbol: 'EURUSD', digits: 5 });
    if (file.kind !== 'ticks') return;
    expect(file.ticks.length).toBe(1);
    expect(file.ticks.time_msc[0]).toBe(Date.UTC(2026, 6, 13, 12, 0, 0, 93));
    expect(file.ticks.bid[0]).toBe(1.14273);
    expect(file.ticks.ask[0]).toBe(1.14277);
    expect(file.ticks.last[0]).toBe(0);
    expect(file.ticks.flags[0]).toBe(6);
  });

  it('keeps the price before where a field is empty, and tells the flags by what changed', () => {
    const read = ticks(
      '2026.07.13\t12:00:00\t1.1\t1.2\t\t\t',
      '2026.07.13\t12:00:01\t\t1.3\t\t\t',
      '2026.07.13\t12:00:01\t1.15\t\t1.2\t5\t10',
      '2026.07.13\t12:00:02\t\t\t\t\t0',
    );
    expect([...read.bid]).toEqual([1.1, 1.1, 1.15, 1.15]);
    expect([...read.ask]).toEqual([1.2, 1.3, 1.3, 1.3]);
    expect([...read.last]).toEqual([0, 0, 1.2, 1.2]);
    expect([...read.volume_real]).toEqual([0, 0, 5, 0]);
    expect([...read.flags]).toEqual([6, 4, 10, 0]);
  });

  it('reads bars with and without a <TIME> column', () => {
    const minute = bars(BARS, '2026.07.10\t00:01:00\t1.14323\t1.14335\t1.14318\t1.14333\t105\t7\t2');
    expect(minute.time[0]).toBe(Date.UTC(2026, 6, 10, 0, 1));
    expect([minute.open[0], minute.high[0], minute.low[0], minute.close[0]]).toEqual([
      1.14323, 1.14335, 1.14318, 1.14333,
    ]);
    expect([minute.tick_volume[0], minute.real_volume[0], minute.spread[0]]).toEqual([105, 7, 2]);
    const day = bars(DAYS, '2012.12.04\t82.173\t82.206\t81.711\t81.888\t72067\t0\t0');
    expect(day.time[0]).toBe(Date.UTC(2012, 11, 4));
  });

  const content = `${TICKS}\r\n2026.07.13\t12:00:00.093\t1.14273\t1.14277\t\t\t6\r\n\r\n2026.07.13\t12:00:01\t1.1\t1.2\t\t\t6`;
  it.each([
    ['CRLF and no end of line', Buffer.from(content)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${content}`)],
    ['UTF-16LE with a byte order mark', Buffer.from(`\ufeff${content}`, 'utf16le')],
    ['UTF-16LE without one', Buffer.from(content, 'utf16le')],
  ])('takes %s', (_, bytes) => {
    const file = parse(bytes);
    expect(file.kind === 'ticks' && [...file.ticks.bid]).toEqual([1.14273, 1.1]);
  });

  it.each([
    ['EURUSD_2026-07-13_12h.csv', 'EURUSD'],
    ['/a/b_c/XAUUSD_H1.csv', 'XAUUSD'],
    ['EURUSD.r_M1.csv', 'EURUSD.r'],
    ['GBPUSD.csv', 'GBPUSD'],
  ])('takes the symbol from the name %s', (file, symbol) => {
    expect(parse(`${DAYS}\n2012.12.04\t1\t1\t1\t1\t0\t0\t0`, file).symbol).toBe(symbol);
  });

  it('reads back any price that is written with up to 8 decimals', () => {
    return fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), fc.integer({ min: 0, max: 8 }), (mantissa, digits) => {
        const text = (mantissa / 10 ** digits).toFixed(digits);
        fc.pre(Number(text) > 0);
        expect(ticks(`2026.07.13\t12:00:00\t${text}\t${text}\t\t\t6`).bid[0]).toBe(Number(text));
      }),
    );
  });
});

describe('a malformed file', () => {
  const good = '2026.07.13\t12:00:00.093\t1.14273\t1.14277\t\t\t6';
  it.each([
    ['an empty file', '', 'MARKET_FILE_EMPTY', undefined, undefined],
    ['blank lines only', '\r\n\n', 'MARKET_FILE_EMPTY', undefined, undefined],
    ['a header alone', `${TICKS}\n`, 'MARKET_FILE_EMPTY', 2, 1],
    ['another header', 'time,open,high\n', 'MARKET_FILE_HEADER', 1, 1],
    ['a header without <ASK>', TICKS.replace('\t<ASK>', ''), 'MARKET_FILE_HEADER', 1, 21],
    ['a header with one column more', `${TICKS}\t<X>`, 'MARKET_FILE_HEADER', 1, 51],
    ['a missing column', `${TICKS}\n${good}\n2026.07.13\t12:00:01\t1.1`, 'MARKET_FILE_COLUMNS', 3, 24],
    ['one column too many', `${TICKS}\n${good}\t9`, 'MARKET_FILE_COLUMNS', 2, 44],
    ['spaces for tabs', `${TICKS}\n2026.07.13 12:00:00`, 'MARKET_FILE_COLUMNS', 2, 11],
    ['no date', `${TICKS}\n2026-07-13\t12:00:00\t1\t1\t\t\t6`, 'MARKET_FILE_TIME', 2, 1],
    ['a day that does not exist', `${TICKS}\n2026.02.30\t12:00:00\t1\t1\t\t\t6`, 'MARKET_FILE_TIME', 2, 1],
    ['a time that does not exist', `${TICKS}\n2026.07.13\t24:00:00\t1\t1\t\t\t6`, 'MARKET_FILE_TIME', 2, 12],
    ['a cut time', `${TICKS}\n2026.07.13\t12:00\t1\t1\t\t\t6`, 'MARKET_FILE_TIME', 2, 12],
    ['a word for a price', `${TICKS}\n2026.07.13\t12:00:00\tabc\t1\t\t\t6`, 'MARKET_FILE_NUMBER', 2, 21],
    ['NaN', `${TICKS}\n2026.07.13\t12:00:00\t1.1\tNaN\t\t\t6`, 'MARKET_FILE_NUMBER', 2, 25],
    ['a decimal comma', `${TICKS}\n2026.07.13\t12:00:00\t1,1\t1.2\t\t\t6`, 'MARKET_FILE_NUMBER', 2, 21],
    ['a negative price', `${TICKS}\n2026.07.13\t12:00:00\t-1.1\t1.2\t\t\t6`, 'MARKET_FILE_PRICE', 2, 21],
    ['a price of 0', `${TICKS}\n2026.07.13\t12:00:00\t0\t1.2\t\t\t6`, 'MARKET_FILE_PRICE', 2, 21],
    ['an ask below the bid', `${TICKS}\n${good}\n2026.07.13\t12:00:01\t1.3\t1.2\t\t\t6`, 'MARKET_FILE_PRICE', 3, 25],
    ['a first tick without ask', `${TICKS}\n2026.07.13\t12:00:01\t1.3\t\t\t\t2`, 'MARKET_FILE_PRICE', 2, 21],
    ['time going backwards', `${TICKS}\n${good}\n2026.07.13\t12:00:00.092\t1\t1\t\t\t6`, 'MARKET_FILE_ORDER', 3, 12],
    [
      'bars at the same time',
      `${DAYS}\n2026.07.13\t1\t1\t1\t1\t1\t0\t0\n2026.07.13\t1\t1\t1\t1\t1\t0\t0`,
      'MARKET_FILE_ORDER',
      3,
      1,
    ],
    ['a high below the low', `${DAYS}\n2026.07.13\t1.2\t1.2\t1.3\t1.2\t1\t0\t0`, 'MARKET_FILE_PRICE', 2, 20],
    ['a high below the open', `${DAYS}\n2026.07.13\t1.2\t1.1\t1.1\t1.1\t1\t0\t0`, 'MARKET_FILE_PRICE', 2, 16],
    ['a close outside', `${DAYS}\n2026.07.13\t1.2\t1.3\t1.1\t1.4\t1\t0\t0`, 'MARKET_FILE_PRICE', 2, 24],
    ['a negative volume', `${DAYS}\n2026.07.13\t1.2\t1.3\t1.1\t1.2\t-1\t0\t0`, 'MARKET_FILE_NUMBER', 2, 28],
  ] as const)('%s', (_, content, code, line, column) => {
    const error = failure(() => parse(content));
    expect(error).toMatchObject({ code, line, column, file: 'dir/EURUSD_x.csv' });
    const place = ['dir/EURUSD_x.csv', line, column].filter((part) => part !== undefined).join(':');
    expect(error.message.startsWith(`${place}: `)).toBe(true);
    expect(error.whatToDo).not.toBe('');
  });

  it('counts lines and columns the same in UTF-16', () => {
    const error = failure(() => parse(Buffer.from(`\ufeff${TICKS}\r\n${good}\r\nx`, 'utf16le')));
    expect(error).toMatchObject({ code: 'MARKET_FILE_TIME', line: 3, column: 1 });
  });

  it('has a name without a symbol', () => {
    expect(failure(() => parse(TICKS, '_H1.csv'))).toMatchObject({ code: 'MARKET_FILE_SYMBOL' });
  });

  it('never fails in any other way', () => {
    const line = fc.array(fc.constantFrom('2026.07.13', '12:00:00', '1.1', '1.2', '-1', '', '6', 'x', '\t'), {
      maxLength: 9,
    });
    return fc.assert(
      fc.property(fc.constantFrom(TICKS, BARS, DAYS), fc.array(line, { maxLength: 4 }), (header, lines) => {
        const content = [header, ...lines.map((fields) => fields.join('\t'))].join('\n');
        try {
          parse(content);
        } catch (error) {
          expect(error).toBeInstanceOf(MarketFileError);
        }
      }),
    );
  });
});

describe('readMarketFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'market-file-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads from disk', () => {
    const file = join(folder, 'EURUSD_x.csv');
    writeFileSync(file, `${TICKS}\n2026.07.13\t12:00:00\t1.1\t1.2\t\t\t6\n`);
    expect(readMarketFile(file)).toMatchObject({ kind: 'ticks', file, symbol: 'EURUSD' });
  });

  it('tells a missing file from a directory', () => {
    expect(failure(() => readMarketFile(join(folder, 'none.csv')))).toMatchObject({ code: 'MARKET_FILE_NOT_FOUND' });
    expect(failure(() => readMarketFile(folder))).toMatchObject({ code: 'MARKET_FILE_IS_DIRECTORY' });
  });
});
