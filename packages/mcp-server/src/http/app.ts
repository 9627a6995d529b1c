import { Hono } from 'hono';
import type { Env, HttpServices, Routes } from './context.ts';

/** All routes of the HTTP server, each behind its guards; who may come here at all is decided in `guards/`. */
export function createHttpApp(_services: HttpServices): Routes {
  const app = new Hono<Env>();
  return app;
}
