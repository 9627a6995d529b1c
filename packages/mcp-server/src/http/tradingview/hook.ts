import { createHash, timingSafeEqual } from 'node:crypto';
import { Mt5Error } from '@mt5-bridge/protocol';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Env, HttpServices, Peer, Routes } from '../context.ts';
import { limitBody, whole } from '../guards/body.ts';
import { isListed } from '../guards/peer.ts';
import { MinuteWindow } from '../guards/window.ts';
import { dedupeOf } from './dedupe.ts';
import { type ReadAlert, readAlert } from './read-alert.ts';
import { BrokerNames, listedSymbol } from './symbols.ts';

const MOST_BYTES = 16_384;
/** Of the certificate that TradingView shows (support article 43000680459). */
const SUBJECT = { O: 'TradingView, Inc.', CN: 'TradingView Webhooks' };

/**
 * `POST /hooks/tradingview/<secret>`: takes an alert, and answers `{alert_id, duplicate}` when it is on the disk. Whoever
 * does not know the secret sees a page that is not there; 5xx only where sending it again helps.
 */
export function tradingViewRoutes(services: HttpServices): Routes {
  const { config, alerts, reads, clock } = services;
  const window = new MinuteWindow(clock);
  const names = new BrokerNames(reads, clock);

  async function symbolOf({ ticker }: ReadAlert): Promise<string | null> {
    if (ticker === null) return null;
    return listedSymbol(ticker, config().tradingview.symbols) ?? (await names.find(ticker));
  }

  return new Hono<Env>().post('/hooks/tradingview/:secret', admit(services), limitBody(MOST_BYTES), async (c) => {
    const { max_per_minute, stale_after_seconds } = config().tradingview;
    const until = window.take(max_per_minute);
    if (until !== undefined) {
      const problem = `More than ${max_per_minute} alerts came within a minute.`;
      throw new Mt5Error('TOO_MANY_REQUESTS', problem, { details: { limit: max_per_minute, until } });
    }
    const read = readAlert(new Uint8Array(await whole(c.req.arrayBuffer())));
    const stale = read.fired_at === null ? null : clock.now() - read.fired_at > stale_after_seconds * 1_000;
    const { alert, is_new } = alerts.receive({ ...read, symbol: await symbolOf(read) }, { ...dedupeOf(read), stale });
    return c.json({ alert_id: alert.alert_id, duplicate: !is_new });
  });
}

/** @throws Mt5Error PAGE_NOT_FOUND, HOOK_REFUSED */
function admit(services: HttpServices): MiddlewareHandler<Env> {
  const { config, accessLog } = services;
  const refused = (what: string, { address }: Peer): void =>
    accessLog.note({ what, actor: { kind: 'gateway', name: 'tradingview' }, data: { address } });

  return async (c, next) => {
    const { enabled, allowed_sources, client_certificate } = config().tradingview;
    const peer = c.get('peer');
    if (!enabled) throw new Mt5Error('PAGE_NOT_FOUND');
    if (!knows(c.req.param('secret') ?? '', services)) {
      refused('hook_secret_wrong', peer);
      throw new Mt5Error('PAGE_NOT_FOUND');
    }
    if (allowed_sources.length > 0 && !isListed(peer.address, allowed_sources)) {
      refused('hook_source_refused', peer);
      throw new Mt5Error('HOOK_REFUSED', `${peer.address} is none of tradingview.allowed_sources.`);
    }
    if (client_certificate === 'required' && !isTradingView(peer.certificate)) {
      refused('hook_certificate_refused', peer);
      throw new Mt5Error('HOOK_REFUSED', "The request came without TradingView's client certificate.");
    }
    await next();
  };
}

/** What keeps the secret from being read is for the log alone: who asks has shown nothing yet. */
function knows(said: string, { hookSecret, log }: HttpServices): boolean {
  try {
    return timingSafeEqual(sha256(said), sha256(hookSecret()));
  } catch (error) {
    if (!(error instanceof Mt5Error)) throw error;
    log('error', error.message, { code: error.code });
    return false;
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

function isTradingView(certificate: Peer['certificate']): boolean {
  return Object.entries(SUBJECT).every(([key, value]) => certificate?.[key] === value);
}
