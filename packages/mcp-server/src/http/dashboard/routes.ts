import { AUDIT_EVENTS } from '@mt5-bridge/gateway/api';
import { Hono } from 'hono';
import { z } from 'zod';
import { countArg, given, parseArguments, symbolArg, timeframeArg } from '../../arguments.ts';
import { outsideText } from '../../present/outside-text.ts';
import type { Env, HttpServices, Routes } from '../context.ts';
import { limitBody } from '../guards/body.ts';
import { jsonBody } from '../json-body.ts';
import { browserOf, ownRequest, requireOwner } from '../owner/index.ts';
import { approvalRoutes } from './approvals.ts';
import { chartData, MOST_BARS } from './chart.ts';
import type { Activity, SymbolChoice } from './contract.ts';
import { eventRoutes } from './events.ts';
import { scaled } from './scaled.ts';
import { activityRecord, killSwitchView } from './views.ts';

/** Bytes; the largest is what an authenticator signed. */
const LARGEST_BODY = 65_536;
const MOST_RECORDS = 200;
const MOST_SYMBOLS = 50;

const activityQuery = z.object({
  before: z.int().min(1).optional(),
  event: z.enum(AUDIT_EVENTS).optional(),
  symbol: symbolArg.optional(),
  request_id: z.string().min(1).max(64).optional(),
  count: countArg(MOST_RECORDS).default(50),
});
const chartQuery = z.object({
  symbol: symbolArg,
  timeframe: timeframeArg,
  count: countArg(MOST_BARS).default(300),
});
const symbolsQuery = z.object({ search: z.string().trim().max(64).default('') });
const killSwitchBody = z.discriminatedUnion('on', [
  z.object({ on: z.literal(true), reason: z.string().trim().min(1).max(500) }),
  z.object({ on: z.literal(false), passphrase: z.string().max(4_096) }),
]);

const PATHS = ['events', 'activity', 'chart', 'symbols', 'approvals/*', 'kill-switch'].map((path) => `/api/${path}`);

/** What the dashboard's pages read and do, for the signed-in owner alone. */
export function dashboardRoutes(services: HttpServices): Routes {
  const { reads, gateway, owner, clock } = services;
  const routes = new Hono<Env>();
  for (const path of PATHS) routes.use(path, ownRequest(services), requireOwner(services), limitBody(LARGEST_BODY));

  routes.route('/', eventRoutes(services));
  routes.route('/api/approvals', approvalRoutes(services));

  routes.get('/api/activity', async (c) => {
    const { count, ...filter } = parseArguments(activityQuery, c.req.query());
    const records = await gateway.audit({ ...given(filter), count });
    const next = records.length < count ? null : (records.at(-1)?.seq ?? null);
    return c.json({ records: records.map(activityRecord), next } satisfies Activity);
  });

  routes.get('/api/chart', async (c) => {
    const asked = parseArguments(chartQuery, c.req.query());
    return c.json(await scaled(reads, (scales) => chartData(asked, { reads, scales, now: clock.now() })));
  });

  routes.get('/api/symbols', async (c) => {
    const { search } = parseArguments(symbolsQuery, c.req.query());
    const { items } = await reads.symbols({ ...(search !== '' && { search }), offset: 0, count: MOST_SYMBOLS });
    const symbols = items.map(({ name, description }) => ({ symbol: name, description: outsideText(description) }));
    return c.json({ symbols } satisfies { symbols: readonly SymbolChoice[] });
  });

  routes.post('/api/kill-switch', async (c) => {
    const change = await jsonBody(c, killSwitchBody);
    const by = { kind: 'owner', name: c.get('session').by } as const;
    if (change.on) return c.json(killSwitchView(gateway.pullKillSwitch(by, change.reason)));
    // A session can be left open on a table: who lets orders through again says anew who it is.
    await owner.checkPassphrase(change.passphrase, browserOf(c));
    return c.json(killSwitchView(gateway.releaseKillSwitch(by)));
  });
  return routes;
}
