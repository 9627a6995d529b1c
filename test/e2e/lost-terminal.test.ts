import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientKinds, connectTo } from '../support/clients.ts';
import { startFake } from '../support/processes.ts';
import { pause, until } from '../support/wait.ts';

/** Many ticks a second. */
const busy = ['--seed', '7', '--start', '2026-07-15T13:00:00Z', '--speed', '20'];

test.each(clientKinds)('%s: the terminal dies and returns under a subscribed client', async (kind) => {
  const first = await startFake(busy);
  const client = await connectTo(kind, first);
  const quote = () => client.call('get_quote', { symbol: 'EURUSD' });
  let updates = 0;
  const end = await client.subscribe('quotes://EURUSD', () => {
    updates++;
  });
  // Nothing happens to the orders by itself: an update of them can only mean the terminal.
  let told = 0;
  const endOrders = await client.subscribe('orders://current', () => {
    told++;
  });
  await until(() => updates >= 3, 'updates before the crash');
  await pause(300);
  const before = told;

  await first.kill();
  await until(async () => (await quote()).isError, 'reads fail', 15_000);
  expect((await quote()).data).toMatchObject({
    code: 'TERMINAL_NOT_CONNECTED',
    retryable: true,
    what_to_do: expect.stringContaining('doctor'),
  });
  await until(() => told > before, 'the client is told of the loss');
  const lost = told;

  const back = await startFake(busy, first);
  const returned = Date.now();
  const beforeReturn = updates;
  await until(() => updates >= beforeReturn + 3, 'quotes flow again', 5_000);
  expect(Date.now() - returned).toBeLessThan(2_000);
  expect((await quote()).isError).toBe(false);
  await until(() => told > lost, 'the client is told of the return');
  await endOrders();
  await end();
  await client.close();
  await back.kill();
});

test.skipIf(process.platform !== 'linux')(
  'ten crashes leave no descriptor behind (counted in /proc, Linux only)',
  async () => {
    let fake = await startFake(busy);
    const client = await connectTo('sdk 2 modern', fake);
    const works = async () => !(await client.call('get_quote', { symbol: 'EURUSD' })).isError;
    const open = () => readdirSync(`/proc/${client.pid}/fd`).length;
    const crash = async () => {
      await fake.kill();
      await until(async () => !(await works()), 'reads fail', 15_000);
      fake = await startFake(busy, fake);
      await until(works, 'reads work again');
    };
    await until(works, 'the first quote');
    await crash();
    // The ledger is opened once, now or later.
    await client.call('list_approvals', {});
    await pause(300);
    const before = open();
    for (let i = 0; i < 9; i++) await crash();
    await pause(300);
    expect(open()).toBeLessThanOrEqual(before + 2);
    await client.close();
    await fake.kill();
  },
);
