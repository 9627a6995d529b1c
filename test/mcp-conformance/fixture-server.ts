import { randomBytes } from 'node:crypto';
import type { McpServer } from '@modelcontextprotocol/server';
import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { type HttpService, type HttpServices, serveBridgeHttp } from '@mt5-bridge/mcp-server/http';
import { type AccountInfo, systemClock } from '@mt5-bridge/protocol';
import { PRINCIPAL, registerFixtures, STATE_KEY } from './fixtures.ts';

export const TOKEN = 'the-token-of-the-suite';

const account: AccountInfo = {
  ...{ login: 1n, name: 'Trader', server: 'Fake-Demo', company: 'Fake Ltd', currency: 'USD', currency_digits: 2 },
  ...{ trade_mode: 'demo', margin_mode: 'retail_hedging', leverage: 100, limit_orders: 200, trade_allowed: true },
  ...{ trade_expert: true, fifo_close: false, hedge_allowed: true, balance: 10_000, credit: 0, profit: 0 },
  ...{ equity: 10_000, margin: 0, margin_free: 10_000, margin_level: 0, margin_so_mode: 'percent' },
  ...{ margin_so_call: 50, margin_so_so: 30 },
};

/** The HTTP server as it is, without a terminal and with what the suite asks for by name. */
export async function serveFixtures(): Promise<HttpService> {
  const http = { ...DEFAULT_CONFIG.transport.http, port: 0, max_requests_per_minute: 100_000 };
  const config = () => ({ ...DEFAULT_CONFIG, transport: { http } });
  const clock = systemClock({ background: true });
  const nothing = () => () => {};
  const identity = { environment: 'fake', login: account.login, server: account.server };
  const reads = { onLink: nothing, link: { state: 'up' }, identity: () => identity, account: async () => account };
  const gateway = { as: () => gateway, observe: nothing };
  const listeners = new Set<() => void>();
  let readOnly = false;
  const trading = {
    ...{ gateway, readOnly: () => readOnly, stateKey: STATE_KEY },
    onConfig(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const changeTools = () => {
    readOnly = !readOnly;
    for (const listener of listeners) listener();
  };
  const extend = (mcp: McpServer) => registerFixtures(mcp, changeTools);
  const principal = { name: PRINCIPAL, scopes: ['read', 'trade', 'approve'], profile: null };
  let port = 0;
  const server = await serveBridgeHttp({
    ...{ reads, gateway, config, clock, randomBytes, version: '0.0.0' },
    log: () => {},
    onConfig: nothing,
    tokens: { authenticate: (token: string) => (token === TOKEN ? principal : undefined), onRevoked: nothing },
    accessLog: { note: () => {} },
    mcp: { reads, config, clock, version: '0.0.0', log: () => {}, trading, extend },
    publicUrl: () => `http://localhost:${port}`,
  } as unknown as HttpServices);
  port = server.port;
  return server;
}
