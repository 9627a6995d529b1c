// The contract of the dashboard's server with made-up data, for looking at the pages:
//   node packages/dashboard/src/testing/fixture-server.ts [SCENARIO] [PORT]
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import type {
  ApprovalView,
  DashboardEvents,
  PolicyJson,
  SessionState,
  SignedInState,
} from '@mt5-bridge/mcp-server/dashboard';
import {
  accountOf,
  chartOf,
  curveOf,
  linkOf,
  ordersOf,
  policyOf,
  positionsOf,
  quoteOf,
  SYMBOLS,
  type SymbolName,
} from './made-up.ts';
import { alertsOf, approvalsOf, doneOf, recordsOf } from './made-up-events.ts';

export const SCENARIOS = ['live', 'demo', 'killed', 'lost', 'empty', 'new', 'signed-out', 'no-passphrase'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const PAGES = join(import.meta.dirname, '..', '..', 'dist', 'pages');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PASSPHRASE = 'open sesame';

class Desk {
  readonly scenario: Scenario;
  signedIn: boolean;
  policy: PolicyJson;
  approvals: readonly ApprovalView[];
  readonly streams = new Set<ServerResponse>();

  constructor(scenario: Scenario) {
    const now = Date.now();
    this.scenario = scenario;
    this.signedIn = !['signed-out', 'no-passphrase'].includes(scenario);
    this.policy = policyOf(now, scenario === 'killed');
    this.approvals = scenario === 'empty' ? [] : approvalsOf(now, scenario === 'demo' ? 'demo' : 'live');
  }

  session(): SessionState {
    const { signedIn, scenario } = this;
    return {
      signed_in: signedIn,
      by: signedIn ? 'passphrase' : null,
      method: signedIn ? 'passphrase' : null,
      expires_at: signedIn ? Date.now() + 8 * 3_600_000 : null,
      has_passphrase: scenario !== 'no-passphrase',
      passkeys: scenario === 'empty' ? 0 : 2,
      public_url: 'http://127.0.0.1:8765',
      version: '0.1.0',
    };
  }

  send<K extends keyof DashboardEvents>(event: K, data: DashboardEvents[K], to = this.streams): void {
    for (const stream of to) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  open(stream: ServerResponse): void {
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    stream.flushHeaders();
    this.streams.add(stream);
    stream.on('close', () => this.streams.delete(stream));
    if (this.scenario !== 'new') this.greet(new Set([stream]));
  }

  private greet(to: Set<ServerResponse>): void {
    const now = Date.now();
    const isEmpty = this.scenario === 'empty';
    const isLost = this.scenario === 'lost';
    const what_to_do =
      'See that MetaTrader runs and the expert advisor smiles on its chart; mt5-bridge doctor tells more.';
    const problem = { code: 'TERMINAL_UNREACHABLE', message: 'The terminal does not answer.', what_to_do };
    const link = linkOf(this.scenario === 'live' || this.scenario === 'killed' || isLost ? 'live' : 'demo', now);
    const down = {
      state: 'down',
      since: now - 80_000,
      problem: { ...problem, retryable: true, requires_human: true },
    } as const;
    this.send('link', isLost ? { ...link, ...down } : link, to);
    this.send(
      'account',
      isEmpty ? { ...accountOf(0), margin: 0, margin_free: 48_215.37, margin_level: null } : accountOf(205.01),
      to,
    );
    this.send('positions', isEmpty ? [] : positionsOf(now), to);
    this.send('orders', isEmpty ? [] : ordersOf(now), to);
    for (const symbol of Object.keys(SYMBOLS) as SymbolName[])
      this.send('quote', quoteOf(symbol, SYMBOLS[symbol].at, now), to);
    this.send('approvals', this.approvals, to);
    this.send('policy', this.policy, to);
    this.send('alerts', isEmpty ? [] : alertsOf(now), to);
    this.send('activity', isEmpty ? [] : recordsOf(now), to);
    this.send(
      'equity',
      isEmpty ? { day: now - 60_000, is_whole: true, at: [], equity: [], balance: [] } : curveOf(now),
      to,
    );
    const broken = {
      code: 'CONFIG_INVALID',
      message: 'Line 31: max_daily_loss must be a number, and is "lots".',
      what_to_do: 'Correct the line and save again.',
    };
    const config = {
      file: '/home/owner/.config/mt5-bridge/config.toml',
      read_at: now - 600_000,
      problem: isEmpty ? null : broken,
      restart_needed: isEmpty ? [] : ['transport.http.port', 'mt5.command'],
      preset: 'guarded',
    };
    this.send('config', config, to);
    if (isLost)
      this.send('problem', { event: 'account', error: { ...problem, retryable: true, requires_human: true } }, to);
  }

  /** A breath of the market. */
  tick(): void {
    if (this.scenario === 'empty' || this.scenario === 'lost' || this.scenario === 'new') return;
    const now = Date.now();
    const moved = positionsOf(now).map((position) => {
      const profit = Number((position.profit + (Math.random() - 0.5) * 30).toFixed(2));
      const points = Math.round((Math.random() - 0.5) * 12);
      return { ...position, profit, price_current: position.price_current + points / 10 ** position.digits };
    });
    this.send('positions', moved);
    this.send('account', accountOf(moved.reduce((sum, { profit }) => sum + profit, 0)));
    for (const symbol of Object.keys(SYMBOLS) as SymbolName[]) {
      const points = Math.round((Math.random() - 0.5) * 10);
      this.send('quote', quoteOf(symbol, SYMBOLS[symbol].at + points / 10 ** SYMBOLS[symbol].digits, now));
    }
  }

  decide(id: string, change: (one: ApprovalView) => ApprovalView): ApprovalView | undefined {
    this.approvals = this.approvals.map((one) =>
      one.approval_id === id && one.state === 'pending' ? change(one) : one,
    );
    this.send('approvals', this.approvals);
    return this.approvals.find(({ approval_id }) => approval_id === id);
  }
}

const failure = (code: string, message: string) => ({
  error: { code, message, retryable: false, requires_human: true, what_to_do: 'Try again.' },
});

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : JSON.parse(text);
}

async function api(desk: Desk, request: IncomingMessage, url: URL): Promise<[number, unknown]> {
  const route = `${request.method} ${url.pathname}`;
  const body = request.method === 'GET' ? {} : await bodyOf(request);
  const now = Date.now();
  if (route === 'GET /api/session') return [200, desk.session()];
  if (route === 'POST /api/session') {
    if (body.passphrase !== PASSPHRASE) return [403, failure('WRONG_PASSPHRASE', 'The passphrase is wrong.')];
    desk.signedIn = true;
    return [200, { ...desk.session(), page_key: 'made up' } satisfies SignedInState];
  }
  if (!desk.signedIn) return [401, failure('SIGN_IN_REQUIRED', 'This is for the owner.')];
  if (route === 'DELETE /api/session') {
    desk.signedIn = false;
    return [200, desk.session()];
  }
  if (route === 'POST /api/kill-switch') {
    if (body.on !== true && body.passphrase !== PASSPHRASE)
      return [403, failure('WRONG_PASSPHRASE', 'The passphrase is wrong.')];
    const kill_switch = {
      ...policyOf(now, body.on === true).kill_switch,
      ...(body.on ? { since: now, reason: String(body.reason) } : {}),
    };
    desk.policy = { ...desk.policy, kill_switch };
    desk.send('policy', desk.policy);
    return [200, kill_switch];
  }
  if (url.pathname === '/api/chart') {
    const symbol = url.searchParams.get('symbol') ?? '';
    if (!Object.hasOwn(SYMBOLS, symbol))
      return [404, failure('SYMBOL_NOT_FOUND', `The broker has no symbol ${symbol}.`)];
    const count = Number(url.searchParams.get('count') ?? 300);
    return [200, chartOf(symbol as SymbolName, url.searchParams.get('timeframe') ?? 'M15', count, now)];
  }
  if (url.pathname === '/api/symbols') {
    const search = (url.searchParams.get('search') ?? '').toLowerCase();
    const all = Object.entries(SYMBOLS).map(([symbol, { description }]) => ({ symbol, description }));
    return [
      200,
      { symbols: all.filter((each) => `${each.symbol} ${each.description}`.toLowerCase().includes(search)) },
    ];
  }
  if (url.pathname === '/api/activity') {
    const [event, symbol, request_id] = ['event', 'symbol', 'request_id'].map((name) => url.searchParams.get(name));
    const records = desk.scenario === 'empty' ? [] : recordsOf(now).toReversed();
    const fitting = records.filter(
      (record) =>
        (!event || record.event === event) &&
        (!symbol || JSON.stringify(record.data).includes(`"${symbol}"`)) &&
        (!request_id || record.request_id === request_id),
    );
    return [200, { records: url.searchParams.has('before') ? [] : fitting, next: null }];
  }
  const [, id = '', act] = /^\/api\/approvals\/([^/]+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
  const known = desk.approvals.find(({ approval_id }) => approval_id === id);
  if (!known) return [404, failure('APPROVAL_NOT_FOUND', 'There is no such approval.')];
  await new Promise((resolve) => setTimeout(resolve, act ? 350 : 0));
  if (act === 'approve') return [200, desk.decide(id, (one) => doneOf(one, 'passphrase', now))];
  const denied = { state: 'denied', decided_at: now, decided_by: 'passphrase', channel: 'dashboard' } as const;
  if (act === 'deny') return [200, desk.decide(id, (one) => ({ ...one, ...denied }))];
  return [200, known];
}

function page(url: URL, response: ServerResponse): void {
  const asked = join(PAGES, url.pathname);
  const isFile = extname(asked) !== '' && asked.startsWith(PAGES) && existsSync(asked);
  const file = isFile ? asked : join(PAGES, 'index.html');
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain', 'content-security-policy': POLICY });
  createReadStream(file).pipe(response);
}

/** Serves one scenario; port 0 takes a free one. */
export function startFixture(scenario: Scenario, port = 0): Promise<Server> {
  const desk = new Desk(scenario);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/')) return page(url, response);
    if (url.pathname === '/api/events' && desk.signedIn) return desk.open(response);
    const [status, json] = await api(desk, request, url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  const timer = setInterval(() => desk.tick(), 800);
  server.on('close', () => clearInterval(timer));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === import.meta.filename) {
  const scenario = SCENARIOS.find((each) => each === process.argv[2]) ?? 'live';
  const port = Number(process.argv[3] ?? 8799);
  await startFixture(scenario, port);
  process.stdout.write(`http://127.0.0.1:${port}/ ${scenario}; the passphrase is "${PASSPHRASE}"\n`);
}
