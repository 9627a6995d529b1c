import {
  type ErrorCode,
  type EventData,
  type EventName,
  events,
  Mt5Error,
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
  errorFromWire,
  type Frames,
} from '@mt5-bridge/protocol/wire';

export interface Heard<N extends EventName = EventName> {
  readonly topic: string;
  readonly seq: number;
  readonly epoch: number;
  readonly clock: number;
  readonly data: EventData<N>;
}

/** The other end of the wire as a test wants it: one call at a time, times left in server time, every frame in view. */
export class Caller {
  readonly heard: Heard[] = [];
  readonly unreadable: Uint8Array[] = [];
  readonly replies: Frames[] = [];
  private readonly transport: ClientTransport;
  private waiting: ((frames: Frames) => void) | undefined;
  private id = 0;

  constructor(connect: ConnectTransport) {
    this.transport = connect({
      reply: (frames) => {
        this.replies.push(frames);
        this.waiting?.(frames);
      },
      event: (topic, payload) => this.onEvent(topic, payload),
      link: () => {},
    });
  }

  /** Sends frames as they are and waits for the next answer. */
  exchange(...frames: Uint8Array[]): Promise<Frames> {
    const answer = new Promise<Frames>((resolve) => {
      this.waiting = resolve;
    });
    this.transport.send(frames);
    return answer;
  }

  /** @throws Mt5Error what the other side refused with */
  async call<N extends OperationName>(name: N, params: Params<N>): Promise<Result<N>> {
    return (await this.callBulk(name, params)).result;
  }

  async callBulk<N extends OperationName>(
    name: N,
    params: Params<N>,
    fields: { ttl?: number; e?: number } = {},
  ): Promise<{ result: Result<N>; records: Uint8Array | undefined }> {
    const operation = operations[name];
    const a = operation.params.encode(params as never, 'a', serverZone);
    const [head = new Uint8Array(), records] = await this.exchange(
      encodeRequest({ id: ++this.id, op: operation.number, ttl: 0, ...fields, a }),
    );
    const reply = decodeReply(head);
    if (!reply.ok) throw errorFromWire(reply.e);
    return { result: operation.result.decode(reply.d, 'd', serverZone) as Result<N>, records };
  }

  /** The code that a call is refused with; arguments go out as they are. */
  async refusal(
    name: OperationName,
    a: unknown,
    fields: { ttl?: number; e?: number } = {},
  ): Promise<{ code: ErrorCode; message: string }> {
    const frame = encodeRequest({ id: ++this.id, op: operations[name].number, ttl: 0, ...fields, a });
    const [head = new Uint8Array()] = await this.exchange(frame);
    const reply = decodeReply(head);
    if (reply.ok) throw new Mt5Error('BAD_REPLY', `${name} was not refused`);
    const { code, message } = errorFromWire(reply.e);
    return { code, message };
  }

  subscribe(...topics: string[]): void {
    for (const topic of topics) this.transport.subscribe(topic);
  }

  of<N extends EventName>(_kind: N, topic: string = _kind): Heard<N>[] {
    return this.heard.filter((event) => event.topic === topic) as Heard<N>[];
  }

  close(): Promise<void> {
    return this.transport.close();
  }

  private onEvent(topic: string, payload: Uint8Array): void {
    const kind = parseTopic(topic)?.kind ?? 'hb';
    try {
      const { s, e, t, d } = decodeEvent(payload);
      const data = events[kind].data.decode(d, 'd', serverZone) as EventData<EventName>;
      this.heard.push({ topic, seq: s, epoch: e, clock: t, data });
    } catch {
      this.unreadable.push(payload);
    }
  }
}
