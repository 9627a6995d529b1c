import type { ServerResponse } from 'node:http';
import { isInitializeRequest, isLegacyRequest } from '@modelcontextprotocol/server';
import type { Principal } from '@mt5-bridge/gateway/api';
import { Mt5Error } from '@mt5-bridge/protocol';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Env, HttpServices, Routes } from '../context.ts';
import { limitBody, readJson } from '../guards/body.ts';
import { allowOrigins, isAllowedOrigin } from '../guards/origin.ts';
import type { TokenDoor } from '../guards/token.ts';
import { MinuteWindow } from '../guards/window.ts';
import type { Traffic } from '../traffic.ts';
import { ModernClients } from './modern.ts';
import { type Asked, isSame, Sessions } from './sessions.ts';

export interface McpEndpoint {
  readonly routes: Routes;
  readonly load: () => McpLoad;
  endStreams(): void;
  close(): Promise<void>;
}

/** What clients hold open. */
export interface McpLoad {
  readonly sessions: number;
  /** Streams of modern clients that listen, and the resources watched for them. */
  readonly listeners: number;
  readonly watched: number;
}

const MOST_BODY = 1_048_576;

/** `/mcp`, for clients of both protocol eras. */
export function createMcpEndpoint(services: HttpServices, door: TokenDoor, traffic: Traffic): McpEndpoint {
  const { config, clock, tokens } = services;
  const sessions = new Sessions(services);
  const modern = new Map<string, { readonly principal: Principal; readonly clients: ModernClients }>();
  const windows = new Map<string, MinuteWindow>();

  async function forget(name: string): Promise<void> {
    const known = modern.get(name);
    modern.delete(name);
    windows.delete(name);
    await known?.clients.close();
  }

  const endWatch = tokens.onRevoked((names) => {
    void sessions.endOf(names);
    for (const name of names) void forget(name);
  });

  function clientsOf(principal: Principal): ModernClients {
    const known = modern.get(principal.name);
    if (known !== undefined && isSame(known.principal, principal)) return known.clients;
    if (known !== undefined) void forget(principal.name);
    const clients = new ModernClients({ ...services.mcp, principal }, traffic);
    modern.set(principal.name, { principal, clients });
    return clients;
  }

  /** @throws Mt5Error TOO_MANY_REQUESTS */
  function count({ name }: Principal): void {
    const window = windows.get(name) ?? new MinuteWindow(clock);
    windows.set(name, window);
    const { max_requests_per_minute: limit } = config().transport.http;
    const until = window.take(limit);
    if (until === undefined) return;
    throw new Mt5Error('TOO_MANY_REQUESTS', `This token may make ${limit} requests a minute.`, {
      details: { limit, until },
    });
  }

  const routes = new Hono<Env>();
  routes.use(
    allowOrigins(services),
    cors({
      origin: (origin, c) => (isAllowedOrigin(c, origin, services) ? origin : null),
      allowMethods: ['GET', 'POST', 'DELETE'],
      allowHeaders: [
        'authorization',
        'content-type',
        'last-event-id',
        'mcp-session-id',
        'mcp-protocol-version',
        'mcp-method',
        'mcp-name',
      ],
      exposeHeaders: ['mcp-session-id', 'retry-after', 'www-authenticate'],
    }),
    door.require('read'),
    limitBody(MOST_BODY),
  );
  routes.all('/', async (c) => {
    const principal = c.get('principal');
    count(principal);
    const asked: Asked = {
      request: c.req.raw,
      body: c.req.method === 'POST' ? await readJson(c) : undefined,
      ...{ principal, address: c.get('peer').address, outgoing: c.env.outgoing as ServerResponse },
    };
    if (!(await isLegacyRequest(asked.request, asked.body))) return clientsOf(principal).serve(asked);
    return isInitializeRequest(asked.body) ? sessions.begin(asked) : sessions.serve(asked);
  });

  return {
    routes,
    load: () => {
      const all = [...modern.values()].map(({ clients }) => clients);
      return {
        sessions: sessions.size,
        listeners: all.reduce((sum, { streams }) => sum + streams, 0),
        watched: all.reduce((sum, { watched }) => sum + watched, 0),
      };
    },
    endStreams() {
      for (const { clients } of modern.values()) void clients.endStreams();
    },
    async close() {
      endWatch();
      await sessions.close();
      await Promise.all([...modern.keys()].map(forget));
    },
  };
}
