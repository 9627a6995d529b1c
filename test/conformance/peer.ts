import assert from 'node:assert/strict';
import {
  type ErrorCode,
  type EventData,
  type EventName,
  events,
  type OperationName,
  operations,
  type Params,
  parseTopic,
  type Result,
  serverZone,
} from '@mt5-bridge/protocol';
import {
  type ClientTransport,
  type ConnectTransport,
  decodeEvent,
  decodeReply,
  encodeRequest,
  type Frames,
  type ReplyFrame,
} from '@mt5-bridge/protocol/wire';

/** How long an answer or event may take before the requirement fails. */
const PATIENCE_MS = 10_000;

export interface SeenEvent<N extends EventName = EventName> {
  readonly topic: string;
  readonly seq: number;
  readonly epoch: number;
  readonly clock: number;
  readonly data: EventData<N>;
}

/** A caller that hides nothing: frames as they are, times in broker server time, no retry, no cache. */
export class Peer {
  readonly seen: SeenEvent[] = [];
  readonly #transport: ClientTransport;
  readonly #replies: Frames[] = [];
  readonly #wakers = new Set<() => void>();
  /** The first event that could not be read; whoever waits next fails with it. */
  #broken: unknown;
  #nextId = 1_000;

  constructor(connect: ConnectTransport) {
    this.#transport = connect({
      reply: (frames) => {
        this.#replies.push(frames.map((frame) => frame.slice()));
        this.#wake();
      },
      event: (topic, payload) => {
        try {
          this.seen.push(decode(topic, payload));
        } catch (error) {
          this.#broken ??= error;
        }
        this.#wake();
      },
      link: () => this.#wake(),
    });
  }

  /** Sends frames as they are and returns the next answer's frames. */
  async exchange(...frames: Uint8Array[]): Promise<Frames> {
    this.#transport.send(frames);
    await this.until(() => this.#replies.length > 0, 'an answer');
    const reply = this.#replies.shift();
    assert(reply !== undefined);
    return reply;
  }

  /** One request with any envelope fields; returns the decoded answer and its packed records. */
  async ask(
    op: number,
    a: unknown,
    { v, ...fields }: { id?: number; ttl?: number; e?: number; v?: number } = {},
  ): Promise<{ head: ReplyFrame; bulk: Uint8Array | undefined }> {
    const id = fields.id ?? this.#nextId++;
    const frames = await this.exchange(encodeRequest({ ttl: 0, ...fields, id, op, a }, v));
    const [first, bulk] = frames;
    assert(first !== undefined, 'an answer has a frame 0');
    const head = decodeReply(first);
    assert.equal(head.id, id, 'the answer carries the id of its request');
    return { head, bulk };
  }

  async call<N extends OperationName>(name: N, params: Params<N>): Promise<Result<N>> {
    return (await this.callBulk(name, params)).result;
  }

  async callBulk<N extends OperationName>(
    name: N,
    params: Params<N>,
  ): Promise<{ result: Result<N>; bulk: Uint8Array | undefined; clock: number }> {
    const operation = operations[name];
    const { head, bulk } = await this.ask(operation.number, operation.params.encode(params as never, 'a', serverZone));
    if (!head.ok) assert.fail(`${name} was refused: ${head.e.code} ${head.e.message}`);
    return { result: operation.result.decode(head.d, 'd', serverZone) as Result<N>, bulk, clock: head.t };
  }

  /** Expects a refusal with one of these codes; arguments go out as they are, valid or not. */
  async refused(name: OperationName, a: unknown, ...codes: ErrorCode[]): Promise<string> {
    const { head, bulk } = await this.ask(operations[name].number, a);
    assert(!head.ok, `${name} should be refused with ${codes.join(' or ')}`);
    assert(
      codes.includes(head.e.code as ErrorCode),
      `expected ${codes.join(' or ')}, got ${head.e.code} ${head.e.message}`,
    );
    assert.equal(bulk, undefined, 'a refusal has no packed records');
    assert(head.e.message.length > 0, 'a refusal says why');
    return head.e.message;
  }

  subscribe(topic: string): void {
    this.#transport.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.#transport.unsubscribe(topic);
  }

  of<N extends EventName>(kind: N, topic: string = kind): SeenEvent<N>[] {
    return this.seen.filter((event) => event.topic === topic) as SeenEvent<N>[];
  }

  async until(condition: () => boolean, what: string, patienceMs = PATIENCE_MS): Promise<void> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      if (this.#broken !== undefined) throw this.#broken;
      if (condition()) return;
      const left = deadline - Date.now();
      assert(left > 0, `${what} did not come within ${patienceMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, left);
        const wakers = this.#wakers;
        function done() {
          clearTimeout(timer);
          wakers.delete(done);
          resolve();
        }
        wakers.add(done);
      });
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #wake(): void {
    for (const waker of [...this.#wakers]) waker();
  }
}

function decode(topic: string, payload: Uint8Array): SeenEvent {
  const parsed = parseTopic(topic);
  assert(parsed !== undefined, `the topic ${topic} is one of the wire's`);
  const frame = decodeEvent(payload);
  const data = events[parsed.kind].data.decode(frame.d, 'd', serverZone) as EventData<EventName>;
  return { topic, seq: frame.s, epoch: frame.e, clock: frame.t, data };
}

/** Events of one topic carry each number once, in order. */
export function gapless(events: readonly SeenEvent[]): void {
  for (const [i, event] of events.entries()) {
    const before = events[i - 1];
    if (before !== undefined) assert.equal(event.seq, before.seq + 1, `sequence of ${event.topic}`);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
