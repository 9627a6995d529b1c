import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Config, DEFAULT_CONFIG } from '@mt5-bridge/config';
import type { AlertDesk } from '@mt5-bridge/gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveHttp } from '../../testing/stub-http.ts';

const SECRET = 'a-secret-of-thirty-two-characters';
const TRADINGVIEW = '/C=US/ST=Ohio/L=Westerville/O=TradingView, Inc./CN=TradingView Webhooks';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hook-tls-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'ignore' });
const at = (name: string) => join(folder, name);

/** An authority of its own. */
function authority(name: string): string {
  const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)];
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    ...files,
    '-subj',
    `/CN=${name}`,
  );
  return at(`${name}.pem`);
}

/** What an authority vouches for. */
function issued(by: string, name: string, subject: string) {
  const [key, request, cert] = [at(`${name}.key`), at(`${name}.csr`), at(`${name}.pem`)];
  openssl(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    key,
    '-out',
    request,
    '-subj',
    subject,
  );
  const names = at(`${name}.ext`);
  writeFileSync(names, 'subjectAltName=DNS:localhost,email:webhook-server@tradingview.com\n');
  const signer = ['-CA', at(`${by}.pem`), '-CAkey', at(`${by}.key`), '-CAcreateserial'];
  openssl('x509', '-req', '-in', request, ...signer, '-days', '2', '-extfile', names, '-out', cert);
  return { key, cert };
}

describe('with client_certificate = "required"', () => {
  let url: string;
  let end: () => Promise<void>;
  let noted: Awaited<ReturnType<typeof serveHttp>>['noted'];
  let own: { key: string; cert: string };
  beforeAll(async () => {
    const client_ca = authority('authority');
    authority('another');
    own = issued('authority', 'server', '/CN=localhost');
    const http = { ...DEFAULT_CONFIG.transport.http, port: 0, tls_cert: own.cert, tls_key: own.key };
    const config: Config = {
      ...DEFAULT_CONFIG,
      transport: { http },
      tradingview: {
        ...DEFAULT_CONFIG.tradingview,
        ...{ enabled: true, allowed_sources: [], client_certificate: 'required', client_ca },
      },
    };
    const alerts = { receive: () => ({ alert: { alert_id: 'ALR000000001' }, is_new: true }) } as unknown as AlertDesk;
    const served = await serveHttp({ services: { alerts, config: () => config, hookSecret: () => SECRET } });
    url = served.url.replace('127.0.0.1', 'localhost');
    ({ noted } = served);
    end = () => served.server.close();
  });
  afterAll(() => end());

  async function post(client?: { key: string; cert: string }): Promise<{ status: number | undefined; said: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; said: string }>();
    const ask = request(
      `${url}/hooks/tradingview/${SECRET}`,
      {
        method: 'POST',
        ca: readFileSync(at('authority.pem')),
        ...(client !== undefined && { key: readFileSync(client.key), cert: readFileSync(client.cert) }),
      },
      async (answer) => resolve({ status: answer.statusCode, said: await text(answer) }),
    );
    ask.once('error', reject);
    ask.end('EURUSD,buy,1.08');
    return promise;
  }

  it("TradingView's own is let in", async () => {
    expect(await post(issued('authority', 'tradingview', TRADINGVIEW))).toMatchObject({ status: 200 });
  });

  it.each([
    ['none', () => undefined],
    ['that of somebody else', () => issued('authority', 'other', '/O=Somebody/CN=TradingView Webhooks')],
    ['one that an unknown authority made', () => issued('another', 'forged', TRADINGVIEW)],
  ])('%s is not enough', async (_, client) => {
    const { status, said } = await post(client());
    expect(status).toBe(403);
    expect(said).toContain('HOOK_REFUSED');
    expect(noted.at(-1)).toMatchObject({ what: 'hook_certificate_refused' });
  });
});
