import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { Frames, ServerTransport } from '@mt5-bridge/protocol/wire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Dealer, Reply, Request } from 'zeromq';
import { bindZmq, connectZmq, type ZmqAddresses } from './index.ts';

const anyPort: ZmqAddresses = { command: 'tcp://127.0.0.1:*', events: 'tcp://127.0.0.1:*' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (frames: Frames): string[] => frames.map((frame) => new TextDecoder().decode(frame));

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function connected(addresses: ZmqAddresses) {
  const heard = { replies: [] as string[][], events: [] as string[], probes: new Set<string>(), links: [] as string[] };
  const transport = connectZmq(addresses)({
    reply: (frames) => heard.replies.push(texts(frames)),
    event: (topic, payload) => {
      if (payload.length === 0) heard.probes.add(topic);
      else heard.events.push(`${topic}=${texts([payload])[0]}`);
    },
    link: (state) => heard.links.push(state),
  });
  cleanUps.push(() => transport.close());
  return { transport, heard };
}

async function serving(handler: (text: string) => Frames | undefined = (text) => [bytes(text)]) {
  const bind = await bindZmq(anyPort);
  const open = async (): Promise<ServerTransport> => {
    const server = await bind((frames) => handler(texts(frames).join('|')));
    cleanUps.push(() => server.close());
    return server;
  };
  return { addresses: { command: bind.command, events: bind.events }, bind, open, server: await open() };
}

/** An address where nothing listens. */
async function deserted() {
  const { addresses, server, open } = await serving();
  await server.close();
  return { addresses, open };
}

/** Publishes empty events until one of the topic is heard: a subscription takes a moment to travel. */
async function flowing(server: ServerTransport, topic: string, heard: { probes: Set<string> }): Promise<void> {
  heard.probes.delete(topic);
  await vi.waitFor(() => {
    server.publish(topic, new Uint8Array(0));
    expect(heard.probes).toContain(topic);
  });
}

describe('commands', () => {
  it('carries frames there and back, in order', async () => {
    const { addresses } = await serving((text) => [bytes(`re ${text}`), bytes('bulk')]);
    const { transport, heard } = connected(addresses);
    for (let i = 0; i < 600; i++) transport.send([bytes(`n${i}`), bytes('x')]);
    await vi.waitFor(() => expect(heard.replies).toHaveLength(600));
    expect(heard.replies.map(([first]) => first)).toEqual(Array.from({ length: 600 }, (_, i) => `re n${i}|x`));
    expect(heard.replies[0]).toEqual(['re n0|x', 'bulk']);
  });

  it('speaks to a plain REP socket', async () => {
    const rep = new Reply({ linger: 0 });
    cleanUps.push(() => rep.close());
    await rep.bind('tcp://127.0.0.1:*');
    const { addresses } = await serving();
    const { transport, heard } = connected({ command: rep.lastEndpoint ?? '', events: addresses.events });
    transport.send([bytes('a'), bytes('b')]);
    expect((await rep.receive()).map(String)).toEqual(['a', 'b']);
    await rep.send('c');
    await vi.waitFor(() => expect(heard.replies).toEqual([['c']]));
  });

  it('answers a plain REQ socket', async () => {
    const { addresses } = await serving();
    const req = new Request({ linger: 0 });
    cleanUps.push(() => req.close());
    req.connect(addresses.command);
    for (const text of ['one', 'two']) {
      await req.send(text);
      expect((await req.receive()).map(String)).toEqual([text]);
    }
  });

  it('goes on after a request that is never answered', async () => {
    const { addresses } = await serving((text) => (text === 'lost' ? undefined : [bytes(text)]));
    const { transport, heard } = connected(addresses);
    for (const text of ['first', 'lost', 'second']) transport.send([bytes(text)]);
    await vi.waitFor(() => expect(heard.replies).toEqual([['first'], ['second']]));
  });

  it('goes on after a message without a delimiter, as a REP socket does', async () => {
    const { addresses } = await serving();
    const raw = new Dealer({ linger: 0 });
    cleanUps.push(() => raw.close());
    raw.connect(addresses.command);
    await raw.send('no delimiter');
    await raw.send(['', 'with one']);
    expect((await raw.receive()).map(String)).toEqual(['', 'with one']);
  });

  it('serves one request at a time', async () => {
    let running = 0;
    let most = 0;
    const bind = await bindZmq(anyPort);
    const server = await bind(async (frames) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
      return frames;
    });
    cleanUps.push(() => server.close());
    const { transport, heard } = connected(bind);
    for (let i = 0; i < 10; i++) transport.send([bytes(`n${i}`)]);
    await vi.waitFor(() => expect(heard.replies).toHaveLength(10));
    expect(most).toBe(1);
  });
});

describe('events', () => {
  it('delivers exactly the subscribed topics, also where one is the beginning of another', async () => {
    const { addresses, server } = await serving();
    const { transport, heard } = connected(addresses);
    transport.subscribe('tick.EURUSD');
    transport.subscribe('end');
    await flowing(server, 'end', heard);
    for (const topic of ['tick.EURUSDm', 'tick.EURUSD', 'tick.EUR', 'end']) server.publish(topic, bytes('1'));
    await vi.waitFor(() => expect(heard.events).toContain('end=1'));
    expect(heard.events).toEqual(['tick.EURUSD=1', 'end=1']);
  });

  it('ends a topic with its unsubscribe, however often it was subscribed', async () => {
    const { addresses, server } = await serving();
    const { transport, heard } = connected(addresses);
    for (const topic of ['a', 'a', 'end']) transport.subscribe(topic);
    await flowing(server, 'a', heard);
    await flowing(server, 'end', heard);
    transport.unsubscribe('a');
    server.publish('a', bytes('2'));
    server.publish('end', bytes('2'));
    await vi.waitFor(() => expect(heard.events).toContain('end=2'));
    expect(heard.events).toEqual(['end=2']);
  });

  it('publishes a burst within one turn without loss', async () => {
    const { addresses, server } = await serving();
    const { transport, heard } = connected(addresses);
    transport.subscribe('a');
    await flowing(server, 'a', heard);
    for (let i = 0; i < 5_000; i++) server.publish('a', bytes(`${i}`));
    await vi.waitFor(() => expect(heard.events).toHaveLength(5_000));
    expect(heard.events[4_999]).toBe('a=4999');
  });
});

describe('link', () => {
  it('tells when the other side comes, goes and comes back', async () => {
    const { addresses, open } = await deserted();
    const { transport, heard } = connected(addresses);
    transport.subscribe('a');
    const first = await open();
    await vi.waitFor(() => expect(heard.links).toEqual(['connected']));
    await first.close();
    await vi.waitFor(() => expect(heard.links).toEqual(['connected', 'disconnected']));
    const second = await open();
    await vi.waitFor(() => expect(heard.links).toEqual(['connected', 'disconnected', 'connected']), 2_000);
    await flowing(second, 'a', heard);
    transport.send([bytes('x')]);
    await vi.waitFor(() => expect(heard.replies).toEqual([['x']]));
  });

  it('is not connected while only one of the two sockets has a peer', async () => {
    const { addresses } = await serving();
    const nowhere = await deserted();
    const { transport, heard } = connected({ command: addresses.command, events: nowhere.addresses.events });
    transport.send([bytes('x')]);
    await vi.waitFor(() => expect(heard.replies).toEqual([['x']]));
    expect(heard.links).toEqual([]);
  });

  it('sends what was queued before the other side came', async () => {
    const { addresses, open } = await deserted();
    const { transport, heard } = connected(addresses);
    for (const text of ['a', 'b', 'c']) transport.send([bytes(text)]);
    await open();
    await vi.waitFor(() => expect(heard.replies).toEqual([['a'], ['b'], ['c']]));
  });

  it('drops what was queued on reconnect, keeps the topics, and tells of the new connection', async () => {
    const { addresses, open } = await deserted();
    const { transport, heard } = connected(addresses);
    transport.subscribe('a');
    for (const text of ['a', 'b', 'c']) transport.send([bytes(text)]);
    transport.reconnect();
    transport.send([bytes('d')]);
    const server = await open();
    await vi.waitFor(() => expect(heard.replies).toEqual([['d']]));
    await flowing(server, 'a', heard);
    heard.links.length = 0;
    transport.reconnect();
    await vi.waitFor(() => expect(heard.links).toEqual(['connected']));
    await flowing(server, 'a', heard);
  });

  it('delivers no reply of the connection before', async () => {
    const answers: (() => void)[] = [];
    const bind = await bindZmq(anyPort);
    const server = await bind((frames) => new Promise((resolve) => answers.push(() => resolve(frames))));
    cleanUps.push(() => server.close());
    const { transport, heard } = connected(bind);
    transport.send([bytes('old')]);
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    transport.reconnect();
    transport.send([bytes('new')]);
    answers.shift()?.();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers.shift()?.();
    await vi.waitFor(() => expect(heard.replies).toEqual([['new']]));
  });
});

describe('limits and errors', () => {
  it('refuses with QUEUE_FULL when too much waits', async () => {
    const { addresses } = await deserted();
    const { transport } = connected(addresses);
    const flood = () => {
      for (let i = 0; i < 1_026; i++) transport.send([bytes('x')]);
    };
    expect(flood).toThrow(expect.objectContaining({ code: 'QUEUE_FULL' }));
  });

  it('drops a caller whose request is longer than allowed, and serves the others', async () => {
    const { addresses } = await serving();
    const rude = connected(addresses);
    const polite = connected(addresses);
    await vi.waitFor(() => expect(rude.heard.links).toEqual(['connected']));
    rude.transport.send([new Uint8Array(2_000_000)]);
    await vi.waitFor(() => expect(rude.heard.links).toContain('disconnected'));
    polite.transport.send([bytes('x')]);
    await vi.waitFor(() => expect(polite.heard.replies).toEqual([['x']]));
    expect(rude.heard.replies).toEqual([]);
  });

  it('names the address that is in use', async () => {
    const { addresses } = await serving();
    const refused = { code: 'ADDRESS_IN_USE', message: expect.stringContaining(addresses.events) };
    await expect(bindZmq({ ...anyPort, events: addresses.events })).rejects.toMatchObject(refused);
    const again = { code: 'ADDRESS_IN_USE', message: expect.stringContaining(addresses.command) };
    await expect(bindZmq(addresses)).rejects.toMatchObject(again);
  });

  it('frees the first address when the second is refused', async () => {
    const free = (await deserted()).addresses.command;
    const { addresses } = await serving();
    await expect(bindZmq({ command: free, events: addresses.events })).rejects.toMatchObject({
      code: 'ADDRESS_IN_USE',
    });
    await vi.waitFor(async () => {
      const bind = await bindZmq({ ...anyPort, command: free });
      cleanUps.push((await bind((frames) => frames)).close);
    });
  });

  it('refuses to serve twice at once', async () => {
    const { bind } = await serving();
    await expect(bind((frames) => frames)).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
  });

  it.each(['nonsense', 'tcp://127.0.0.1', 'tcp://127.0.0.1:notaport', 'http://127.0.0.1:5555'])(
    'names the address that is none: %s',
    async (address) => {
      const invalid = { code: 'ADDRESS_INVALID', message: expect.stringContaining(address) };
      await expect(bindZmq({ ...anyPort, events: address })).rejects.toMatchObject(invalid);
      const listener = { reply: () => {}, event: () => {}, link: () => {} };
      const open = () => connectZmq({ command: 'tcp://127.0.0.1:5555', events: address })(listener);
      expect(open).toThrow(expect.objectContaining(invalid));
    },
  );

  it('refuses to send after close', async () => {
    const { addresses } = await serving();
    const { transport } = connected(addresses);
    await transport.close();
    expect(() => transport.send([bytes('x')])).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  });

  it.runIf(process.platform === 'linux')(
    'holds no more descriptors after many connections than after one',
    async () => {
      const descriptors = () => readdirSync('/proc/self/fd').length;
      const { bind, server, addresses } = await serving();
      const { transport, heard } = connected(addresses);
      const again = async () => {
        heard.links.length = 0;
        transport.reconnect();
        await vi.waitFor(() => expect(heard.links).toContain('connected'), { interval: 2 });
      };
      await again();
      const before = descriptors();
      for (let i = 0; i < 30; i++) await again();
      await vi.waitFor(() => expect(descriptors()).toBeLessThanOrEqual(before));
      await server.close();
      for (let i = 0; i < 10; i++) await (await bind((frames) => frames)).close();
      await vi.waitFor(() => expect(descriptors()).toBeLessThanOrEqual(before));
    },
  );

  it('leaves nothing that keeps a process alive', async () => {
    const program = `
      import { bindZmq, connectZmq } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      const bind = await bindZmq({ command: 'tcp://127.0.0.1:*', events: 'tcp://127.0.0.1:*' });
      const server = await bind((frames) => frames);
      await new Promise((resolve) => {
        const transport = connectZmq(bind)({
          reply: () => void transport.close().then(() => server.close()).then(resolve),
          event: () => {},
          link: () => {},
        });
        transport.send([Buffer.from('x')]);
      });
      process.stdout.write('closed');
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    const [code] = await once(child, 'exit');
    expect({ code, out }).toEqual({ code: 0, out: 'closed' });
  });
});
