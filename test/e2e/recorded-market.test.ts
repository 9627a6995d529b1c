import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectAny, connectTo } from '../support/clients.ts';
import { recorded, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';

const file = recorded('ticks/EURUSD_2026-07-13_12h.csv');

/** The file's own rows: time as ISO 8601 UTC, bid, ask. */
function rowsOf(path: string): [string, number, number][] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => {
    const [date = '', time = '', bid, ask] = line.split('\t');
    return [`${date.replaceAll('.', '-')}T${time}Z`, Number(bid), Number(ask)];
  });
}

describe.skipIf(file === undefined)('recorded market (needs the recorded data; set MT5_BRIDGE_TEST_DATA)', () => {
  test('an agent sees the recorded prices, tick for tick', async () => {
    const path = file ?? '';
    const fake = await startFake(['--replay', path, '--speed', '600', '--no-loop']);
    const client = await connectTo('sdk 2 modern', fake);
    const expected = rowsOf(path);
    const ticks = async () => {
      const { data } = await client.call('get_ticks', { symbol: 'EURUSD', count: 5_000 });
      const { columns, rows } = data as { columns: string[]; rows: (number | string)[][] };
      const at = (name: string): number => columns.indexOf(name);
      return rows.map((row) => [
        columns.includes('epoch_ms') ? new Date(row[at('epoch_ms')] as number).toISOString() : row[at('time')],
        row[at('bid')],
        row[at('ask')],
      ]);
    };
    await until(async () => (await ticks()).length === expected.length, 'the whole file replayed');
    expect(await ticks()).toEqual(expected);
    await client.close();
    await fake.kill();
  });
});

test('a replayed symbol has its first recorded quote from the first call on', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'mt5-bridge-test-')), 'EURUSD_made.csv');
  const rows = ['12:00:00.093\t1.14273\t1.14277', '12:30:00.000\t1.15000\t1.15004'];
  const lines = rows.map((row) => `2026.07.13\t${row}\t\t\t6`);
  writeFileSync(path, ['<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>', ...lines, ''].join('\n'));
  const client = await connectAny('sdk 2 modern', ['--mode', 'fake', '--replay', path]);
  expect(await client.call('get_quote', { symbol: 'EURUSD' })).toMatchObject({
    isError: false,
    data: { bid: 1.14273, ask: 1.14277, time_msc: '2026-07-13T12:00:00.093Z' },
  });
  await client.close();
});
