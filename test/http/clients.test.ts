import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyClient, type ClientKind, clientKinds, connectOverHttp, type User } from '../support/clients.ts';
import { type Served, serveHttp } from '../support/served.ts';
import { until } from '../support/wait.ts';

// The built command over HTTP and every client that there is: what stdio gives them, this must too.

let served: Served;
let tokens = 0;

beforeAll(async () => {
  served = await serveHttp(
    '[policy]\npreset = "open"\nauto_approve_notional = 2_000\n[approvals]\nelicitation_max_notional = 50_000\n[streaming]\npositions_poll_interval_ms = 0',
    // As fast as that there is always a next quote to wait for.
    { fakeArgs: ['--seed', '7', '--start', '2026-07-15T13:00:00Z', '--speed', '20'] },
  );
});

afterAll(() => served.end());

const order = (volume: number) => ({ symbol: 'EURUSD', side: 'buy', type: 'market', volume, sl: 1, reason: 'a test' });

async function connected(
  kind: ClientKind,
  scopes: string,
  user?: User,
): Promise<AnyClient & { readonly token: string }> {
  const token = `test-${++tokens}`;
  const client = await connectOverHttp(kind, served.url, await served.token(token, scopes), user);
  return { ...client, token };
}

describe.each(clientKinds)('%s, whose token is removed while it waits for an answer', (kind) => {
  it('is told at once that there will be none', async () => {
    const client = await connected(kind, 'read,trade');
    served.fake.control({ fault: 'drop', op: 'order_send' });
    const placed = client.call('place_order', order(0.01)).then(
      ({ text }) => text,
      ({ message }: Error) => message,
    );
    const isSent = async () => (await served.command(['settle', '-o', 'json'])).includes('in_flight');
    await until(isSent, 'the order');
    const begun = Date.now();
    await served.command(['token', 'remove', client.token]);
    expect(await placed).toMatch(/SESSION_ENDED: .* get_order_outcome/);
    // Of what a client waits by itself, 60 s, nothing.
    expect(Date.now() - begun).toBeLessThan(20_000);
    await client.close();
  });
});

describe.each(clientKinds)('%s over HTTP', (kind) => {
  it('trades, is told of what it subscribes to, and stands in the audit log with its token', async () => {
    const client = await connected(kind, 'read,trade');
    let told = 0;
    const end = await client.subscribe('positions://current', () => told++);
    const placed = await client.call('place_order', order(0.01));
    expect(placed.data).toMatchObject({ status: 'done' });
    await until(() => told > 0, 'a notice of the new position');
    await end();
    const words = [
      'audit',
      'query',
      '--request-id',
      `${placed.data.request_id}`,
      '--event',
      'proposal',
      '-o',
      'ndjson',
    ];
    expect(JSON.parse(await served.command(words))).toMatchObject({ actor: { kind: 'agent', token: client.token } });
    await client.call('close_position', { ticket: placed.data.position ?? placed.data.ticket });
    await client.close();
  });

  it('asks its user, whose yes sends the order, where its token may have that', async () => {
    const asked: string[] = [];
    const user: User = ({ message }) => {
      asked.push(message);
      return { action: 'accept', content: { confirm: true } };
    };
    const client = await connected(kind, 'read,trade,approve', user);
    const { data } = await client.call('place_order', order(0.03));
    expect(data).toMatchObject({ status: 'done' });
    expect(asked).toEqual([expect.stringContaining('EURUSD')]);
    await client.close();
  });

  it('is not asked where its token may not approve', async () => {
    const user: User = () => {
      throw new Error('nobody should be asked');
    };
    const client = await connected(kind, 'read,trade', user);
    const { data } = await client.call('place_order', order(0.03));
    expect(data).toMatchObject({ status: 'pending_approval' });
    await client.close();
  });

  it('has no tools that trade where its token only reads', async () => {
    const client = await connected(kind, 'read');
    const names = await client.tools();
    expect(names).toContain('get_positions');
    expect(names).not.toContain('place_order');
    expect(names).not.toContain('kill_switch_on');
    await expect(client.call('place_order', order(0.01))).rejects.toThrow();
    await client.close();
  });

  it('is out, and hears nothing more, when its token is removed; another is not', async () => {
    const client = await connected(kind, 'read');
    const other = await connected(kind, 'read');
    const heard = { client: 0, other: 0 };
    await client.subscribe('quotes://EURUSD', () => heard.client++);
    await other.subscribe('quotes://EURUSD', () => heard.other++);
    await until(() => heard.client > 0 && heard.other > 0, 'a notice for both');
    await served.command(['token', 'remove', client.token]);
    const isOut = () =>
      client.call('ping').then(
        () => false,
        () => true,
      );
    await until(isOut, 'the end of what the token may do');
    const before = { ...heard };
    await until(() => heard.other > before.other + 2, 'more notices for the other');
    expect(heard.client).toBe(before.client);
    expect((await other.call('ping')).isError).toBe(false);
    await client.close();
    await other.close();
  });
});
