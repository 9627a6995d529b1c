import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as OldTransport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  ElicitRequestSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { configFor, connectStdio, type Era, testEnvironment } from './bridge.ts';
import { bridgeBin } from './processes.ts';

/** What a tool answered, the same for every client. */
export interface Answer {
  readonly isError: boolean;
  readonly data: Record<string, unknown>;
  readonly text: string;
  /** Base64 of the pictures that stand beside the text. */
  readonly pictures: readonly string[];
}

/** What a person at a client says to a question. */
export type User = (question: { message: string }) => {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, boolean>;
};

/** One MCP client on the built bridge, whichever SDK and era it speaks. */
export interface AnyClient {
  readonly pid: number;
  tools(): Promise<string[]>;
  call(name: string, args?: Record<string, unknown>): Promise<Answer>;
  read(uri: string): Promise<Record<string, unknown>>;
  resources(): Promise<string[]>;
  complete(template: string, value: string): Promise<string[]>;
  /** Calls back for each update of the resource; the returned function ends it. */
  subscribe(uri: string, updated: () => void): Promise<() => Promise<void>>;
  /** Calls back whenever the server says that its tools changed. */
  toolsChanged(changed: () => void): Promise<void>;
  close(): Promise<void>;
}

interface RawResult {
  isError?: boolean | undefined;
  structuredContent?: unknown;
  content?: unknown;
}

function answerOf(result: RawResult): Answer {
  const blocks = (result.content ?? []) as { text?: string; mimeType?: string; data?: string }[];
  const text = blocks[0]?.text ?? '';
  const pictures = blocks.flatMap(({ mimeType, data }) => (mimeType === 'image/png' && data ? [data] : []));
  const isError = result.isError ?? false;
  const data = (isError ? JSON.parse(text) : result.structuredContent) as Record<string, unknown>;
  return { isError, text, data, pictures };
}

const textOf = (contents: readonly unknown[]): Record<string, unknown> =>
  JSON.parse((contents[0] as { text: string }).text) as Record<string, unknown>;

export type ClientKind = 'sdk 2 modern' | 'sdk 2 legacy' | 'sdk 1';
export const clientKinds: readonly ClientKind[] = ['sdk 2 modern', 'sdk 2 legacy', 'sdk 1'];

/** Starts `mt5-bridge serve` with these arguments and connects; without a user nobody can be asked. */
export function connectAny(kind: ClientKind, args: readonly string[], user?: User): Promise<AnyClient> {
  const words = [bridgeBin, 'serve', ...args];
  return kind === 'sdk 1' ? oldOverStdio(words, user) : newOverStdio(words, eraOf(kind), user);
}

/** Connects to a server that is there, with this token. */
export async function connectOverHttp(kind: ClientKind, url: string, token: string, user?: User): Promise<AnyClient> {
  const address = new URL(`${url}/mcp`);
  const options = { requestInit: { headers: { authorization: `Bearer ${token}` } } };
  if (kind === 'sdk 1') {
    const client = oldClient(user);
    const transport = new OldHttp(address, options);
    // Its own declaration is not strict about what is optional.
    await client.connect(transport as OldTransport);
    return oldAsAny(client, 0);
  }
  const client = newClient(eraOf(kind), user);
  await client.connect(new StreamableHTTPClientTransport(address, options));
  return newAsAny(client, eraOf(kind), 0);
}

export function connectTo(kind: ClientKind, addresses: { command: string; events: string }): Promise<AnyClient> {
  return connectAny(kind, ['--config', configFor(addresses)]);
}

const eraOf = (kind: ClientKind) => (kind === 'sdk 2 modern' ? 'modern' : 'legacy');
const capabilitiesOf = (user: User | undefined) => (user === undefined ? {} : { elicitation: {} });

async function newOverStdio(words: readonly string[], era: Era, user?: User): Promise<AnyClient> {
  const { client, pid } = await connectStdio(words, era, capabilitiesOf(user));
  if (user !== undefined) client.setRequestHandler('elicitation/create', ({ params }) => user(params));
  return newAsAny(client, era, pid);
}

function newClient(era: Era, user?: User): Client {
  const client = new Client(
    { name: 'mt5-bridge-test', version: '1.0.0' },
    {
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
      capabilities: capabilitiesOf(user),
    },
  );
  if (user !== undefined) client.setRequestHandler('elicitation/create', ({ params }) => user(params));
  return client;
}

function newAsAny(client: Client, era: Era, pid: number): AnyClient {
  const listeners = new Map<string, () => void>();
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => listeners.get(params.uri)?.());
  return {
    pid,
    close: () => client.close(),
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => answerOf(await client.callTool({ name, arguments: args })),
    read: async (uri) => textOf((await client.readResource({ uri })).contents),
    resources: async () => [
      ...(await client.listResources()).resources.map(({ uri }) => uri),
      ...(await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    ],
    complete: async (uri, value) =>
      (await client.complete({ ref: { type: 'ref/resource', uri }, argument: { name: 'symbol', value } })).completion
        .values,
    async subscribe(uri, updated) {
      listeners.set(uri, updated);
      if (era === 'modern') {
        const subscription = await client.listen({ resourceSubscriptions: [uri] });
        return () => subscription.close();
      }
      await client.subscribeResource({ uri });
      return async () => void (await client.unsubscribeResource({ uri }));
    },
    async toolsChanged(changed) {
      client.setNotificationHandler('notifications/tools/list_changed', changed);
      if (era === 'modern') await client.listen({ toolsListChanged: true });
    },
  };
}

async function oldOverStdio(words: readonly string[], user?: User): Promise<AnyClient> {
  const [...args] = words;
  const transport = new OldStdio({ command: process.execPath, args, stderr: 'pipe', env: testEnvironment() });
  const client = oldClient(user);
  await client.connect(transport);
  return oldAsAny(client, transport.pid ?? 0);
}

function oldClient(user?: User): OldClient {
  const client = new OldClient({ name: 'old-client', version: '1.0.0' }, { capabilities: capabilitiesOf(user) });
  if (user !== undefined) client.setRequestHandler(ElicitRequestSchema, ({ params }) => user(params));
  return client;
}

function oldAsAny(client: OldClient, pid: number): AnyClient {
  const listeners = new Map<string, () => void>();
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => listeners.get(params.uri)?.());
  return {
    pid,
    close: () => client.close(),
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => answerOf((await client.callTool({ name, arguments: args })) as RawResult),
    read: async (uri) => textOf((await client.readResource({ uri })).contents),
    resources: async () => [
      ...(await client.listResources()).resources.map(({ uri }) => uri),
      ...(await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    ],
    complete: async (uri, value) =>
      (await client.complete({ ref: { type: 'ref/resource', uri }, argument: { name: 'symbol', value } })).completion
        .values,
    async subscribe(uri, updated) {
      listeners.set(uri, updated);
      await client.subscribeResource({ uri });
      return async () => void (await client.unsubscribeResource({ uri }));
    },
    async toolsChanged(changed) {
      client.setNotificationHandler(ToolListChangedNotificationSchema, changed);
    },
  };
}
