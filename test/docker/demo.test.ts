import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OwnerBrowser } from '../support/owner-browser.ts';
import { until } from '../support/wait.ts';
import { BRIDGE_IMAGE, buildNewerImage } from './bridge-image.ts';
import { Demo } from './demo.ts';
import { run } from './engine.ts';

const PASSPHRASE = 'correct horse battery';
const UPGRADED = 'mt5-bridge:upgraded';

let demo: Demo;
let token: string;

beforeAll(async () => {
  demo = await Demo.up(BRIDGE_IMAGE.split(':')[1] ?? '');
  token = await demo.bridge(['token']);
});

afterAll(async () => {
  await demo?.[Symbol.asyncDispose]();
  await run('docker', ['image', 'rm', UPGRADED]);
});

type Answer = Record<string, unknown>;

/** Calls a tool as a program on the host does, over HTTP. */
async function call(name: string, args: Answer, client?: Client): Promise<Answer> {
  const own = client ?? (await demo.connect(token));
  try {
    const { isError, structuredContent, content } = await own.callTool({ name, arguments: args });
    if (isError) throw new Error(JSON.stringify(content));
    return structuredContent as Answer;
  } finally {
    if (client === undefined) await own.close();
  }
}

const order = (idempotency_key: string, client?: Client) =>
  call('place_order', { symbol: 'EURUSD', side: 'buy', type: 'market', volume: 0.01, idempotency_key }, client);

/** Of the terminal, once it can be asked: after a crash its own health is seen later than that of its container. */
async function positions(): Promise<string[]> {
  let answer: Answer = {};
  await until(
    async () => {
      answer = await call('get_positions', {}).catch((error) => ({ error }));
      return answer.error === undefined;
    },
    'The positions',
    60_000,
  );
  return (answer.positions as { ticket: unknown }[]).map(({ ticket }) => String(ticket)).sort();
}

test('says where it is and how to go on, and not the token', async () => {
  const { output } = await run('docker', ['logs', demo.name]);
  expect(output).toContain(`dashboard: ${demo.url} `);
  expect(output).toContain(`docker exec -it ${demo.name} mt5-bridge token`);
  expect(output).toContain(`docker exec -it ${demo.name} mt5-bridge passphrase`);
  expect(output).not.toContain(token);
});

test('doctor finds nothing wrong inside, and a smoke trade passes', async () => {
  const { ok } = JSON.parse(await demo.bridge(['doctor', '--json', '--smoke-trade']));
  expect(ok).toBe(true);
});

test('has the rights of its compose file, and its port at loopback alone', async () => {
  for (const service of ['bridge', 'terminal'] as const) {
    const host = JSON.parse(await demo.inspect(service, '{{json .HostConfig}}'));
    expect(host).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'], RestartPolicy: { Name: 'unless-stopped' } });
    expect(host).toMatchObject({ SecurityOpt: ['no-new-privileges:true'], PidsLimit: 200, Memory: 536_870_912 });
  }
  const ports = JSON.parse(await demo.inspect('bridge', '{{json .NetworkSettings.Ports}}'));
  expect(ports['8765/tcp'].map(({ HostIp }: { HostIp: string }) => HostIp)).toEqual(['127.0.0.1']);
  expect(JSON.parse(await demo.inspect('terminal', '{{json .HostConfig.PortBindings}}'))).toEqual({});
});

test('the dashboard comes with its policy, and its owner signs in with the passphrase set inside', async () => {
  const page = await fetch(demo.url);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  await demo.bridge(['passphrase'], `${PASSPHRASE}\n`);
  const browser = new OwnerBrowser(demo.url);
  expect((await browser.signIn('wrong')).status).toBe(403);
  expect((await browser.signIn(PASSPHRASE)).status).toBe(200);
  expect((await browser.get('/api/session')).status).toBe(200);
});

test('a token opens it to programs of the host, and to no other container', async () => {
  expect(await call('get_account_info', {})).toMatchObject({ currency: 'USD' });
  const wrong = await fetch(`${demo.url}/mcp`, { method: 'POST', headers: { authorization: 'Bearer nobody' } });
  expect(wrong.status).toBe(401);
  const script = `
    const headers = { host: 'localhost:8765', authorization: 'Bearer ${token}' };
    require('node:http').get({ host: 'demo-bridge', port: 8765, path: '/healthz', headers }, (answer) =>
      answer.on('data', (text) => console.log(answer.statusCode, String(text))));`;
  const { output } = await run('docker', ['exec', await demo.container('terminal'), 'node', '-e', script]);
  expect(output).toMatch(/^403 .*HTTP_UNSAFE/);
});

test('is unhealthy while the terminal is gone, and healthy again by itself', async () => {
  await demo.compose('stop', '--timeout', '5', 'demo-terminal');
  await demo.becomes('unhealthy');
  const answer = await fetch(`${demo.url}/healthz`);
  expect([answer.status, await answer.json()]).toMatchObject([503, { checks: { terminal: { ok: false } } }]);
  await demo.up();
  await demo.becomes('healthy');
});

describe('a crash in the middle of orders loses none and doubles none:', () => {
  test.each(['bridge', 'terminal'] as const)('of the %s', async (service) => {
    const before = await positions();
    const first = await order(`before-crash-of-${service}`);
    const keys = Array.from({ length: 6 }, (_, i) => `crash-of-${service}-${i}`);
    const client = await demo.connect(token);
    const sent = keys.map((key) => order(key, client).catch(() => undefined));
    await Promise.race(sent);
    await Promise.all([demo.crash(service), ...sent]);
    await client.close().catch(() => {});
    await demo.becomes('healthy');

    expect(await order(`before-crash-of-${service}`)).toMatchObject({ replayed: true, ticket: first.ticket });
    const tickets: string[] = [String(first.ticket)];
    for (const key of keys) {
      let answer: Answer = {};
      // What nobody saw the end of is looked up before anything is sent under its key again.
      await until(
        async () => {
          answer = await order(key).catch((error) => ({ error }));
          return answer.status === 'done' || answer.status === 'rejected';
        },
        `The end of ${key} (${JSON.stringify(answer)})`,
        60_000,
      );
      if (answer.status === 'done') tickets.push(String(answer.ticket));
    }
    expect(new Set(tickets).size).toBe(tickets.length);
    expect(await positions()).toEqual([...before, ...tickets].sort());
  });
});

test('a newer image in its place goes on with ledger, tokens, passphrase and audit log', async () => {
  const first = await order('before-upgrade');
  const [held, old] = [await positions(), await demo.inspect('bridge', '{{.Image}}')];
  await buildNewerImage(UPGRADED);
  await demo.up(UPGRADED.split(':')[1]);
  await demo.becomes('healthy');
  expect(await demo.inspect('bridge', '{{.Image}}')).not.toBe(old);
  expect(await demo.bridge(['token'])).toBe(token);
  expect(await order('before-upgrade')).toMatchObject({ replayed: true, ticket: first.ticket });
  expect(await positions()).toEqual(held);
  expect((await new OwnerBrowser(demo.url).signIn(PASSPHRASE)).status).toBe(200);
  await demo.bridge(['audit', 'verify']);
});
