import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type ProtocolError,
  type RequestId,
  SUBSCRIPTION_ID_META_KEY,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/server';

/** Who is to know what a modern client listens to. */
export interface ListenObserver {
  /** Before a subscription is granted: why not, if it isn't. */
  check(uris: readonly string[]): Promise<ProtocolError | undefined>;
  opened(id: RequestId, uris: readonly string[]): void;
  closed(id: RequestId): void;
}

/**
 * The wire of a connection, seen from outside. The SDK serves `subscriptions/listen` of protocol 2026-07-28 without
 * telling the server which resources a client listens to; this transport stands between the SDK and the real one and
 * reads it off the messages: a subscription begins with the SDK's acknowledgement, which names the resources that it
 * grants, and ends with the client's cancellation. A request for resources is held until the observer has checked them.
 */
export class ListenTap implements Transport {
  readonly #wire: Transport;
  readonly #observer: ListenObserver;
  /** Requests being checked. */
  readonly #held = new Set<RequestId>();
  readonly #open = new Set<RequestId>();
  readonly #end = Promise.withResolvers<void>();
  #lastSent: Promise<void> = Promise.resolve();

  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  constructor(wire: Transport, observer: ListenObserver) {
    this.#wire = wire;
    this.#observer = observer;
  }

  start(): Promise<void> {
    this.#wire.onclose = () => {
      this.onclose?.();
      this.#end.resolve();
    };
    this.#wire.onerror = (error) => this.onerror?.(error);
    this.#wire.onmessage = (message) => this.#received(message as JSONRPCMessage);
    return this.#wire.start();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    this.#lastSent = this.#wire.send(message, options);
    if ('method' in message && message.method === 'notifications/subscriptions/acknowledged') this.#granted(message);
    return this.#lastSent;
  }

  /** Resolves when the wire has closed, from whichever end. */
  get closed(): Promise<void> {
    return this.#end.promise;
  }

  /** Settles when what was sent so far has left: a full pipe holds it up. */
  async sent(): Promise<void> {
    await this.#lastSent;
  }

  #received(message: JSONRPCMessage): void {
    if (!('method' in message)) this.onmessage?.(message);
    else if (message.method === 'subscriptions/listen' && isJSONRPCRequest(message)) void this.#asked(message);
    else if (message.method === 'notifications/cancelled' && isJSONRPCNotification(message)) this.#cancelled(message);
    else this.onmessage?.(message);
  }

  async #asked(request: JSONRPCRequest): Promise<void> {
    const uris = resourcesIn(request.params);
    if (uris.length > 0) {
      this.#held.add(request.id);
      const refusal = await this.#observer.check(uris);
      // Cancelled meanwhile: then there is nobody to answer.
      if (!this.#held.delete(request.id)) return;
      if (refusal !== undefined) {
        this.#refuse(request.id, refusal);
        return;
      }
    }
    this.onmessage?.(request);
  }

  #refuse(id: RequestId, refusal: ProtocolError): void {
    const { code, message, data } = refusal;
    this.send({ jsonrpc: '2.0', id, error: { code, message, data } }).catch((error) => this.onerror?.(error));
  }

  #cancelled(notification: JSONRPCMessage): void {
    const id = paramsOf(notification).requestId as RequestId;
    if (this.#held.delete(id)) return;
    if (this.#open.delete(id)) this.#observer.closed(id);
    this.onmessage?.(notification);
  }

  #granted(acknowledgement: JSONRPCMessage): void {
    const params = paramsOf(acknowledgement);
    const id = (params._meta as Record<string, RequestId> | undefined)?.[SUBSCRIPTION_ID_META_KEY];
    const uris = resourcesIn(params);
    if (id === undefined || uris.length === 0) return;
    this.#open.add(id);
    this.#observer.opened(id, uris);
  }
}

function paramsOf(message: JSONRPCMessage): Readonly<Record<string, unknown>> {
  return ('params' in message ? message.params : undefined) ?? {};
}

/** The resources of a listen request or of its acknowledgement; none when it is malformed, which the SDK refuses. */
export function resourcesIn(params: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const filter = params?.notifications as { resourceSubscriptions?: unknown } | undefined;
  const uris = filter?.resourceSubscriptions;
  return Array.isArray(uris) && uris.every((uri) => typeof uri === 'string') ? uris : [];
}
