import { Hono } from 'hono';
import type { Env, HttpServices, Routes } from '../context.ts';
import type { TokenDoor } from '../guards/token.ts';
import type { Held } from './ports.ts';

/** `GET /metrics` for Prometheus, with a token of the scope admin. */
export function metricsRoutes({ metrics }: Pick<HttpServices, 'metrics'>, door: TokenDoor, held: () => Held): Routes {
  return new Hono<Env>().get('/metrics', door.require('admin'), async (c) =>
    c.body(await metrics.text(held()), 200, { 'Content-Type': metrics.contentType }),
  );
}
