import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, AuditRecord } from '../api.ts';
import { createAuditLog } from '../audit/index.ts';
import { Ledger } from '../ledger/index.ts';
import { ManualClock, settled } from '../testing/manual-clock.ts';
import type { AlertContent } from './api.ts';
import { createAlertDesk } from './index.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
const DAY = 86_400_000;

let folder: string;
let clock: ManualClock;
let keepDays: number;
const ends: (() => void)[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alerts-'));
  clock = new ManualClock(NOW);
  keepDays = 30;
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Of a process of its own, as far as ledger and log can tell. */
function process() {
  const file = path.join(folder, 'audit.jsonl');
  const ledger = new Ledger({
    file: path.join(folder, 'ledger.sqlite'),
    audit: (remembered) => createAuditLog({ file, maxBytes: 1_000_000, clock, fs, remembered }),
  });
  ends.push(() => ledger.close());
  const desk = createAlertDesk({ ledger, keepDays: () => keepDays, clock, randomBytes, log: () => {} });
  return { ledger, desk, file };
}

const content = (more: Partial<AlertContent> = {}): AlertContent => ({
  ticker: 'OANDA:EURUSD',
  symbol: 'EURUSD',
  action: 'buy',
  market_position: 'long',
  order_id: 'Long',
  price: 1.08,
  contracts: 1,
  interval: '15',
  comment: 'breakout',
  fired_at: NOW - 1_000,
  bar_time: null,
  fields: {},
  text: '{}',
  ...more,
});
const about = (dedupe_key: string, repeats_ms: number | null = null) => ({ dedupe_key, repeats_ms, stale: false });
const agent = (name: string, token?: string): Actor => ({ kind: 'agent', name, ...(token !== undefined && { token }) });

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Mt5Error) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}

const recordsIn = (file: string): AuditRecord[] =>
  fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditRecord);

describe('an alert', () => {
  test('is kept with its audit record, and found by every process', () => {
    const { desk, file } = process();
    const { alert, is_new } = desk.receive(content(), about('a'));
    expect(is_new).toBe(true);
    expect(alert).toMatchObject({
      state: 'new',
      received_at: NOW,
      stale: false,
      claimed_by: null,
      ticker: 'OANDA:EURUSD',
    });
    expect(process().desk.get(alert.alert_id)).toEqual(alert);
    expect(recordsIn(file)).toMatchObject([
      {
        event: 'alert',
        actor: { name: 'tradingview' },
        data: { alert_id: alert.alert_id, symbol: 'EURUSD', action: 'buy' },
      },
    ]);
    expect(recordsIn(file)[0]?.data).not.toHaveProperty('comment');
  });

  test('that comes again is the same one, in whichever process, for as long as it is kept', () => {
    const { alert } = process().desk.receive(content(), about('a'));
    const { desk, file } = process();
    expect(desk.receive(content({ comment: 'again' }), about('a'))).toEqual({ alert, is_new: false });
    expect(desk.list({})).toHaveLength(1);
    expect(recordsIn(file)).toHaveLength(1);
  });

  test('that does not say when it fired counts as the same only for a while', async () => {
    const { desk } = process();
    const first = desk.receive(content(), about('a', 30_000));
    await clock.advance(29_000);
    expect(desk.receive(content(), about('a', 30_000))).toMatchObject({ is_new: false, alert: first.alert });
    await clock.advance(1_000);
    expect(desk.receive(content(), about('a', 30_000)).is_new).toBe(true);
    expect(desk.receive(content(), about('ab', 30_000)).is_new).toBe(true);
  });

  test('is refused whole where its audit record can not be written', () => {
    const { desk, file } = process();
    desk.receive(content(), about('a'));
    fs.rmSync(file);
    fs.mkdirSync(file);
    expect(codeOf(() => desk.receive(content(), about('b')))).toBe('AUDIT_UNAVAILABLE');
    expect(process().desk.list({})).toHaveLength(1);
  });

  test.each([
    ['$bigint', 'no number'],
    ['__proto__', 'x'],
    ['constructor', 'x'],
    ['toString', '\ud800\u0000'],
  ])('with a field %s is kept as it came', (key, value) => {
    const fields = Object.fromEntries([[key, value]]);
    const { alert } = process().desk.receive(content({ fields }), about('a'));
    expect(Object.entries(process().desk.get(alert.alert_id).fields)).toEqual([[key, value]]);
  });

  test('keeps no password that stood in it', () => {
    const fields = { passphrase: 'hunter2', plot_0: 1 };
    const { desk, ledger } = process();
    const { alert } = desk.receive(content({ fields, text: JSON.stringify(fields) }), about('a'));
    expect(alert).toMatchObject({ fields: { passphrase: '[redacted]', plot_0: 1 }, text: '[redacted]' });
    expect(JSON.stringify(ledger.db.all('SELECT * FROM alerts'))).not.toContain('hunter2');
  });

  test('is forgotten after its time', async () => {
    const { desk } = process();
    const { alert } = desk.receive(content(), about('a'));
    keepDays = 2;
    await clock.advance(2 * DAY);
    desk.receive(content(), about('b'));
    expect(desk.list({})).toHaveLength(2);
    await clock.advance(1);
    expect(desk.list({})).toHaveLength(1);
    desk.receive(content(), about('c'));
    expect(codeOf(() => desk.get(alert.alert_id))).toBe('ALERT_NOT_FOUND');
    expect(desk.list({})).toHaveLength(2);
  });
});

test('alerts are listed newest first, by symbol and state', async () => {
  const { desk } = process();
  const one = desk.receive(content(), about('a')).alert;
  await clock.advance(1);
  const two = desk.receive(content({ symbol: null, ticker: 'BINANCE:BTCUSDT' }), about('b')).alert;
  await clock.advance(1);
  const three = desk.receive(content({ symbol: null, ticker: null }), about('c')).alert;
  desk.claim(two.alert_id, agent('one'));
  const ids = (filter: Parameters<typeof desk.list>[0]) => desk.list(filter).map(({ alert_id }) => alert_id);
  expect(ids({})).toEqual([three.alert_id, two.alert_id, one.alert_id]);
  expect(ids({ count: 1 })).toEqual([three.alert_id]);
  expect(ids({ symbol: 'EURUSD' })).toEqual([one.alert_id]);
  expect(ids({ symbol: 'OANDA:EURUSD' })).toEqual([]);
  for (const symbol of ['BTCUSDT', 'BINANCE:BTCUSDT']) expect(ids({ symbol })).toEqual([two.alert_id]);
  expect(ids({ state: 'new' })).toEqual([three.alert_id, one.alert_id]);
  expect(ids({ state: 'claimed', symbol: 'EURUSD' })).toEqual([]);
});

describe('work on an alert', () => {
  test('is for whoever claims it first', () => {
    const { desk, file } = process();
    const { alert_id } = desk.receive(content(), about('a')).alert;
    expect(desk.claim(alert_id, agent('client', 'scalper'))).toMatchObject({
      state: 'claimed',
      claimed_by: 'scalper',
      claimed_at: NOW,
    });
    const other = process().desk;
    expect(codeOf(() => other.claim(alert_id, agent('client', 'swing')))).toBe('ALERT_CLAIMED');
    // Under the same name there may be two.
    expect(codeOf(() => other.claim(alert_id, agent('client', 'scalper')))).toBe('ALERT_CLAIMED');
    expect(codeOf(() => other.resolve(alert_id, agent('client', 'swing'), 'no'))).toBe('ALERT_CLAIMED');
    expect(codeOf(() => other.resolve(alert_id, agent('scalper', 'swing'), 'no'))).toBe('ALERT_CLAIMED');
    expect(other.resolve(alert_id, agent('client', 'scalper'), 'bought')).toMatchObject({
      state: 'resolved',
      claimed_by: 'scalper',
      resolved_at: NOW,
      resolution: 'bought',
    });
    expect(codeOf(() => desk.claim(alert_id, agent('client', 'swing')))).toBe('ALERT_RESOLVED');
    expect(codeOf(() => desk.resolve(alert_id, agent('client', 'scalper'), 'again'))).toBe('ALERT_RESOLVED');
    expect(recordsIn(file).map(({ event }) => event)).toEqual(['alert', 'alert_claimed', 'alert_resolved']);
    expect(recordsIn(file)[2]).toMatchObject({ actor: { token: 'scalper' }, data: { alert_id, resolution: 'bought' } });
  });

  test('can be ended by the owner, and done without a claim', () => {
    const { desk } = process();
    const [one, other] = ['a', 'b'].map((key) => desk.receive(content(), about(key)).alert.alert_id) as [
      string,
      string,
    ];
    desk.claim(one, agent('client'));
    expect(desk.resolve(one, { kind: 'owner', name: 'dashboard' }, 'enough')).toMatchObject({ state: 'resolved' });
    expect(desk.resolve(other, agent('client'), 'old')).toMatchObject({ state: 'resolved', claimed_by: null });
  });

  test('needs an alert that is there', () => {
    const { desk } = process();
    for (const work of [
      () => desk.get('nope'),
      () => desk.claim('nope', agent('one')),
      () => desk.resolve('nope', agent('one'), 'x'),
    ]) {
      expect(codeOf(work)).toBe('ALERT_NOT_FOUND');
    }
  });
});

test('observers are told of each change, whichever process made it', async () => {
  const { desk } = process();
  const other = process().desk;
  let told = 0;
  const end = desk.observe(() => told++);
  const { alert_id } = desk.receive(content(), about('a')).alert;
  await settled();
  expect(told).toBe(1);
  other.claim(alert_id, agent('one'));
  await clock.advance(200);
  expect(told).toBe(2);
  other.receive(content(), about('a'));
  await clock.advance(200);
  expect(told).toBe(2);
  end();
  desk.resolve(alert_id, agent('one'), 'done');
  await clock.advance(200);
  expect(told).toBe(2);
});
