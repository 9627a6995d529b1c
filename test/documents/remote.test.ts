import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseConfig } from '@mt5-bridge/config';
import { expect, test } from 'vitest';
import { configFor, connectBridge } from '../support/bridge.ts';
import { freePort } from '../support/ports.ts';
import { bridgeBin, startFake } from '../support/processes.ts';
import { serveHttp } from '../support/served.ts';
import { until } from '../support/wait.ts';
import { textOf } from './page.ts';

const run = promisify(execFile);
const page = textOf('docs/remote.md');
const blocks = [...page.matchAll(/^ *```toml\n([\s\S]*?)^ *```$/gm)].map(([, block = '']) => block);

test('every configuration of docs/remote.md is one, with what it is said to do', () => {
  const [curve, proxied, own, ...more] = blocks.map((block) => parseConfig(block, 'config.toml').config);
  expect(more).toEqual([]);
  expect(curve?.mt5).toMatchObject({ curve: true });
  expect(proxied?.transport.http).toMatchObject({ trusted_proxies: ['127.0.0.1'], host: '127.0.0.1' });
  expect(own?.transport.http.tls_cert).not.toBe('');
});

test('the inputs that it names are those of the expert advisor', () => {
  const inputs = new Set([...page.matchAll(/Inp\w+/g)].map(([name]) => name));
  const expert = textOf('mql5/Experts/Mt5Bridge/Mt5Bridge.mq5');
  expect(inputs.size).toBeGreaterThan(3);
  expect([...inputs].filter((name) => !expert.includes(` ${name}=`))).toEqual([]);
});

const nginx = '/usr/sbin/nginx';
const sshd = '/usr/sbin/sshd';
const [hasNginx, hasSsh] = [existsSync(nginx), existsSync(sshd)];
const without = (program: string, name: string) => ` (skipped: there is no ${program} here; Debian has it as ${name})`;
const noNginx = hasNginx ? '' : without('nginx', 'nginx-light');
const noSsh = hasSsh ? '' : without('OpenSSH server', 'openssh-server');

test.skipIf(!hasNginx)(
  `behind the nginx of docs/remote.md the dashboard and /mcp are what they are without${noNginx}`,
  async () => {
    const [, site = ''] = page.match(/```nginx\n([\s\S]*?)```/) ?? [];
    const [, , http = ''] = blocks[1]?.match(/^(\[transport\.http\])\n([\s\S]*)$/) ?? [];
    const served = await serveHttp('', { http });
    const proxy = await startNginx(site, served.url);
    try {
      const token = await served.token();
      const body = { jsonrpc: '2.0', id: 1, method: 'initialize', params: INITIALIZE };
      expect(await proxy.ask('GET', '/healthz')).toMatchObject({
        status: 200,
        text: expect.stringContaining('"status":"ok"'),
      });
      expect(await proxy.ask('GET', '/')).toMatchObject({ status: 200, text: expect.stringContaining('<html') });
      expect(await proxy.ask('POST', '/mcp', {}, body)).toMatchObject({ status: 401 });
      const headers = { authorization: `Bearer ${token}` };
      expect(await proxy.ask('POST', '/mcp', headers, body)).toMatchObject({
        status: 200,
        text: expect.stringContaining('"serverInfo"'),
      });
    } finally {
      await proxy.stop();
      await served.end();
    }
  },
);

const INITIALIZE = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } };

/** nginx with this site, on a port and with a certificate of this test. */
async function startNginx(site: string, upstream: string) {
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-nginx-'));
  const [key, cert, port] = [join(folder, 'key.pem'), join(folder, 'cert.pem'), await freePort()];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=bridge.example.com', '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', ...kind, ...subject], { stdio: 'ignore' });
  const here = site
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace(/(ssl_certificate) .*;/, `$1 ${cert};`)
    .replace(/(ssl_certificate_key) .*;/, `$1 ${key};`)
    .replace('http://127.0.0.1:8765', upstream.replace('localhost', '127.0.0.1'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const main = `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;\nevents {}\n`;
  writeFileSync(join(folder, 'nginx.conf'), `${main}http { access_log off; ${temporary.join(' ')}\n${here}}\n`);
  const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  await until(() => listens(port), 'nginx');
  return {
    /** As a client that found it under its name. */
    async ask(method: string, path: string, headers: Record<string, string> = {}, body?: object) {
      const asked = request({
        ...{ host: '127.0.0.1', port, method, path, rejectUnauthorized: false },
        headers: {
          ...{ host: 'bridge.example.com', accept: 'application/json, text/event-stream' },
          ...{ 'content-type': 'application/json', ...headers },
        },
      });
      asked.end(body && JSON.stringify(body));
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      let said = '';
      for await (const chunk of answer.setEncoding('utf8')) said += chunk;
      return { status: answer.statusCode, text: said };
    },
    async stop(): Promise<void> {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

test.skipIf(!hasSsh)(`the tunnel of docs/remote.md carries a terminal, and comes back${noSsh}`, async () => {
  const fake = await startFake(['--seed', '7', '--start', '2026-07-15T13:00:00Z']);
  const [toCommand, toEvents] = [fake.command, fake.events].map((address) => address.replace(/^.*:/, ''));
  const there = [
    ['5555', `${toCommand}`],
    ['5556', `${toEvents}`],
  ] as const;
  const server = await startSshServer(there);
  const [command, events] = [await freePort(), await freePort()];
  const [, line = ''] = page.match(/^ssh (.* -L 5555:127\.0\.0\.1:5555 .*) \S+@\S+$/m) ?? [];
  const words = line
    .replace('5555:127.0.0.1:5555', `${command}:127.0.0.1:${toCommand}`)
    .replace('5556:127.0.0.1:5556', `${events}:127.0.0.1:${toEvents}`)
    .split(' ');
  const here = { command: `tcp://127.0.0.1:${command}`, events: `tcp://127.0.0.1:${events}` };
  const place = ['--config', configFor(here), '--data-dir', mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'))];
  const bridge = await connectBridge(here, 'modern');
  const quoted = async () => {
    const { isError } = await bridge.client.callTool({ name: 'get_quote', arguments: { symbol: 'EURUSD' } });
    return isError !== true;
  };
  const dialled: ChildProcess[] = [];
  const dial = async (): Promise<() => Promise<void>> => {
    const ssh = spawn('ssh', [...words, ...server.client], { stdio: 'ignore' });
    dialled.push(ssh);
    const ended = once(ssh, 'exit');
    await until(() => listens(command), 'a tunnel');
    return async () => {
      ssh.kill();
      await ended;
    };
  };
  try {
    const hangUp = await dial();
    const { stdout } = await run(process.execPath, [bridgeBin, 'doctor', '--smoke-trade', '--json', ...place]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    await until(quoted, 'a quote');
    await hangUp();
    await dial();
    await until(quoted, 'a quote of the same server', 60_000);
  } finally {
    for (const ssh of dialled) ssh.kill();
    await bridge.close();
    await server.stop();
    await fake.kill();
  }
});

/** An SSH server of this test, whose one key may do what the page allows it. */
async function startSshServer(ports: readonly (readonly [string, string])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-ssh-'));
  for (const key of ['host', 'client']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  }
  const [options = ''] = page.match(/^restrict,\S+/m) ?? [];
  const allowed = ports.reduce((text, [from, to]) => text.replace(`:${from}"`, `:${to}"`), options);
  writeFileSync(join(folder, 'authorized_keys'), `${allowed} ${readFileSync(join(folder, 'client.pub'), 'utf8')}`);
  const port = await freePort();
  const settings = [
    ...[
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${folder}/host`,
      `AuthorizedKeysFile ${folder}/authorized_keys`,
    ],
    ...['PasswordAuthentication no', 'UsePAM no', 'StrictModes no', 'PidFile none'],
  ];
  writeFileSync(join(folder, 'sshd_config'), `${settings.join('\n')}\n`);
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const child = spawn(sshd, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' });
  await until(() => listens(port), 'an SSH server');
  return {
    client: [
      ...['-p', String(port), '-i', join(folder, 'client'), '-F', 'none'],
      ...['-o', 'StrictHostKeyChecking=accept-new', '-o', `UserKnownHostsFile=${folder}/known_hosts`],
      `${userInfo().username}@127.0.0.1`,
    ],
    async stop(): Promise<void> {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
