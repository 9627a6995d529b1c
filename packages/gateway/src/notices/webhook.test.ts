import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ManualClock, settled } from '../testing/manual-clock.ts';
import type { Notice } from './notice.ts';
import { createWebhook, type WebhookOptions } from './webhook.ts';

const NOW = Date.UTC(2026, 6, 15, 12);
const notice: Notice = {
  id: '7-abc',
  kind: 'fill',
  event: 'fill',
  at: new Date(NOW).toISOString(),
  text: 'Bought 0.1 EURUSD at 1.1 (position 5).',
  account: null,
  request_id: null,
  data: { comment: 'é' },
  untrusted_fields: ['comment'],
};

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function receiver(answer: (response: ServerResponse) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, port: (server.address() as AddressInfo).port };
}

const webhook = (url: string, more: Partial<WebhookOptions> = {}) =>
  createWebhook({ url, secret: 's3cret', clock: new ManualClock(NOW), fetch, lookup: async () => [], ...more });

const deliver = (sink: ReturnType<typeof webhook>) => sink.deliver(notice, new AbortController().signal);
const done = (response: ServerResponse) => response.writeHead(204).end();

test('a notice comes as JSON, named, with its time and a signature over both', async () => {
  const { received, port } = await receiver(done);
  await deliver(webhook(`http://127.0.0.1:${port}/told`));
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  expect(JSON.parse(body)).toEqual(notice);
  expect(headers['content-type']).toBe('application/json');
  expect(headers['x-mt5-bridge-id']).toBe('7-abc');
  expect(headers['x-mt5-bridge-timestamp']).toBe(String(NOW / 1_000));
  const expected = createHmac('sha256', 's3cret')
    .update(`${NOW / 1_000}.${body}`)
    .digest('hex');
  expect(headers['x-mt5-bridge-signature']).toBe(`sha256=${expected}`);
});

test('without a secret there is no signature', async () => {
  const { received, port } = await receiver(done);
  await deliver(webhook(`http://127.0.0.1:${port}`, { secret: '' }));
  expect(received[0]?.headers).not.toHaveProperty('x-mt5-bridge-signature');
});

test.each([
  [500, false],
  [401, false],
  [404, false],
  [429, false],
  [400, true],
  [422, true],
])('an answer of %i is a failure (final: %s)', async (status, isFinal) => {
  const { port } = await receiver((response) => response.writeHead(status).end('no'));
  await expect(deliver(webhook(`http://127.0.0.1:${port}`))).rejects.toMatchObject({
    message: `it answers ${status}`,
    isFinal,
  });
});

test('a redirect is not followed', async () => {
  const other = await receiver(done);
  const { port } = await receiver((response) =>
    response.writeHead(307, { Location: `http://127.0.0.1:${other.port}/` }).end(),
  );
  await expect(deliver(webhook(`http://127.0.0.1:${port}`))).rejects.toThrow('redirects are not followed');
  expect(other.received).toEqual([]);
});

test('nobody there, or one that does not answer in ten seconds, is a failure that names no address', async () => {
  const { port } = await receiver(() => {});
  const clock = new ManualClock(NOW);
  const late = deliver(webhook(`http://127.0.0.1:${port}/T0K3N`, { clock }));
  const failure = expect(late).rejects.toThrow('it did not answer within 10 s');
  for (let i = 0; i < 5; i++) await settled();
  await clock.advance(10_000);
  await failure;
  await expect(deliver(webhook('http://127.0.0.1:1/T0K3N'))).rejects.toThrow(/^it cannot be reached \(\w+\)$/);
});

test('what everybody on the way can read goes no further than the own network', async () => {
  const asked: string[] = [];
  const noFetch = (async (url: string) => {
    asked.push(url);
    return new Response(null, { status: 204 });
  }) as unknown as typeof fetch;
  const to = (url: string, addresses: string[] = []) =>
    deliver(webhook(url, { fetch: noFetch, lookup: async () => addresses }));
  await expect(to('http://8.8.8.8/')).rejects.toThrow('use an https address');
  await expect(to('http://[2001:db8::1]/')).rejects.toThrow('use an https address');
  await expect(to('http://hooks.example.com/', ['93.184.216.34'])).rejects.toThrow('use an https address');
  await expect(to('http://mixed.example.com/', ['10.0.0.1', '93.184.216.34'])).rejects.toThrow('use an https address');
  await expect(to('http://nowhere.example.com/')).rejects.toThrow('its name cannot be found');
  expect(asked).toEqual([]);
  await to('http://192.168.1.5/');
  await to('http://[::1]:9000/');
  await to('http://home.lan/', ['10.1.2.3']);
  await to('https://hooks.example.com/');
  expect(asked).toHaveLength(4);
});

test('a receiver has the same name after a restart, and the name tells no address', () => {
  expect(webhook('https://a.example/T0K3N').key).toBe(webhook('https://a.example/T0K3N', { secret: 'other' }).key);
  expect(webhook('https://a.example/T0K3N').key).not.toContain('T0K3N');
});
