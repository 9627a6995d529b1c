/**
 * The port between the protocol and whatever carries it. Two implementations exist: ZeroMQ sockets, and an in-memory
 * pair that runs everything but the socket.
 */
export type Frames = readonly Uint8Array[];

/** The calling side. Nothing here waits: a full queue refuses with QUEUE_FULL. */
export interface ClientTransport {
  /** Who is called, for messages: the addresses. */
  readonly peer: string;
  /** Sends one request. @throws Mt5Error QUEUE_FULL, CLOSED */
  send(frames: Frames): void;
  /** Starts or ends the flow of exactly this topic. */
  subscribe(topic: string): void;
  unsubscribe(topic: string): void;
  /** Drops everything queued in both directions and connects anew, as after a lost reply. */
  reconnect(): void;
  close(): Promise<void>;
}

export interface ClientTransportEvents {
  reply(frames: Frames): void;
  /** Frames of one event: topic, payload. Only subscribed topics arrive. */
  event(topic: string, payload: Uint8Array): void;
  /**
   * The carrier itself connected or lost its peer; silence is judged by the client's heartbeat, not here. `refused`: a
   * peer is there and broke off before a connection stood, as it does where encryption differs; it is tried again.
   */
  link(state: 'connected' | 'disconnected' | 'refused'): void;
}

/** Opens the calling side; the listener is given first so that no early reply is lost. */
export type ConnectTransport = (listener: ClientTransportEvents) => ClientTransport;

/** The answering side: one answer for every request, in order, as a REP socket demands. */
export interface ServerTransport {
  publish(topic: string, payload: Uint8Array): void;
  close(): Promise<void>;
}

/** Answers one request; undefined = no answer at all, which only fault injection does. */
export type RequestHandler = (frames: Frames) => Promise<Frames | undefined> | Frames | undefined;

/** Opens the answering side. @throws Mt5Error ADDRESS_IN_USE, ADDRESS_INVALID */
export type BindTransport = (handler: RequestHandler) => Promise<ServerTransport>;
