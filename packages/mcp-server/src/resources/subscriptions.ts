import { ProtocolError } from '@modelcontextprotocol/server';
import type { Config } from '@mt5-bridge/config';
import { errorCatalog, Mt5Error } from '@mt5-bridge/protocol';
import type { ToolContext } from '../define-tool.ts';
import { codedError, failedResource } from '../failures.ts';
import { addressOf, answerOf, offeredResources, type ResourceDefinition, type Watched, watch } from './definitions.ts';
import { ResourceUpdates } from './resource-updates.ts';

/** Resources that one connection may watch at the same time. */
export const MOST_SUBSCRIPTIONS = 1_024;

/** Whoever subscribes: a legacy connection as a whole, or one `subscriptions/listen` of a modern one. */
export type Subscriber = string | number;

/** The subscriptions of a connection, of either protocol era. A resource is watched while anybody subscribes to it. */
export class Subscriptions {
  readonly #context: ToolContext;
  readonly #config: () => Config;
  readonly #offered: readonly ResourceDefinition[];
  readonly #updates: ResourceUpdates<Watched>;
  readonly #subscribers = new Map<Subscriber, Set<string>>();
  /** URIs that were asked for and may be granted: they count, or any number asked for at once would be. */
  #checking = 0;
  #closed = false;

  constructor(context: ToolContext, config: () => Config, tell: (uri: string) => Promise<void>) {
    this.#context = context;
    this.#config = config;
    this.#offered = offeredResources(context);
    this.#updates = new ResourceUpdates<Watched>({
      clock: context.clock,
      observe: (watched, listener) => watch(watched, context, listener),
      tell,
    });
  }

  /** How many resources are watched. */
  get watched(): number {
    return this.#updates.size;
  }

  /**
   * Why these can't be subscribed to, as the error to answer; undefined when they can. What only lasts for a while (no
   * link, a market without a quote) is no reason against: the subscriber is told when it is over.
   */
  async refusal(uris: readonly string[]): Promise<ProtocolError | undefined> {
    if (this.#updates.size + this.#checking + uris.length > MOST_SUBSCRIPTIONS) {
      const limit = new Mt5Error('INVALID_COUNT', `A connection can watch at most ${MOST_SUBSCRIPTIONS} resources.`);
      return failedResource(uris[0] ?? '', limit);
    }
    this.#checking += uris.length;
    const refusals = await Promise.all(uris.map((uri) => this.#refusalOf(uri)));
    this.#checking -= uris.length;
    return refusals.find((refusal) => refusal !== undefined);
  }

  async #refusalOf(uri: string): Promise<ProtocolError | undefined> {
    try {
      const address = addressOf(uri, this.#offered);
      const { symbol, definition } = address;
      if (symbol !== '' || definition.tool.needs !== null) await answerOf(address, this.#context);
      return undefined;
    } catch (thrown) {
      if (thrown instanceof ProtocolError) return thrown;
      const error = codedError(thrown, this.#context.log);
      return errorCatalog[error.code].retryable ? undefined : failedResource(uri, error);
    }
  }

  /** After {@link refusal}; a connection that has closed meanwhile watches nothing any more. */
  add(subscriber: Subscriber, uris: readonly string[]): void {
    if (this.#closed) return;
    const subscribed = this.#subscribers.get(subscriber) ?? new Set();
    this.#subscribers.set(subscriber, subscribed);
    for (const uri of uris) {
      const { definition, symbol } = addressOf(uri, this.#offered);
      subscribed.add(uri);
      const { watched, interval } = definition;
      this.#updates.start(uri, watched(symbol), () =>
        interval === undefined ? 0 : this.#config().streaming[interval],
      );
    }
  }

  remove(subscriber: Subscriber, uri: string): void {
    this.#subscribers.get(subscriber)?.delete(uri);
    if (![...this.#subscribers.values()].some((uris) => uris.has(uri))) this.#updates.end(uri);
  }

  removeAll(subscriber: Subscriber): void {
    const uris = this.#subscribers.get(subscriber) ?? [];
    this.#subscribers.delete(subscriber);
    for (const uri of uris) this.remove(subscriber, uri);
  }

  close(): void {
    this.#closed = true;
    this.#subscribers.clear();
    this.#updates.close();
  }
}
