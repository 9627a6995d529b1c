import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createMt5Client } from '@mt5-bridge/client';
import { type Quote, systemClock } from '@mt5-bridge/protocol';
import { pack } from '@mt5-bridge/protocol/wire';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accountInfo, type PlainTick, packed, type ScriptedPeer } from '../support/scripted-peer.ts';
import { until } from '../support/wait.ts';
import { failure, overZmq } from './setup.ts';

const HOUR = 3_600_000;
const noon = Date.parse('2026-07-13T12:00:00Z');
const tick = (ms: number, bid: number): PlainTick => [noon + 3 * HOUR + ms, bid];

/** A client of addresses where the other side may be anything. */
function clientOf(command: string, events: string) {
  const client = createMt5Client({
    connect: connectZmq({ command, events }),
    clock: systemClock(),
    random: Math.random,
    serverTimezone: 'auto',
    requestTimeoutMs: 1_000,
    log: () => {},
  });
  onTestFinished(() => client.close());
  return client;
}

/** Sends probing ticks until one arrives: a subscription takes a moment to travel. */
async function flowing({ peer }: { peer: ScriptedPeer }, heard: readonly number[], bid: number) {
  await until(() => {
    peer.tick('EURUSD', [tick(0, bid)]);
    return heard.length > 0;
  }, 'a tick');
}

describe('over real sockets', () => {
  it('calls, columns, kept states and ticks work', async () => {
    const { client, peer } = await overZmq();
    expect(await client.call('ping', {})).toEqual({ epoch: 1 });
    const rows = Array.from({ length: 100_000 }, (_, i) => tick(i, 1 + i / 1e6));
    peer.history.set('GBPUSD', rows);
    const { columns } = await client.call('ticks', { symbol: 'GBPUSD', flags: 'all', start: 0, count: 100_000 });
    expect([columns.length, columns.time_msc[99_999], columns.bid[99_999]]).toEqual([100_000, noon + 99_999, 1.099999]);

    const balances: number[] = [];
    client.keep('account', ({ balance }) => balances.push(balance));
    await until(() => balances.length === 1, 'the snapshot');
    peer.publish<'account'>('account', { cause: 'state', account: accountInfo({ balance: 7 }) });
    peer.beat();
    await until(() => balances.includes(7), 'the event');

    const heard: number[] = [];
    client.ticks('EURUSD', ({ bid }) => heard.push(...bid));
    await flowing({ peer }, heard, 1);
    peer.tick('EURUSDm', [tick(1, 2)]);
    peer.tick('EURUSD', [tick(1, 3)]);
    await until(() => heard.includes(3), 'the tick');
    expect(heard).not.toContain(2);
  });

  it('a terminal that ends is told, calls fail at once, and quotes flow again within 2 s of its return', async () => {
    const setting = await overZmq();
    const { client, peer, bind } = setting;
    const quote = (bid: number): Quote => {
      const prices = { bid, ask: bid, last: 0, volume_real: 0, spread: 0, bidhigh: bid, bidlow: bid };
      return { symbol: 'EURUSD', time_msc: noon + 3 * HOUR, flags: [], ...prices };
    };
    peer.script('quote', () => ({ result: quote(1) }));
    const got: number[] = [];
    const reading = (async () => {
      for await (const { bid } of client.quotes('EURUSD')) got.push(bid);
    })();
    await until(() => got.includes(1), 'the first quote');

    await peer.close();
    await until(() => client.link.state === 'down', 'the loss');
    const before = Date.now();
    const error = await failure(client.call('ping', {}), 'TERMINAL_NOT_CONNECTED');
    expect(error.message).toContain(bind.command);
    expect(Date.now() - before).toBeLessThan(200);

    peer.newEpoch();
    peer.script('quote', () => ({ result: quote(2) }));
    await peer.open();
    await until(() => got.includes(2), 'a quote after the return', 2_000);
    await client.close();
    await reading;
  });

  it('a flood that is too much for the sockets loses no tick: the missing ones are read from the history', async () => {
    const setting = await overZmq({ requestTimeoutMs: 20_000 });
    const { client, peer } = setting;
    const heard: number[] = [];
    client.ticks('EURUSD', ({ bid }) => heard.push(...bid));
    await flowing(setting, heard, 0);
    const before = heard.length;
    const rows = Array.from({ length: 400_000 }, (_, i) => tick(1 + i, 1 + i));
    peer.history.set('EURUSD', [...(peer.history.get('EURUSD') ?? []), ...rows]);
    const bytes = packed(rows);
    for (let i = 0; i < rows.length; i++) {
      peer.publish<'tick'>('tick.EURUSD', { ticks: bytes.subarray(60 * i, 60 * (i + 1)) });
    }
    await until(() => {
      peer.tick('EURUSD', [tick(1_000_000, -1)]); // What follows shows that something is missing.
      return heard.includes(400_000);
    }, 'the last tick');
    const flood = heard.slice(heard.indexOf(1), heard.indexOf(400_000) + 1);
    expect(before).toBeGreaterThan(0);
    expect(flood.length).toBe(400_000);
    expect(flood.every((bid, i) => bid === i + 1)).toBe(true);
    expect(client.stats.gaps).toBeGreaterThan(0);
  });

  it('a peer that answers noise is counted, and the call ends with TIMEOUT', async () => {
    const { client, peer } = await overZmq({ requestTimeoutMs: 300 });
    peer.script('quote', () => ({ frames: () => [pack('noise'), Uint8Array.of(0xc1)] }));
    await failure(client.call('quote', { symbol: 'EURUSD' }), 'TIMEOUT');
    expect(client.stats.badFrames).toBe(1);
    expect(await client.call('ping', {})).toEqual({ epoch: 1 });
  });

  it('no terminal at all is TERMINAL_NOT_CONNECTED with the addresses', async () => {
    const client = clientOf('tcp://127.0.0.1:9', 'tcp://127.0.0.1:10');
    const { message } = await failure(client.call('ping', {}), 'TERMINAL_NOT_CONNECTED');
    expect(message).toContain('tcp://127.0.0.1:9 (commands)');
    expect(message).toContain('tcp://127.0.0.1:10 (events)');
  });

  it('another program on the port is no terminal either', async () => {
    const web = createServer((socket) => {
      socket.on('error', () => {});
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    web.listen(0, '127.0.0.1');
    onTestFinished(() => void web.close());
    await once(web, 'listening');
    const address = `tcp://127.0.0.1:${(web.address() as AddressInfo).port}`;
    await failure(clientOf(address, address).call('ping', {}), 'TERMINAL_NOT_CONNECTED');
  });

  it('an address that is none is refused when the client is made', () => {
    expect(() => clientOf('tcp://nowhere', 'tcp://127.0.0.1:10')).toThrow(
      expect.objectContaining({ code: 'ADDRESS_INVALID', message: expect.stringContaining('tcp://nowhere') }),
    );
  });

  it('a closed client lets its process end', async () => {
    const { peer, bind } = await overZmq();
    const { command, events } = bind;
    const program = `
      import { createMt5Client } from '@mt5-bridge/client';
      import { systemClock } from '@mt5-bridge/protocol';
      import { connectZmq } from '@mt5-bridge/transport-zmq';
      const connect = connectZmq(${JSON.stringify({ command, events })});
      const options = { clock: systemClock(), random: Math.random, serverTimezone: 'auto', requestTimeoutMs: 5000 };
      const client = createMt5Client({ connect, ...options, log: () => {} });
      client.keep('account', () => {});
      client.ticks('EURUSD', () => {});
      const { epoch } = await client.call('ping', {});
      await client.close();
      process.stdout.write('epoch ' + epoch);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('..', import.meta.url),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = await once(child, 'exit');
    expect({ code, said }).toEqual({ code: 0, said: `epoch ${peer.epoch}` });
  });
});
