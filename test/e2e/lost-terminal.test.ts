import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientKinds, connectTo } from '../support/clients.ts';
import { startFake } from '../support/processes.ts';
import { pause, until } from '../support/wait.ts';

test.each(clientKinds)(
  '%s: the terminal dies and returns under a subscribed client',
  async (kind) => {
    const first = await startFake(['--seed', '7', '--speed', '20']);
    const client = await connectTo(kind, first);
    const quote = () => client.call('get_quote', { symbol: 'EURUSD' });
    let updates = 0;
    const end = await client.subscribe('quotes://EURUSD', () => {
      updates++;
    });
    await until(() => updates >= 3, 'updates before the crash');

    await first.kill();
    const beforeLoss = updates;
    await until(async () => (await quote()).isError, 'reads fail', 15_000);
    expect((await quote()).data).toMatchObject({
      code: 'TERMINAL_NOT_CONNECTED',
      retryable: true,
      what_to_do: expect.stringContaining('doctor'),
    });
    await until(() => updates > beforeLoss, 'the client is told');

    const back = await startFake(['--seed', '7', '--speed', '20'], first);
    const returned = Date.now();
    const beforeReturn = updates;
    await until(() => updates >= beforeReturn + 3, 'quotes flow again', 5_000);
    expect(Date.now() - returned).toBeLessThan(2_000);
    expect((await quote()).isError).toBe(false);
    await end();
    await client.close();
    await back.kill();
  },
  60_000,
);

test.skipIf(process.platform !== 'linux')(
  'ten crashes leave no descriptor behind (counted in /proc, Linux only)',
  async () => {
    let fake = await startFake(['--seed', '7', '--speed', '20']);
    const client = await connectTo('sdk 2 modern', fake);
    const works = async () => !(await client.call('get_quote', { symbol: 'EURUSD' })).isError;
    const open = () => readdirSync(`/proc/${client.pid}/fd`).length;
    const crash = async () => {
      await fake.kill();
      await until(async () => !(await works()), 'reads fail', 15_000);
      fake = await startFake(['--seed', '7', '--speed', '20'], fake);
      await until(works, 'reads work again');
    };
    await until(works, 'the first quote');
    await crash();
    await pause(300);
    const before = open();
    for (let i = 0; i < 9; i++) await crash();
    await pause(300);
    expect(open()).toBeLessThanOrEqual(before + 2);
    await client.close();
    await fake.kill();
  },
  120_000,
);
