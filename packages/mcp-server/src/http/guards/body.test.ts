import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { initialize, mcpHeaders, rawRequest } from '../../testing/raw-request.ts';
import { serveHttp } from '../../testing/stub-http.ts';

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function door() {
  const served = await serveHttp();
  ends.push(() => served.server.close());
  return served;
}

/** An `initialize` that says objects in objects, as text: what makes one of a value may itself run out of stack. */
function nested(levels: number): string {
  const capabilities = `{"experimental":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
  return JSON.stringify(initialize).replace('"capabilities":{}', `"capabilities":${capabilities}`);
}

it.each([100, 50_000, 150_000])(
  'is refused where it is nested %d deep, and the log has no failure of ours',
  async (levels) => {
    const { url, logged } = await door();
    const answer = await rawRequest(url, { method: 'POST', path: '/mcp', headers: mcpHeaders, body: nested(levels) });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: 'BODY_UNREADABLE' } });
    expect(logged).toEqual([]);
  },
);

it('may be nested as deep as a client needs', async () => {
  const { url } = await door();
  const answer = await rawRequest(url, { method: 'POST', path: '/mcp', headers: mcpHeaders, body: nested(50) });
  expect(answer.status).toBe(200);
});

it.each([
  ['content-length: 1000', '{'],
  ['transfer-encoding: chunked', '1\r\n{\r\n'],
])('whose sender goes away before it is all there is no failure of ours: %s', async (length, part) => {
  const { server, url, logged } = await door();
  const socket = connect(server.port, 'localhost');
  await once(socket, 'connect');
  const head = Object.entries({ host: new URL(url).host, 'content-type': 'application/json', ...mcpHeaders });
  const lines = ['POST /mcp HTTP/1.1', ...head.map(([name, value]) => `${name}: ${value}`), length];
  socket.write(`${lines.join('\r\n')}\r\nexpect: 100-continue\r\n\r\n${part}`);
  await once(socket, 'data');
  socket.destroy();
  // It waits for what is under way, and that one ends with its sender.
  await server.close();
  ends.splice(0);
  expect(logged).toEqual([]);
});
