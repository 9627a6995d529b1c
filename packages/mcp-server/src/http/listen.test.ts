import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG } from '@mt5-bridge/config';
import { afterEach, describe, expect, it } from 'vitest';
import { type StubHttpOptions, serveHttp } from '../testing/stub-http.ts';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function listen(http: NonNullable<StubHttpOptions['http']>) {
  const served = await serveHttp({ http });
  ends.push(() => served.server.close());
  return served;
}

/** A certificate of this moment for localhost, as PEM files. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-tls-'));
  const [tls_key, tls_cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, '-keyout', tls_key, '-out', tls_cert, ...subject], { stdio: 'ignore' });
  return { folder, tls_key, tls_cert };
}

describe('listening', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1', 'bridge.example.com'])(
    'on %s is refused without encryption or a proxy that has it',
    async (host) => {
      await expect(listen({ host })).rejects.toMatchObject({ code: 'HTTP_UNSAFE' });
    },
  );

  it.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('on %s stays on this machine', async (host) => {
    const { server } = await listen({ host });
    expect(server.port).toBeGreaterThan(0);
  });

  it.each([{ trusted_proxies: ['10.0.0.5'] }, { local_addresses: ['gateway'] }])(
    'beyond this machine is for what the owner names: %j',
    async (named) => {
      const { url } = await listen({ host: '0.0.0.0', ...named });
      expect(url).toMatch(/^http:\/\/localhost:\d+$/);
    },
  );

  it('with a certificate speaks HTTPS', async () => {
    const { tls_key, tls_cert } = certificate();
    const { url, server } = await listen({ tls_key, tls_cert, host: 'localhost' });
    expect(url).toBe(`https://localhost:${server.port}`);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    request(`${url}/nothing`, { rejectUnauthorized: false }, (answer) => {
      resolve([answer.statusCode, answer.headers['strict-transport-security']]);
      answer.resume();
    })
      .on('error', reject)
      .end();
    expect(await promise).toEqual([404, expect.stringContaining('max-age')]);
  });

  it('says what is wrong with port or files', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    ends.push(() => taken.close());
    const { port } = taken.address() as { port: number };
    const { folder, tls_key, tls_cert } = certificate();
    const nonsense = join(folder, 'nonsense.pem');
    writeFileSync(nonsense, 'nonsense');
    const problems: [StubHttpOptions['http'], string][] = [
      [{ port }, `127.0.0.1:${port}`],
      [{ tls_key, tls_cert: join(folder, 'nowhere.pem') }, 'tls_cert'],
      [{ tls_key }, 'needed together'],
      [{ tls_key, tls_cert: nonsense }, 'tls_cert and tls_key'],
      [{ tls_key: tls_cert, tls_cert }, 'tls_cert and tls_key'],
    ];
    for (const [http = {}, says] of problems) {
      const message = expect.stringContaining(says);
      await expect(listen(http)).rejects.toMatchObject({ code: 'HTTP_UNUSABLE', message });
    }
  });

  it('asks for a certificate of alerts only where it can see one', async () => {
    const tradingview = { ...DEFAULT_CONFIG.tradingview, enabled: true, client_certificate: 'required' } as const;
    const http = { ...DEFAULT_CONFIG.transport.http, port: 0 };
    const config = () => ({ ...DEFAULT_CONFIG, tradingview, transport: { http } });
    const message = expect.stringContaining('client_certificate');
    await expect(serveHttp({ services: { config } })).rejects.toMatchObject({ code: 'HTTP_UNUSABLE', message });
  });
});
