import { afterEach, describe, expect, test } from 'vitest';
import { curveKeyPair, Reply, Request, type SocketOptions, Subscriber } from 'zeromq';
import { until } from '../support/wait.ts';
import { type Addresses, ANYWHERE, killAll, listening, startSmoke, where } from './smoke.ts';

/** A program in MetaTrader gets this long to end. */
const DEINIT_MS = 2_500;
/** What libzmq.dll may report where a port is taken: EADDRINUSE as mingw-w64 counts, EACCES, ZeroMQ's own EADDRINUSE. */
const PORT_BUSY = [100, 13, 156_384_717];

const peers = new Set<{ close(): void }>();
afterEach(() => {
  for (const peer of peers) peer.close();
  peers.clear();
  killAll();
});

type Security = Pick<SocketOptions<Request>, 'curveServerKey' | 'curvePublicKey' | 'curveSecretKey'>;

/** What a caller needs that trusts this server. */
function caller(server: ReturnType<typeof curveKeyPair>): Security {
  const own = curveKeyPair();
  return { curveServerKey: server.publicKey, curvePublicKey: own.publicKey, curveSecretKey: own.secretKey };
}

function requester({ command }: Addresses, security: Security = {}): (text: string) => Promise<Buffer[]> {
  const socket = new Request({ linger: 0, receiveTimeout: 10_000, ...security });
  socket.connect(command);
  peers.add(socket);
  return async (text) => {
    await socket.send(text);
    return await socket.receive();
  };
}

type Asking = ReturnType<typeof requester>;

/** Subscribed for certain: an event has arrived. Others like it may still come; they carry the number 0. */
async function subscriber({ events }: Addresses, request: Asking, security: Security = {}): Promise<Subscriber> {
  const socket = new Subscriber({ linger: 0, receiveTimeout: 100, ...security });
  socket.connect(events);
  socket.subscribe('smoke');
  peers.add(socket);
  const arrived = (): Promise<boolean> =>
    socket.receive().then(
      () => true,
      () => false,
    );
  await until(async () => {
    await request('publish 1');
    return await arrived();
  }, 'The first event');
  socket.receiveTimeout = 10_000;
  return socket;
}

describe.each(['plain', 'CURVE'])('%s', (kind) => {
  const keys = kind === 'CURVE' ? curveKeyPair() : undefined;
  const security = keys === undefined ? {} : caller(keys);

  test('round trips', async () => {
    const request = requester(await listening(ANYWHERE, keys?.secretKey), security);
    const took: number[] = [];
    for (let i = 0; i < 2_000; i++) {
      const text = `${i} ${'x'.repeat(200)}`;
      const before = performance.now();
      expect(String(await request(text))).toBe(text);
      took.push(performance.now() - before);
    }
    took.sort((a, b) => a - b);
    const [p50 = 0, p99 = 0] = [took[1_000], took[1_980]];
    console.log(`${kind}: 2,000 round trips, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`);
    expect(p50).toBeLessThan(20);
  });

  test('a second frame of 6 MB arrives whole', async () => {
    const request = requester(await listening(ANYWHERE, keys?.secretKey), security);
    const size = 6_000_000;
    const wanted = Buffer.from(Uint8Array.from({ length: size }, (_, i) => i * 31));
    const took: number[] = [];
    for (let i = 0; i < 5; i++) {
      const before = performance.now();
      const [head, bytes] = await request(`bulk ${size}`);
      took.push(performance.now() - before);
      expect(String(head)).toBe('bulk');
      expect(bytes?.equals(wanted)).toBe(true);
    }
    console.log(`${kind}: 6 MB in ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  });

  test('events arrive, all and in order', async () => {
    const smoke = await listening(ANYWHERE, keys?.secretKey);
    const request = requester(smoke, security);
    const events = await subscriber(smoke, request, security);
    await request('publish 900');
    const numbers: (number | undefined)[] = [];
    while (numbers.at(-1) !== 899) numbers.push((await events.receive())[1]?.readUInt32LE());
    expect(numbers.slice(-900)).toEqual(Array.from({ length: 900 }, (_, i) => i));
  });

  test('ends in time with peers that are connected and do not read', async () => {
    const smoke = await listening(ANYWHERE, keys?.secretKey);
    const request = requester(smoke, security);
    await subscriber(smoke, request, security);
    await request('publish 900');
    request('stop').catch(() => {});
    const { closed_ms } = await smoke.next();
    console.log(`${kind}: closed in ${closed_ms} ms`);
    expect(closed_ms).toBeLessThan(DEINIT_MS);
    expect(await smoke.ended).toBe(0);
  });

  test('listens at the same port again, and its peers find it', async () => {
    const smoke = await listening(ANYWHERE, keys?.secretKey);
    for (let i = 0; i < 3; i++) {
      const request = requester(smoke, security);
      await request('hello');
      request('rebind').catch(() => {});
      expect((await smoke.next()).closed_ms).toBeLessThan(DEINIT_MS);
      expect(where(await smoke.next())).toEqual({ command: smoke.command, events: smoke.events });
    }
    expect(String(await requester(smoke, security)('back'))).toBe('back');
  });
});

describe('with CURVE', () => {
  const server = curveKeyPair();
  test.each([
    ['without keys', {}],
    ["with another server's key", caller(curveKeyPair())],
  ])('nobody %s is answered', async (_, security) => {
    const smoke = await listening(ANYWHERE, server.secretKey);
    const socket = new Request({ linger: 0, receiveTimeout: 1_000, sendTimeout: 1_000, ...security });
    peers.add(socket);
    socket.connect(smoke.command);
    await expect(socket.send('hello').then(() => socket.receive())).rejects.toMatchObject({ code: 'EAGAIN' });
    expect(String(await requester(smoke, caller(server))('hello'))).toBe('hello');
  });
});

describe('a port that is taken', () => {
  test('by a program of this system', async () => {
    const holder = new Reply({ linger: 0 });
    peers.add(holder);
    await holder.bind('tcp://127.0.0.1:*');
    const smoke = startSmoke({ ...ANYWHERE, command: holder.lastEndpoint ?? '' });
    expectBusy(await smoke.next());
    expect(await smoke.ended).toBe(1);
  });

  test('by another Windows program', async () => {
    const { command } = await listening();
    expectBusy(await startSmoke({ ...ANYWHERE, command }).next());
  });

  test('is free as soon as its holder is killed, with peers connected', async () => {
    const smoke = await listening();
    await requester(smoke)('hello');
    await smoke.kill();
    expect(String(await requester(await listening(smoke))('back'))).toBe('back');
  });
});

function expectBusy(said: { readonly failed?: string; readonly errno?: number }): void {
  console.log(`port busy: ${said.failed}, errno ${said.errno}`);
  expect(said.failed).toBe('zmq_bind');
  expect(PORT_BUSY).toContain(said.errno);
}
