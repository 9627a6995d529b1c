import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFor } from '../support/bridge.ts';
import { type AnyClient, clientKinds, connectAny } from '../support/clients.ts';
import { type FakeProcess, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';

const order = { symbol: 'EURUSD', side: 'buy', volume: 0.01 };
const WRITES = 'place_order modify_order close_position cancel_order close_by close_all kill_switch_on'.split(' ');

let fake: FakeProcess;
beforeAll(async () => {
  fake = await startFake(['--seed', '7', '--start', '2026-07-15T13:00:00Z']);
});
afterAll(() => fake.kill());

/** A client, and the owner's hand on its configuration. */
async function edited(kind: (typeof clientKinds)[number], rules: string) {
  const file = configFor(fake, rules);
  const addresses = `[mt5]\ncommand = "${fake.command}"\nevents = "${fake.events}"\n`;
  const client = await connectAny(kind, ['--config', file]);
  await client.call('ping');
  return { client, save: (text: string) => writeFileSync(file, `${addresses}${text}`) };
}

const refused = async (client: AnyClient, code: string) => (await client.call('place_order', order)).data.code === code;

test('an edited denylist holds at once, and a broken edit changes nothing', async () => {
  const { client, save } = await edited('sdk 2 modern', '[policy]\npreset = "open"\n');
  expect((await client.call('place_order', order)).data).toMatchObject({ status: 'done' });
  save('[policy]\npreset = "open"\n[symbols]\ndenylist = ["EURUSD"]\n');
  await until(() => refused(client, 'SYMBOL_DENIED'), 'the denylist');
  save('[policy]\npreset = "open"\n[symbols]\ndenylist = [\n');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await refused(client, 'SYMBOL_DENIED')).toBe(true);
  expect((await client.call('get_policy')).data).toMatchObject({ symbols: { denylist: ['EURUSD'] } });
  expect((await client.call('close_all')).data).toMatchObject({ success: true });
  await client.close();
});

test.each(clientKinds)('%s: write tools come and go with the preset, and the client is told', async (kind) => {
  const { client, save } = await edited(kind, '[policy]\npreset = "watch"\n');
  let changes = 0;
  await client.toolsChanged(() => {
    changes++;
  });
  const watching = await client.tools();
  for (const name of WRITES) expect(watching).not.toContain(name);
  expect(watching).toEqual(expect.arrayContaining(['get_policy', 'get_audit', 'get_quote']));

  save('[policy]\npreset = "guarded"\n');
  await until(() => changes === 1, 'a notice that the tools changed');
  expect(await client.tools()).toEqual(expect.arrayContaining(WRITES));
  save('[policy]\npreset = "guarded"\nmax_lots_per_trade = 0.5\n');
  save('[policy]\npreset = "watch"\n');
  await until(() => changes === 2, 'a second notice');
  expect(await client.tools()).toEqual(watching);
  await client.close();
});

test('--read-only wins over the preset', async () => {
  const client = await connectAny('sdk 2 legacy', [
    '--config',
    configFor(fake, '[policy]\npreset = "open"\n'),
    '--read-only',
  ]);
  for (const name of WRITES) expect(await client.tools()).not.toContain(name);
  expect((await client.call('get_policy')).data).toMatchObject({ read_only: true });
  await client.close();
});
