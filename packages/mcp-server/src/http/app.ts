import { Mt5Error } from '@mt5-bridge/protocol';
import { Hono } from 'hono';
import type { Env, HttpServices, Routes } from './context.ts';
import { failure } from './failures.ts';
import { securityHeaders } from './guards/headers.ts';
import { checkHost } from './guards/host.ts';
import { findPeer } from './guards/peer.ts';

/** All routes of the HTTP server. What holds for every request stands here; who may come in, each part asks itself. */
export function createHttpApp(services: HttpServices): Routes {
  const app = new Hono<Env>();
  app.onError((error, c) => failure(c, error, services));
  app.notFound((c) => failure(c, new Mt5Error('PAGE_NOT_FOUND'), services));
  app.use(securityHeaders, findPeer(services), checkHost(services));
  // One line a part: app.route('/', partRoutes(services));
  return app;
}
