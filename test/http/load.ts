import { Agent, type IncomingMessage, request } from 'node:http';
import { type Figures, figures } from '../bench/harness.ts';
import { type Served, serveHttp } from '../support/served.ts';
import { pause, until } from '../support/wait.ts';

/** What the HTTP server holds and takes, as it tells Prometheus. */
export interface Held {
  readonly sessions: number;
  readonly streams: number;
  readonly watched: number;
  readonly rssMb: number;
}

export interface LoadOptions {
  /** Opened, used once, and dropped: every other one without a word. */
  readonly sessions: number;
  readonly maxSessions: number;
  /** Streams of modern clients, each on a connection of its own. */
  readonly subscriptions: number;
  /** How long the subscriptions are listened to. */
  readonly listenMs: number;
  /** Seconds of market a second. */
  readonly speed: number;
}

export interface LoadReport {
  readonly atStart: Held;
  /** After each tenth of the sessions. */
  readonly bySessions: readonly Held[];
  readonly initialize: Figures;
  readonly sessionsPerSecond: number;
  readonly subscribed: Held;
  /** Notices that all streams heard in the time, and streams that heard none. */
  readonly notices: number;
  readonly silent: number;
  /** Of another client's quotes, ms: alone, and beside the subscriptions. */
  readonly alone: Figures;
  readonly beside: Figures;
  /** Everything closed, sessions idle for long enough. */
  readonly atEnd: Held;
}

const SYMBOLS = ['EURUSD', 'GBPUSD', 'USDJPY', 'XAUUSD'];
const AT_ONCE = 16;
/** Fills the kernel's buffers within seconds instead of minutes. */
const LONG_ID = 'x'.repeat(20_000);
const TIMES = 200;
/** In the middle of a day on which every market is open, whatever day it is here. */
const MARKET = ['--seed', '7', '--start', '2026-07-15T13:00:00Z'];

const _meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Puts the built command under load and says what that cost. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { sessions, maxSessions, subscriptions, listenMs, speed } = options;
  const http = `max_sessions = ${maxSessions}\nsession_idle_seconds = 10\nmax_requests_per_minute = 1_000_000`;
  const fakeArgs = [...MARKET, '--speed', String(speed)];
  const served = await serveHttp('', { http, fakeArgs });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const streams: IncomingMessage[] = [];
  try {
    const admin = await served.token('admin', 'read,admin');
    const client = new RawClient(served.url, await served.token('load', 'read'), agent);
    const other = new RawClient(served.url, await served.token('other', 'read'), new Agent({ keepAlive: true }));
    const held = () => heldBy(served, admin);
    const quotes = () => timed(TIMES, () => other.quote());

    await quotes();
    const atStart = await held();
    const alone = await quotes();

    const bySessions: Held[] = [];
    const initialized: number[] = [];
    const began = performance.now();
    for (let tenth = 0; tenth < 10; tenth++) {
      await inParallel(sessions / 10, async (i) => void initialized.push(await client.session(i % 2 === 0)));
      bySessions.push(await held());
    }
    const seconds = (performance.now() - began) / 1_000;

    const heard = new Array<number>(subscriptions).fill(0);
    for (let i = 0; i < subscriptions; i++) {
      const stream = await client.listen([SYMBOLS[i % SYMBOLS.length] ?? 'EURUSD']);
      stream.setEncoding('utf8').on('data', (text: string) => {
        heard[i] = (heard[i] ?? 0) + text.split('resources/updated').length - 1;
      });
      streams.push(stream);
    }
    const subscribed = await held();
    heard.fill(0);
    const [beside] = await Promise.all([quotes(), pause(listenMs)]);
    const notices = heard.reduce((sum, count) => sum + count, 0);

    for (const stream of streams) stream.destroy();
    await until(async () => (await held()).streams === 0, 'the end of the streams');
    await until(async () => (await held()).sessions === 0, 'the end of idle sessions');
    return {
      ...{ atStart, bySessions, subscribed, notices, alone, beside },
      initialize: figures(initialized),
      sessionsPerSecond: sessions / seconds,
      silent: heard.filter((count) => count === 0).length,
      atEnd: await held(),
    };
  } finally {
    for (const stream of streams) stream.destroy();
    agent.destroy();
    await served.end();
  }
}

export interface SlowReport {
  readonly before: Held;
  /** The most that was held until all of them were cut off. */
  readonly peakMb: number;
  readonly after: Held;
  /** How long that took; the kernel keeps some MB for each. */
  readonly seconds: number;
  /** Notices that a client beside them heard meanwhile. */
  readonly heard: number;
}

/** Clients that listen to a fast market and read nothing, beside one that does. */
export async function runSlowReaders(readers: number): Promise<SlowReport> {
  const served = await serveHttp('', { fakeArgs: [...MARKET, '--speed', '20'] });
  const streams: IncomingMessage[] = [];
  try {
    const admin = await served.token('admin', 'read,admin');
    const client = new RawClient(served.url, await served.token('load', 'read'), new Agent({ keepAlive: true }));
    let heard = 0;
    const reader = await client.listen(SYMBOLS);
    reader.setEncoding('utf8').on('data', (text: string) => {
      heard += text.split('resources/updated').length - 1;
    });
    streams.push(reader);
    const before = await heldBy(served, admin);
    for (let i = 0; i < readers; i++) streams.push((await client.listen(SYMBOLS, LONG_ID)).pause());
    const began = performance.now();
    let now = before;
    let peakMb = 0;
    const areCutOff = async () => {
      now = await heldBy(served, admin);
      peakMb = Math.max(peakMb, now.rssMb);
      await pause(500);
      return now.streams === 1;
    };
    await until(areCutOff, 'the end of those who do not read', 300_000);
    return { before, peakMb, after: now, seconds: (performance.now() - began) / 1_000, heard };
  } finally {
    for (const stream of streams) stream.destroy();
    await served.end();
  }
}

/** Speaks plain HTTP, so that what is measured is the server and not a client. */
class RawClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: Agent;

  constructor(url: string, token: string, agent: Agent) {
    this.#url = `${url}/mcp`;
    this.#agent = agent;
    this.#headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    };
  }

  /** A session that calls one tool. @returns how long its beginning took, ms */
  async session(saysGoodbye: boolean): Promise<number> {
    const began = performance.now();
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'load', version: '1' } };
    const { headers } = await this.#whole({ id: 0, method: 'initialize', params });
    const took = performance.now() - began;
    const session = { 'mcp-session-id': String(headers['mcp-session-id']) };
    await this.#whole({ method: 'notifications/initialized' }, session);
    await this.#whole({ id: 1, method: 'tools/call', params: { name: 'get_positions', arguments: {} } }, session);
    if (saysGoodbye) (await this.#send(undefined, session, 'DELETE')).resume();
    return took;
  }

  async quote(): Promise<void> {
    const params = { name: 'get_quote', arguments: { symbol: 'EURUSD' }, _meta };
    const { text } = await this.#whole({ id: 2, method: 'tools/call', params }, modern('tools/call', 'get_quote'));
    if (!text.includes('"bid"')) throw new Error(`No quote: ${text}`);
  }

  /** A stream of a connection of its own; `id` comes back with each notice. */
  listen(symbols: readonly string[], id: string | number = 3): Promise<IncomingMessage> {
    const resourceSubscriptions = symbols.map((symbol) => `quotes://${symbol}`);
    const params = { _meta, notifications: { resourceSubscriptions } };
    const method = 'subscriptions/listen';
    return this.#send({ id, method, params }, modern(method), 'POST', new Agent());
  }

  async #whole(message: object, headers = {}) {
    const answer = await this.#send(message, headers);
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += chunk;
    return { headers: answer.headers, text };
  }

  #send(message: object | undefined, more: object, method = 'POST', agent = this.#agent): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const out = request(this.#url, { method, agent, headers: { ...this.#headers, ...more } }, (answer) => {
      // The server ends what nobody reads; that is no fault here.
      answer.on('error', () => {});
      if ((answer.statusCode ?? 500) < 300) return resolve(answer);
      answer.setEncoding('utf8').on('data', (text: string) => reject(new Error(`${answer.statusCode}: ${text}`)));
    });
    out.on('error', reject);
    out.end(message && JSON.stringify({ jsonrpc: '2.0', ...message }));
    return promise;
  }
}

const modern = (method: string, name?: string) => ({
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': method,
  ...(name !== undefined && { 'mcp-name': name }),
});

async function heldBy({ url }: Served, token: string): Promise<Held> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  const gauge = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    sessions: gauge('mt5_bridge_http_sessions'),
    streams: gauge('mt5_bridge_http_streams'),
    watched: gauge('mt5_bridge_http_watched_resources'),
    rssMb: Math.round(gauge('mt5_bridge_process_resident_memory_bytes') / 1_048_576),
  };
}

async function timed(times: number, call: () => Promise<void>): Promise<Figures> {
  const samples: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await call();
    samples.push(performance.now() - began);
  }
  return figures(samples);
}

async function inParallel(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
