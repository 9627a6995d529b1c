import { Mt5Error } from '@mt5-bridge/protocol';
import type { ClientTransport, ClientTransportEvents, ConnectTransport, Frames } from '@mt5-bridge/protocol/wire';
import { Dealer, type EventType, type Socket, Subscriber } from 'zeromq';
import { addressError } from './address.ts';
import { type CurveKeys, curveOptions } from './curve.ts';
import { dealerOptions, QUEUED_REQUESTS, subscriberOptions } from './options.ts';
import { monitor, receiveAll } from './receive.ts';

/** Where the terminal side listens, as in `tcp://127.0.0.1:5555`. */
export interface ZmqAddresses {
  readonly command: string;
  readonly events: string;
}

const delimiter = Buffer.alloc(0);

/** libzmq never tries again after a handshake that was refused, though the other side may have other keys by now. */
const REFUSED_PAUSE_MS = 1_000;

/**
 * The calling side over two sockets: a DEALER that speaks to the terminal's REP (so a lost reply can't wedge it) and a
 * SUB for events; encrypted by CURVE where there are keys. `connected` is told when both have a peer. Opening it fails
 * with ADDRESS_INVALID.
 * @throws Mt5Error CURVE_KEYS_UNUSABLE
 */
export function connectZmq(addresses: ZmqAddresses, keys?: CurveKeys): ConnectTransport {
  const curve = curveOptions(keys);
  return (listener): ClientTransport => {
    const topics = new Set<string>();
    const open = () => new Session({ addresses, curve, listener, topics, refused });
    let pause: NodeJS.Timeout | undefined;
    const refused = (): void => {
      pause ??= setTimeout(reconnect, REFUSED_PAUSE_MS);
      listener.link('refused');
    };
    const reconnect = (): void => {
      clearTimeout(pause);
      pause = undefined;
      session.close();
      session = open();
    };
    let session = open();
    let closed = false;
    return {
      peer: `${addresses.command} (commands) and ${addresses.events} (events)`,
      send(frames) {
        if (closed) throw new Mt5Error('CLOSED');
        session.send(frames);
      },
      subscribe(topic) {
        if (closed || topics.has(topic)) return;
        topics.add(topic);
        session.events.subscribe(topic);
      },
      unsubscribe(topic) {
        if (!topics.delete(topic) || closed) return;
        session.events.unsubscribe(topic);
      },
      reconnect() {
        if (!closed) reconnect();
      },
      async close() {
        closed = true;
        clearTimeout(pause);
        session.close();
      },
    };
  };
}

interface SessionParts {
  readonly addresses: ZmqAddresses;
  readonly curve: ReturnType<typeof curveOptions>;
  readonly listener: ClientTransportEvents;
  readonly topics: ReadonlySet<string>;
  /** The other side broke off before a connection stood. */
  readonly refused: () => void;
}

/** One life of the two sockets. */
class Session {
  readonly events: Subscriber;
  readonly #command: Dealer;
  readonly #listener: ClientTransportEvents;
  readonly #topics: ReadonlySet<string>;
  readonly #refused: () => void;
  readonly #refusals: ReadonlySet<EventType>;
  readonly #up = { command: false, events: false };
  /** zeromq.js takes one send at a time: what comes during it waits here. */
  readonly #queue: Uint8Array[][] = [];
  #sending = false;
  #connected = false;
  #closed = false;

  constructor({ addresses, curve, listener, topics, refused }: SessionParts) {
    this.#listener = listener;
    this.#topics = topics;
    this.#refused = refused;
    this.#refusals = 'curveServerKey' in curve ? encryptedRefusals : plainRefusals;
    this.#command = new Dealer({ ...dealerOptions, ...curve });
    this.events = new Subscriber({ ...subscriberOptions, ...curve });
    for (const topic of topics) this.events.subscribe(topic);
    void monitor(this.#command, (type) => this.#monitored('command', type));
    void monitor(this.events, (type) => this.#monitored('events', type));
    this.#connect(this.#command, addresses.command);
    this.#connect(this.events, addresses.events);
    void receiveAll(this.#command, (frames) => this.#reply(frames));
    void receiveAll(this.events, (frames) => this.#event(frames));
  }

  send(frames: Frames): void {
    const message = [delimiter, ...frames];
    if (!this.#sending) void this.#transmit(message);
    else if (this.#queue.length < QUEUED_REQUESTS) this.#queue.push(message);
    else throw new Mt5Error('QUEUE_FULL');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue.length = 0;
    this.#command.close();
    this.events.close();
  }

  async #transmit(message: Uint8Array[]): Promise<void> {
    this.#sending = true;
    try {
      for (let next: Uint8Array[] | undefined = message; next !== undefined; next = this.#queue.shift()) {
        await this.#handOver(next);
      }
    } catch (cause) {
      if (!this.#closed) throw cause;
    }
    this.#sending = false;
  }

  /** A peer that leaves in the very moment makes the socket refuse what it has just asked for; then nothing was sent. */
  async #handOver(message: Uint8Array[]): Promise<void> {
    for (;;) {
      try {
        return await this.#command.send(message);
      } catch (cause) {
        if (this.#closed || (cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause;
      }
    }
  }

  #connect(socket: Socket, address: string): void {
    try {
      socket.connect(address);
    } catch (cause) {
      this.close();
      throw addressError(address, cause);
    }
  }

  #reply(frames: Buffer[]): void {
    if (this.#closed) return;
    this.#listener.reply(frames[0]?.length === 0 ? frames.slice(1) : frames);
  }

  #event(frames: Buffer[]): void {
    const [topic, payload] = frames;
    if (topic === undefined || payload === undefined || this.#closed) return;
    // ZeroMQ matches by prefix: whoever subscribes to tick.EURUSD is sent tick.EURUSDm as well.
    const name = topic.toString();
    if (this.#topics.has(name)) this.#listener.event(name, payload);
  }

  #monitored(which: 'command' | 'events', type: EventType): void {
    if (this.#closed) return;
    if (this.#refusals.has(type)) this.#refused();
    if (type !== 'handshake' && type !== 'disconnect') return;
    this.#up[which] = type === 'handshake';
    const connected = this.#up.command && this.#up.events;
    if (connected === this.#connected) return;
    this.#connected = connected;
    this.#listener.link(connected ? 'connected' : 'disconnected');
  }
}

const plainRefusals: ReadonlySet<EventType> = new Set(['handshake:error:protocol', 'handshake:error:auth']);

/** To a key of the terminal that it does not have, it answers nothing and hangs up. */
const encryptedRefusals: ReadonlySet<EventType> = new Set([...plainRefusals, 'handshake:error:other']);
