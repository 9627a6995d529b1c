import type { ServerResponse } from 'node:http';
import {
  createMcpHandler,
  InMemoryServerEventBus,
  isJSONRPCRequest,
  type JSONRPCRequest,
  type McpHttpHandler,
  McpServer,
  type ProtocolError,
  type RequestId,
} from '@modelcontextprotocol/server';
import {
  type BridgeServerOptions,
  capabilities,
  createContext,
  createServerOn,
  implementation,
} from '../../create-server.ts';
import type { ToolContext } from '../../define-tool.ts';
import { resourcesIn } from '../../listen-tap.ts';
import { MOST_SUBSCRIPTIONS, Subscriptions } from '../../resources/subscriptions.ts';
import { isStream, type Traffic, whenClosed } from '../traffic.ts';
import type { Asked } from './sessions.ts';
import { unanswered } from './unanswered.ts';

/** The SDK's answer, without a word, to what is under way when its handler is closed. */
const ENDED_UNANSWERED = 499;

/**
 * Clients of protocol 2026-07-28 that come with one token. They have no session: each request gets a server, and what
 * one token's clients listen to is watched once for all of them, on a bus that no other token's clients hear.
 */
export class ModernClients {
  readonly #context: ToolContext;
  readonly #calls: McpHttpHandler;
  readonly #listens: McpHttpHandler;
  readonly #subscriptions: Subscriptions;
  readonly #traffic: Traffic;
  readonly #unfollow: () => void;
  #lastStream = 0;
  #streams = 0;

  constructor(options: BridgeServerOptions, traffic: Traffic) {
    const { log, version, config, trading } = options;
    const context = createContext(options);
    const bus = new InMemoryServerEventBus();
    const onerror = (error: Error) => log('debug', 'MCP request', { error: error.message });
    this.#context = context;
    this.#traffic = traffic;
    this.#calls = createMcpHandler(() => createServerOn(context, options).mcp, { legacy: 'reject', onerror });
    // The SDK serves these streams itself; all that it asks of a server is what it can do.
    this.#listens = createMcpHandler(() => new McpServer(implementation(version), { capabilities }), {
      legacy: 'reject',
      bus,
      maxSubscriptions: MOST_SUBSCRIPTIONS,
      onerror,
    });
    this.#subscriptions = new Subscriptions(context, config, async (uri) => this.#listens.notify.resourceUpdated(uri));
    let readOnly = trading?.readOnly();
    this.#unfollow = context.onConfig(() => {
      if (trading?.readOnly() === readOnly) return;
      readOnly = trading?.readOnly();
      this.#listens.notify.toolsChanged();
    });
  }

  get streams(): number {
    return this.#streams;
  }

  /** URIs that are watched for all of them. */
  get watched(): number {
    return this.#subscriptions.watched;
  }

  async serve({ request, body, outgoing }: Asked): Promise<Response> {
    if (isListen(body)) return this.#listen(request, body, outgoing);
    const response = await this.#calls.fetch(request, body === undefined ? {} : { parsedBody: body });
    return response.status === ENDED_UNANSWERED && isJSONRPCRequest(body)
      ? Response.json(unanswered(body.id))
      : response;
  }

  /** Tells each listener that its stream is over. */
  endStreams(): Promise<void> {
    return this.#listens.close();
  }

  async close(): Promise<void> {
    this.#unfollow();
    this.#subscriptions.close();
    await this.endStreams();
    await this.#calls.close();
    this.#context.scales.close();
  }

  async #listen(request: Request, body: JSONRPCRequest, outgoing: ServerResponse): Promise<Response> {
    const uris = resourcesIn(body.params);
    const refusal = uris.length === 0 ? undefined : await this.#subscriptions.refusal(uris);
    if (refusal !== undefined) return refused(body.id, refusal);
    const response = await this.#listens.fetch(request, { parsedBody: body });
    if (!isStream(response)) return response;
    const subscriber = ++this.#lastStream;
    this.#streams++;
    this.#subscriptions.add(subscriber, uris);
    whenClosed(outgoing, () => {
      this.#streams--;
      this.#subscriptions.removeAll(subscriber);
    });
    return this.#traffic.hold(response, outgoing);
  }
}

function isListen(body: unknown): body is JSONRPCRequest {
  return (body as Partial<JSONRPCRequest> | null | undefined)?.method === 'subscriptions/listen';
}

function refused(id: RequestId, { code, message, data }: ProtocolError): Response {
  return Response.json({ jsonrpc: '2.0', id, error: { code, message, data } });
}
