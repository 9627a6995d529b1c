import { randomBytes } from 'node:crypto';
import { type Config, DEFAULT_CONFIG } from '@mt5-bridge/config';
import type { AccessEvent, Principal, TokenStore } from '@mt5-bridge/gateway/api';
import { systemClock } from '@mt5-bridge/protocol';
import type { HttpServices } from '../http/context.ts';
import { serveBridgeHttp } from '../http/listen.ts';
import { type LogLine, tradingOptions } from './connect.ts';
import { StubReads } from './stub-reads.ts';

/** Tokens from memory: a token is its principal's name with `-token`. */
export class StubTokens implements Pick<TokenStore, 'authenticate' | 'onRevoked'> {
  readonly #principals = new Map<string, Principal>();
  readonly #listeners = new Set<(names: readonly string[]) => void>();

  constructor(...principals: readonly Principal[]) {
    for (const principal of principals) this.#principals.set(`${principal.name}-token`, principal);
  }

  authenticate(token: string): Principal | undefined {
    return this.#principals.get(token);
  }

  onRevoked(listener: (names: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  revoke(name: string): void {
    this.#principals.delete(`${name}-token`);
    for (const listener of this.#listeners) listener([name]);
  }
}

export const trader: Principal = { name: 'trader', scopes: ['read', 'trade', 'approve'], profile: null };
export const reader: Principal = { name: 'reader', scopes: ['read'], profile: null };

type HttpConfig = Config['transport']['http'];

export interface StubHttpOptions {
  readonly http?: Partial<HttpConfig>;
  readonly services?: Partial<HttpServices>;
}

/** The HTTP server on a free port, with terminal, gateway and tokens from memory. What a test needs besides, it brings. */
export async function serveHttp({ http = {}, services = {} }: StubHttpOptions = {}) {
  const stub = new StubReads();
  const tokens = new StubTokens(trader, reader);
  const noted: AccessEvent[] = [];
  const logged: LogLine[] = [];
  const changed = { ...DEFAULT_CONFIG.transport.http, port: 0, ...http };
  const config = (): Config => ({ ...DEFAULT_CONFIG, transport: { http: changed } });
  const clock = systemClock({ background: true });
  const log: HttpServices['log'] = (level, message, facts) => logged.push({ level, message, facts });
  const trading = tradingOptions();
  let port = 0;
  const server = await serveBridgeHttp({
    reads: stub.reads,
    gateway: trading.stub.gateway,
    config,
    onConfig: trading.trading.onConfig,
    tokens: tokens as unknown as TokenStore,
    accessLog: { note: (event) => noted.push(event) },
    mcp: { reads: services.reads ?? stub.reads, config, clock, version: '9.8.7', log, trading: trading.trading },
    publicUrl: () => changed.public_url || `http://localhost:${port}`,
    version: '9.8.7',
    pages: '/nonexistent',
    networkGateway: null,
    ...{ clock, randomBytes, log },
    ...services,
  } as HttpServices);
  port = server.port;
  return { stub, trading, tokens, noted, logged, server, url: server.url, config: changed };
}
