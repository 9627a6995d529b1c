import { Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { TestDirectory } from '../testing/test-ledger.ts';
import { NOW } from '../testing/test-reads.ts';
import type { AccessEvent } from './api.ts';
import { createAccessLog } from './index.ts';

let clock: ManualClock;
let directory: TestDirectory;
let said: string[];

beforeEach(() => {
  clock = new ManualClock(NOW);
  directory = new TestDirectory(clock);
  said = [];
});
afterEach(() => directory.remove());

const log = (_level: string, message: string) => said.push(message);
const accessLog = () => createAccessLog({ ledger: directory.ledger(), clock, log });
const refused = (address: string, more: object = {}): AccessEvent => ({
  what: 'token_refused',
  actor: { kind: 'agent', name: 'http' },
  data: { address, ...more },
});
const told = async () => (await directory.accessRecords()).map(({ data }) => data);

describe('what befalls a door', () => {
  test('is told at once, with who it was', async () => {
    accessLog().note({ ...refused('10.0.0.1'), actor: { kind: 'agent', name: 'claude' } });
    expect(await directory.accessRecords()).toMatchObject([
      { event: 'access', actor: { name: 'claude' }, data: { what: 'token_refused', address: '10.0.0.1' } },
    ]);
  });

  test('is told once a minute with a count when it goes on, and anew when it was quiet', async () => {
    const { note } = accessLog();
    for (let i = 0; i < 100; i++) note(refused('10.0.0.1'));
    const first = { what: 'token_refused', address: '10.0.0.1' };
    expect(await told()).toEqual([first]);
    await clock.advance(60_000);
    const rest = { ...first, count: 99, first_at: new Date(NOW).toISOString() };
    expect(await told()).toEqual([first, rest]);
    await clock.advance(60_000);
    note(refused('10.0.0.1'));
    expect(await told()).toEqual([first, rest, first]);
  });

  test('is told apart as long as there are few different ones', async () => {
    const { note } = accessLog();
    for (let i = 0; i < 100; i++) note(refused('10.0.0.1', { path: `/${i % 3}` }));
    expect(await told()).toMatchObject([{ path: '/0' }, { path: '/1' }, { path: '/2' }]);
    for (let i = 0; i < 1_000; i++) note(refused('10.0.0.1', { path: `/varied/${i}` }));
    const before = await told();
    expect(before.length).toBeLessThan(10);
    await clock.advance(60_000);
    const rest = (await told()).slice(before.length);
    expect(rest.map(({ count }) => count).sort()).toEqual([1_100 - before.length - 97, 32, 32, 33].sort());
  });

  test('is gathered by place, token and kind', async () => {
    const { note } = accessLog();
    note(refused('10.0.0.1'));
    note(refused('10.0.0.2'));
    note({ ...refused('10.0.0.1'), what: 'origin_refused' });
    note({ ...refused('10.0.0.1'), actor: { kind: 'agent', name: 'a', token: 'scalper' } });
    expect(await told()).toHaveLength(4);
  });

  test('from addresses without end fills neither the disk nor the memory', async () => {
    const { note } = accessLog();
    for (let i = 0; i < 5_000; i++) note(refused(`2001:db8::${i.toString(16)}`));
    const before = await told();
    expect(before.length).toBeLessThan(300);
    expect(before.at(-1)).toEqual({ what: 'token_refused', address: null });
    await clock.advance(60_000);
    const after = await told();
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toMatchObject({ address: null, count: 5_000 - before.length });
  });

  test('is told at the end of the process, too', async () => {
    const access = accessLog();
    access.note(refused('10.0.0.1'));
    access.note(refused('10.0.0.1'));
    access.close();
    expect(await told()).toMatchObject([{}, { count: 1 }]);
  });

  test('that cannot be written is said in the log of the program', () => {
    const broken = {
      write: () => {
        throw new Mt5Error('AUDIT_UNAVAILABLE');
      },
    };
    createAccessLog({ ledger: broken, clock, log }).note(refused('10.0.0.1'));
    expect(said).toEqual([expect.stringContaining('token_refused')]);
  });
});
