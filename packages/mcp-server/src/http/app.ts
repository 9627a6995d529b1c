import { Mt5Error } from '@mt5-bridge/protocol';
import { Hono } from 'hono';
import type { Env, HttpServices, Routes } from './context.ts';
import { dashboardRoutes } from './dashboard/routes.ts';
import { failure } from './failures.ts';
import { securityHeaders } from './guards/headers.ts';
import { checkHost } from './guards/host.ts';
import { findPeer } from './guards/peer.ts';
import { TokenDoor } from './guards/token.ts';
import { healthRoutes } from './health.ts';
import { createMcpEndpoint } from './mcp/endpoint.ts';
import { metricsRoutes } from './metrics/index.ts';
import { ownerRoutes } from './owner/index.ts';
import { pageRoutes } from './pages.ts';
import { tradingViewRoutes } from './tradingview/hook.ts';
import { Traffic } from './traffic.ts';

export interface HttpApp {
  readonly fetch: Routes['fetch'];
  /** Takes no new request, ends the streams and, once what is under way is answered or `ms` have passed, the sessions. */
  end(ms: number): Promise<void>;
}

/** All routes of the HTTP server. What holds for every request stands here; who may come in, each part asks itself. */
export function createHttpApp(services: HttpServices): HttpApp {
  const traffic = new Traffic(services.clock);
  const door = new TokenDoor(services);
  const mcp = createMcpEndpoint(services, door, traffic);
  const app = new Hono<Env>();
  app.onError((error, c) => failure(c, error, services));
  app.notFound((c) => failure(c, new Mt5Error('PAGE_NOT_FOUND'), services));
  app.use(securityHeaders, findPeer(services), checkHost(services), traffic.watch);
  app.route('/mcp', mcp.routes);
  app.route('/', tradingViewRoutes(services));
  app.route('/', healthRoutes(services));
  app.route('/', ownerRoutes(services));
  app.route(
    '/',
    metricsRoutes(services, door, () => ({ ...mcp.load(), streams: traffic.streams })),
  );
  app.route('/', dashboardRoutes(services));
  app.route('/', pageRoutes(services));
  return {
    fetch: app.fetch,
    async end(ms) {
      const quiet = traffic.end(ms);
      mcp.endStreams();
      await quiet;
      await mcp.close();
    },
  };
}
