import { createMt5Client, type Mt5Client } from '@mt5-bridge/client';
import { barTopic, systemClock } from '@mt5-bridge/protocol';
import { type TicksColumns, unpackRates } from '@mt5-bridge/protocol/wire';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type FakeProcess, nativeBin, startFake } from '../support/processes.ts';
import { pause, until } from '../support/wait.ts';

/** What a client sees of the expert advisor's events while the terminal, the network or a person is in the way. */

const busy = ['--seed', '11', '--speed', '60', '--start', '2026-07-15T13:00:00Z'];
let terminal: FakeProcess;

beforeAll(async () => {
  // At the addresses that were free for one before it, so that it finds them again when the expert is restarted.
  const before = await startFake(busy, undefined, nativeBin);
  await before.kill();
  terminal = await startFake(busy, before, nativeBin);
}, 600_000);
afterAll(() => terminal?.kill());

async function connected(): Promise<Mt5Client> {
  const client = createMt5Client({
    connect: connectZmq(terminal),
    clock: systemClock(),
    random: Math.random,
    serverTimezone: 'auto',
    requestTimeoutMs: 5_000,
    log: () => {},
  });
  onTestFinished(() => client.close());
  await client.ready(10_000);
  return client;
}

/** A tick as a line, for comparing many. */
const lines = (ticks: TicksColumns): string[] =>
  Array.from(ticks.time_msc, (time, i) => `${time} ${ticks.bid[i]} ${ticks.ask[i]} ${ticks.last[i]} ${ticks.flags[i]}`);

/** Ticks of a symbol as they come, and whether they are all that history has. */
function following(client: Mt5Client, symbol: string) {
  const heard: string[] = [];
  let span: { from: number; to: number } | undefined;
  const end = client.ticks(symbol, (ticks) => {
    const [first = 0, last = 0] = [ticks.time_msc[0], ticks.time_msc.at(-1)];
    span = { from: span?.from ?? first, to: last };
    heard.push(...lines(ticks));
  });
  return {
    heard,
    async expectAll(): Promise<void> {
      end();
      const { from, to } = span ?? expect.fail('no tick came');
      // The ms in which the watch began may have had ticks before it, that of the last one may get more.
      const inside = (line: string): boolean => Number.parseFloat(line) > from && Number.parseFloat(line) < to;
      const { columns } = await client.call('ticks', { symbol, flags: 'all', from, to });
      expect(heard.filter(inside)).toEqual(lines(columns).filter(inside));
      expect(heard.length).toBeGreaterThan(20);
    },
  };
}

test('every tick comes once and in order through lost, doubled and broken events', async () => {
  const client = await connected();
  const euro = following(client, 'EURUSD');
  const gold = following(client, 'XAUUSD');
  await until(() => euro.heard.length > 10, 'ticks');
  for (const fault of ['drop-event', 'duplicate-event', 'garbage-event']) {
    terminal.control({ fault, topic: 'tick', times: 5 });
    await pause(500);
  }
  await until(() => client.stats.gaps > 0 && client.stats.badFrames > 0, 'gaps');
  const seen = euro.heard.length;
  await until(() => euro.heard.length > seen + 20, 'further ticks');
  await euro.expectAll();
  await gold.expectAll();
});

test('a terminal that lost the broker says so, falls silent, and tells what it missed when it is back', async () => {
  const client = await connected();
  const told: boolean[] = [];
  const beats: boolean[] = [];
  const bars: number[] = [];
  let floating = 0;
  client.on('status', 'status', ({ data }) => told.push(data.connected));
  client.on('hb', 'hb', ({ data }) => beats.push(data.connected));
  client.on('bar', barTopic('EURUSD', 'M1'), ({ data }) => bars.push(...unpackRates(data.rates, client.zone).time));
  client.keep('account', (_, cause) => {
    if (cause === 'floating') floating++;
  });
  const euro = following(client, 'EURUSD');
  await until(() => bars.length > 1, 'closed bars');

  terminal.control({ fault: 'terminal-offline' });
  await until(() => told.includes(false) && beats.includes(false), 'the loss');
  const before = [euro.heard.length, bars.length, floating];
  await pause(3_000);
  expect([euro.heard.length, bars.length, floating]).toEqual(before);

  terminal.control({ fault: 'terminal-online' });
  await until(() => told.includes(true) && bars.length >= (before[1] ?? 0) + 3, 'the missed bars');
  await until(() => euro.heard.length > (before[0] ?? 0), 'the missed ticks');
  await euro.expectAll();
  expect(told).toEqual([false, true]);
  const minutes = bars.slice(1).map((time, i) => time - (bars[i] ?? 0));
  expect(new Set(minutes)).toEqual(new Set([60_000]));
});

test('a change of the chart ends neither the epoch nor a watch', async () => {
  const client = await connected();
  const { epoch } = await client.call('ping', {});
  const euro = following(client, 'EURUSD');
  await until(() => euro.heard.length > 10, 'ticks');
  terminal.control({ expert: 'reinit' });
  await pause(500);
  const seen = euro.heard.length;
  await until(() => euro.heard.length > seen + 20, 'ticks after the change');
  expect(await client.call('ping', {})).toEqual({ epoch });
  expect([client.stats.gaps, client.stats.reconnects]).toEqual([0, 0]);
  await euro.expectAll();
});

test('a permission that a person takes away is told at once', async () => {
  const client = await connected();
  const allowed: boolean[] = [];
  let ready = false;
  client.on('hb', 'hb', () => {
    ready = true;
  });
  client.on('status', 'status', ({ data }) => allowed.push(data.trade_allowed));
  await until(() => ready, 'a heartbeat');
  terminal.control({ expert: 'algo-trading', allowed: false });
  await until(() => allowed.length === 1, 'the news', 1_000);
  terminal.control({ expert: 'algo-trading', allowed: true });
  await until(() => allowed.length === 2, 'the news', 1_000);
  expect(allowed).toEqual([false, true]);
});

test('a book is told whole after each change, and ends with its last watcher', async () => {
  const [one, other] = [await connected(), await connected()];
  const sizes: number[] = [];
  let theirs = 0;
  const end = one.book('BTCUSD', (entries) => sizes.push(entries.length));
  other.book('BTCUSD', () => theirs++);
  await until(() => sizes.length > 3 && theirs > 3, 'books');
  const { entries } = await one.call('book', { symbol: 'BTCUSD' });
  expect(new Set(sizes)).toEqual(new Set([entries.length]));
  end();
  const seen = theirs;
  await until(() => theirs > seen + 3, 'books for the other one');
});

test('an expert that was killed and started again is another epoch: everything is read anew, no tick comes twice', async () => {
  const client = await connected();
  const first = await client.call('ping', {});
  const causes: string[] = [];
  client.keep('positions', (_, cause) => causes.push(cause));
  const euro = following(client, 'EURUSD');
  await until(() => euro.heard.length > 10 && causes.length > 0, 'ticks');
  terminal.control({ fault: 'restart', ms: 300 });
  await until(() => client.stats.reconnects > 0 && client.link.state === 'up', 'the return', 15_000);
  const seen = euro.heard.length;
  await until(() => euro.heard.length > seen + 10, 'ticks after the return', 15_000);
  expect((await client.call('ping', {})).epoch).toBeGreaterThan(first.epoch);
  expect(causes.filter((cause) => cause === 'resync').length).toBeGreaterThan(1);
  await euro.expectAll();
});
