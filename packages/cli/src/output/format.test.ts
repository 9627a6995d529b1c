import { describe, expect, it } from 'vitest';
import { formatted } from './format.ts';

const out = { width: 80, style: (_: unknown, text: string) => text };
const account = { environment: 'fake', login: 5001, server: 'Fake-Demo' };
const bars = {
  ...account,
  symbol: 'EURUSD',
  columns: ['time', 'open', 'tick_volume'],
  rows: [
    ['2026-07-13T12:00Z', 1.1427, 60],
    ['2026-07-13T12:01Z', 1.14273, 5],
  ],
};
const positions = {
  ...account,
  total: 3,
  positions: [
    { ticket: 1, symbol: 'EURUSD', profit: -3.5, price: 1.14273, sl: null },
    { ticket: 22, symbol: 'XAUUSD', profit: 12, price: 1900.5, sl: null },
    { ticket: 3, symbol: 'EURUSD', profit: 1.25, price: 1.1, sl: 1 },
  ],
  untrusted_fields: ['comment'],
};

describe('an answer as a table', () => {
  it('lays columns out with the same decimals all the way down, under its account', () => {
    expect(formatted(bars, 'table', out)).toBe(
      [
        'FAKE 5001 at Fake-Demo',
        '',
        'symbol EURUSD',
        '',
        'time                  open  tick_volume',
        '2026-07-13T12:00Z  1.14270           60',
        '2026-07-13T12:01Z  1.14273            5',
        '',
      ].join('\n'),
    );
  });

  it('lays records out, prices with the digits of each symbol and a dash for what is absent', () => {
    expect(formatted(positions, 'table', out).split('\n').slice(4)).toEqual([
      'ticket  symbol  profit    price  sl',
      '     1  EURUSD   -3.50  1.14273   –',
      '    22  XAUUSD   12.00   1900.5   –',
      '     3  EURUSD    1.25  1.10000   1',
      '',
    ]);
  });

  it('names the columns that do not fit', () => {
    const narrow = formatted(positions, 'table', { ...out, width: 20 });
    expect(narrow).toContain('ticket  symbol\n');
    expect(narrow).toContain('Not shown: profit, price, sl (-o json has everything).');
  });

  it('lists facts where there are no rows, and says when a list is empty', () => {
    expect(formatted({ ...account, bid: 1.1, is_open: true }, 'table', out)).toContain('bid      1.1\nis_open  true\n');
    expect(formatted({ ...account, positions: [] }, 'table', out)).toContain('No positions.');
  });

  it('shows a record in it under its name, line by line', () => {
    const waiting = {
      ...{ ...account, status: 'pending_approval' },
      approval: { ...account, risk: 'adds', order: { sl: 1.05, tp: null }, how: [{ channel: 'cli', way: 'approve' }] },
    };
    expect(formatted(waiting, 'table', out)).toBe(
      [
        'FAKE 5001 at Fake-Demo',
        '',
        'status  pending_approval',
        '',
        'approval',
        '  risk adds',
        '',
        '  order',
        '    sl  1.05',
        '    tp  –',
        '',
        '  channel  way',
        '  cli      approve',
        '',
      ].join('\n'),
    );
  });

  it('gives facts lines of their own where they do not fit one', () => {
    const answer = { ...account, symbol: 'EURUSD', is_open: true, positions: [] };
    expect(formatted(answer, 'table', { ...out, width: 20 })).toContain('\nsymbol   EURUSD\nis_open  true\n');
    expect(formatted(answer, 'table', out)).toContain('\nsymbol EURUSD  is_open true\n');
  });

  it('writes money and volume with two decimals at least', () => {
    const one = { ...account, positions: [{ volume: 0.1, profit: 0.5, price: 1.1 }] };
    expect(formatted(one, 'table', out)).toContain('0.10    0.50    1.1');
  });

  it('lets no text from outside command the terminal', () => {
    expect(formatted({ ...account, comment: 'a\u001b[2Jb\nc' }, 'table', out)).toContain('a\ufffd[2Jb\ufffdc');
  });
});

describe('an answer as lines', () => {
  const lines = (answer: Readonly<Record<string, unknown>>) =>
    formatted(answer, 'ndjson', out)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('has one for each row, every one with its account', () => {
    expect(lines(bars)).toEqual([
      { ...account, time: '2026-07-13T12:00Z', open: 1.1427, tick_volume: 60 },
      { ...account, time: '2026-07-13T12:01Z', open: 1.14273, tick_volume: 5 },
    ]);
    expect(lines(positions)[1]).toEqual({
      ...account,
      ticket: 22,
      symbol: 'XAUUSD',
      profit: 12,
      price: 1900.5,
      sl: null,
    });
  });

  it('is one line without rows, and none when the list is empty', () => {
    expect(lines({ ...account, bid: 1.1 })).toEqual([{ ...account, bid: 1.1 }]);
    expect(formatted({ ...account, positions: [] }, 'ndjson', out)).toBe('');
  });
});

it('an answer as JSON is the answer', () => {
  expect(JSON.parse(formatted(bars, 'json', out))).toEqual(bars);
});
