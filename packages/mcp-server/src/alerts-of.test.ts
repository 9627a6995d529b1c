import { describe, expect, it } from 'vitest';
import { alertsOf } from './alerts-of.ts';
import { connect, ERAS, type Era, tradingOptions } from './testing/connect.ts';
import { StubAlerts } from './testing/stub-alerts.ts';
import { reader, trader } from './testing/stub-http.ts';

const desk = ['get_recent_alerts', 'claim_alert', 'resolve_alert'];
type Options = NonNullable<Parameters<typeof connect>[2]>;

async function offered(options: Options) {
  const { client, close } = await connect('modern', undefined, options);
  const names = (await client.listTools()).tools.map(({ name }) => name);
  const uris = (await client.listResources()).resources.map(({ uri }) => uri);
  await close();
  return { tools: desk.filter((name) => names.includes(name)), hasResource: uris.includes('alerts://recent') };
}

describe('the alert desk', () => {
  it('is offered where there is one', async () => {
    expect(await offered({})).toEqual({ tools: desk, hasResource: true });
    expect(await offered({ alerts: undefined } as never)).toEqual({ tools: [], hasResource: false });
    expect(await offered({ toolsets: ['market'] })).toMatchObject({ tools: [] });
  });

  it('stays where nobody may trade: it reaches no market', async () => {
    const { trading, setReadOnly } = tradingOptions();
    setReadOnly(true);
    expect(await offered({ trading })).toEqual({ tools: desk, hasResource: true });
  });

  it('is only to be looked at with a token that only reads', async () => {
    expect(await offered({ principal: reader })).toEqual({ tools: ['get_recent_alerts'], hasResource: true });
    const alerts = alertsOf(reader, new StubAlerts().desk);
    const by = { kind: 'agent', name: 'x' } as const;
    for (const work of [() => alerts.claim('ALR000000001', by), () => alerts.resolve('ALR000000001', by, 'x')]) {
      expect(work).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
    }
    expect(alerts.get('ALR000000001')).toMatchObject({ state: 'new' });
  });

  it('knows a worker by the token, whatever name the client gives itself', async () => {
    const alerts = new StubAlerts();
    const { client, close } = await connect('modern', undefined, {
      alerts: alerts.desk,
      principal: { ...trader, profile: 'scalper' },
    });
    await client.callTool({ name: 'claim_alert', arguments: { alert_id: 'ALR000000001' } });
    expect(alerts.done).toEqual([['claim', { kind: 'agent', name: 'test', token: 'trader', profile: 'scalper' }]]);
    await close();
  });

  it.each(ERAS)('tells subscribers when an alert changes: %s', async (era: Era) => {
    const alerts = new StubAlerts();
    const { client, close } = await connect(era, undefined, { alerts: alerts.desk });
    const told = Promise.withResolvers<string>();
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => told.resolve(params.uri));
    if (era === 'legacy') await client.subscribeResource({ uri: 'alerts://recent' });
    else await client.listen({ resourceSubscriptions: ['alerts://recent'] });
    expect(alerts.listeners.size).toBe(1);
    alerts.desk.claim('ALR000000001', { kind: 'agent', name: 'x' });
    expect(await told.promise).toBe('alerts://recent');
    const { contents } = await client.readResource({ uri: 'alerts://recent' });
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({ alerts: [{ state: 'claimed' }] });
    await close();
    expect(alerts.listeners.size).toBe(0);
  });
});
