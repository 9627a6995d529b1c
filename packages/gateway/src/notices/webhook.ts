import { createHash, createHmac } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { Clock } from '@mt5-bridge/protocol';
import type { Notice } from './notice.ts';
import { DeliveryFailure, type Sink } from './sink.ts';

const LONGEST_MS = 10_000;
/** Not worth another try: the same bytes will be refused again. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 415, 422]);

export interface WebhookOptions {
  readonly url: string;
  /** Empty: notices are not signed. */
  readonly secret: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** Addresses of a host name. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
}

/**
 * Posts each notice as JSON. `X-Mt5-Bridge-Id` names it, `X-Mt5-Bridge-Timestamp` is when it was posted (seconds since
 * 1970), and `X-Mt5-Bridge-Signature` is `sha256=` and the HMAC-SHA256 of `<timestamp>.<body>` in hex.
 */
export function createWebhook({ url, secret, clock, fetch, lookup }: WebhookOptions): Sink {
  return {
    key: `webhook ${createHash('sha256').update(url).digest('hex').slice(0, 16)}`,
    name: 'the webhook',
    async deliver(notice, signal) {
      await assertReachable(new URL(url), lookup);
      const end = new AbortController();
      const cancel = clock.setTimer(LONGEST_MS, () => end.abort());
      try {
        const { body, headers } = signed(notice, secret, clock.now());
        const request = { method: 'POST', body, headers, redirect: 'manual' } as const;
        const response = await fetch(url, { ...request, signal: AbortSignal.any([signal, end.signal]) });
        await response.body?.cancel();
        check(response);
      } catch (error) {
        throw error instanceof DeliveryFailure ? error : unreachable(error, end.signal.aborted);
      } finally {
        cancel();
      }
    },
  };
}

function signed(notice: Notice, secret: string, now: number) {
  const body = JSON.stringify(notice);
  const timestamp = String(Math.floor(now / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'mt5-bridge',
      'X-Mt5-Bridge-Id': notice.id,
      'X-Mt5-Bridge-Timestamp': timestamp,
      ...(secret !== '' && { 'X-Mt5-Bridge-Signature': `sha256=${signature}` }),
    },
  };
}

function check({ ok, status, type }: Response): void {
  if (ok) return;
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    throw new DeliveryFailure('it sends us elsewhere; redirects are not followed');
  }
  throw new DeliveryFailure(`it answers ${status}`, REFUSALS.has(status));
}

function unreachable(error: unknown, isLate: boolean): DeliveryFailure {
  if (isLate) return new DeliveryFailure(`it did not answer within ${LONGEST_MS / 1_000} s`);
  const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return new DeliveryFailure(`it cannot be reached (${code ?? (error as Error).name})`);
}

const nearby = new BlockList();
for (const [net, bits, family] of [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
] as const) {
  nearby.addSubnet(net, bits, family);
}

/** What everybody on the way can read goes no further than this machine and its own network. */
async function assertReachable({ protocol, hostname }: URL, lookup: WebhookOptions['lookup']): Promise<void> {
  if (protocol === 'https:') return;
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await lookup(host).catch(() => []) : [host];
  if (addresses.length === 0) throw new DeliveryFailure('its name cannot be found');
  if (addresses.every((address) => nearby.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))) return;
  throw new DeliveryFailure('http is for this machine and its own network: use an https address');
}
