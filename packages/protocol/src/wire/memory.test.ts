import { describe, expect, it } from 'vitest';
import { memoryPair } from './memory.ts';
import type { ClientTransport, ConnectTransport, Frames } from './transport.ts';

const frame = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
/** All that was queued has been delivered when this resolves. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A connected client that keeps what it hears. */
function listen(connect: ConnectTransport) {
  const heard: string[] = [];
  const transport: ClientTransport = connect({
    reply: (frames) => heard.push(`reply ${frames.map((one) => one.join('.')).join('|')}`),
    event: (topic, payload) => heard.push(`${topic} ${payload.join('.')}`),
    link: (state) => heard.push(state),
  });
  return { transport, heard };
}

const echo = (frames: Frames): Frames => frames;

describe('the pair in memory', () => {
  it('answers in the order of asking, one at a time', async () => {
    const { connect, bind } = memoryPair();
    let running = 0;
    let most = 0;
    await bind(async (frames) => {
      most = Math.max(most, ++running);
      if (frames[0]?.[0] === 1) await settled();
      running--;
      return [...frames, frame(9)];
    });
    const { transport, heard } = listen(connect);
    for (const n of [1, 2, 3]) transport.send([frame(n)]);
    expect(heard).toEqual([]);
    await settled();
    await settled();
    expect(heard).toEqual(['connected', 'reply 1|9', 'reply 2|9', 'reply 3|9']);
    expect(most).toBe(1);
  });

  it('copies frames, so that neither end can change what the other sent', async () => {
    const { connect, bind } = memoryPair();
    const answer = frame(5);
    const asked: Uint8Array[] = [];
    const server = await bind((frames) => {
      asked.push(...frames);
      return [answer];
    });
    const { transport, heard } = listen(connect);
    transport.subscribe('hb');
    const request = frame(1);
    const payload = frame(7);
    transport.send([request]);
    server.publish('hb', payload);
    request[0] = 99;
    payload[0] = 99;
    await settled();
    expect(asked).toEqual([frame(1)]);
    expect(heard).toEqual(['connected', 'hb 7', 'reply 5']);
  });

  it('delivers exactly the topics that are subscribed', async () => {
    const { connect, bind } = memoryPair();
    const server = await bind(echo);
    const one = listen(connect);
    const other = listen(connect);
    one.transport.subscribe('tick.EURUSD');
    for (const topic of ['tick.EURUSD', 'tick.EURUSD.m', 'tick']) server.publish(topic, frame(1));
    await settled();
    one.transport.unsubscribe('tick.EURUSD');
    server.publish('tick.EURUSD', frame(2));
    await settled();
    expect(one.heard).toEqual(['connected', 'tick.EURUSD 1']);
    expect(other.heard).toEqual(['connected']);
  });

  it('keeps requests for a server that comes later, up to its bound', async () => {
    const { connect, bind } = memoryPair();
    const { transport, heard } = listen(connect);
    for (let i = 0; i < 1_024; i++) transport.send([frame(i % 256)]);
    expect(() => transport.send([frame(0)])).toThrow(expect.objectContaining({ code: 'QUEUE_FULL' }));
    await settled();
    expect(heard).toEqual([]);
    await bind(echo);
    await settled();
    expect(heard).toHaveLength(1 + 1_024);
    transport.send([frame(1)]);
  });

  it('loses no waiting request when the server goes and another comes', async () => {
    const { connect, bind } = memoryPair();
    const first = await bind(echo);
    const { transport, heard } = listen(connect);
    await settled();
    transport.send([frame(1)]);
    await first.close();
    await settled();
    await bind(echo);
    await settled();
    expect(heard).toEqual(['connected', 'disconnected', 'connected', 'reply 1']);
  });

  it('drops the answer of a server that has gone meanwhile', async () => {
    const { connect, bind } = memoryPair();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await bind(async (frames) => {
      await gate;
      return frames;
    });
    const { transport, heard } = listen(connect);
    transport.send([frame(1)]);
    await settled();
    await server.close();
    release();
    await settled();
    expect(heard).toEqual(['connected', 'disconnected']);
  });

  it('takes one server at a time', async () => {
    const { bind } = memoryPair();
    const first = await bind(echo);
    await expect(bind(echo)).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
    await first.close();
    const second = await bind(echo);
    await first.close();
    await expect(bind(echo)).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
    await second.close();
  });

  it('answers nothing when the handler answers nothing, and goes on', async () => {
    const { connect, bind } = memoryPair();
    await bind((frames) => (frames[0]?.[0] === 1 ? undefined : frames));
    const { transport, heard } = listen(connect);
    for (const n of [1, 2]) transport.send([frame(n)]);
    await settled();
    expect(heard).toEqual(['connected', 'reply 2']);
  });

  it('drops what is under way in both directions on reconnect, and connects anew', async () => {
    const { connect, bind } = memoryPair();
    const asked: number[] = [];
    const server = await bind((frames) => {
      asked.push(frames[0]?.[0] ?? -1);
      return frames;
    });
    const { transport, heard } = listen(connect);
    await settled();
    transport.subscribe('hb');
    transport.send([frame(1)]);
    server.publish('hb', frame(1));
    transport.reconnect();
    transport.send([frame(2)]);
    server.publish('hb', frame(2));
    await settled();
    expect(asked).toEqual([2]);
    expect(heard).toEqual(['connected', 'connected', 'hb 2', 'reply 2']);
  });

  it('is silent after close, for that client alone', async () => {
    const { connect, bind } = memoryPair();
    const server = await bind(echo);
    const closing = listen(connect);
    const staying = listen(connect);
    for (const { transport } of [closing, staying]) transport.subscribe('hb');
    closing.transport.send([frame(1)]);
    server.publish('hb', frame(3));
    await closing.transport.close();
    expect(() => closing.transport.send([frame(1)])).toThrow(expect.objectContaining({ code: 'CLOSED' }));
    await server.close();
    await settled();
    expect(closing.heard).toEqual([]);
    expect(staying.heard).toEqual(['connected', 'hb 3', 'disconnected']);
  });
});
