import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { file, recorded, run, start } from '../testing/command.ts';

const tick = /^ +(\d\d:\d\d:\d\d\.\d{3}) +([\d.]+) +([\d.]+)/;
const ticksIn = (stdout: string) =>
  stdout.split('\n').flatMap((line) => {
    const match = tick.exec(line);
    return match === null ? [] : [match.slice(1, 4)];
  });

describe('demo', () => {
  it('shows account, quote, ticks, bars, hours and an order from proposal to audit log in 80 columns without colour, and ends', async () => {
    const { code, stdout, stderr } = await run(['demo', '--once']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of [
      '[FAKE] account',
      'balance',
      'EURUSD ticking',
      'Quote of EURUSD',
      'M1 bars of EURUSD',
      'Market hours',
      'pending_approval',
      'money at risk',
      'outcome done',
      'approval_granted',
      'the chain is whole',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(ticksIn(stdout).length).toBeGreaterThan(1);
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('keeps the terminal and the dashboard running and says how to reach them, until Ctrl-C, twice at once', async () => {
    const { child, ended, said } = start(['demo', '--speed', '60']);
    const other = start(['demo', '--speed', '60']);
    const config = /--config (\S+)/.exec(await said('Ctrl-C ends it.'))?.[1] ?? '';
    const { code, stdout } = await run(['call', 'get_account_info', '--config', config]);
    expect({ code, environment: JSON.parse(stdout).environment }).toEqual({ code: 0, environment: 'fake' });
    const [, dashboard = '', passphrase = ''] =
      /dashboard at (\S+) and sign in with the passphrase (\S+)/.exec(await said('Ctrl-C ends it.')) ?? [];
    const signIn = () =>
      fetch(`${dashboard}/api/session`, {
        method: 'POST',
        headers: { origin: dashboard, 'content-type': 'application/json', 'x-mt5-bridge': 'dashboard' },
        body: JSON.stringify({ passphrase }),
      });
    expect(await (await signIn()).json()).toMatchObject({ signed_in: true });
    expect(await other.said('Ctrl-C ends it.')).not.toContain(`${dashboard} `);
    for (const one of [child, other.child]) one.kill('SIGINT');
    expect([(await ended).code, (await other.ended).code]).toEqual([0, 0]);
    await expect(signIn()).rejects.toThrow();
    expect((await run(['call', 'ping', '--config', config])).code).toBe(exitCodes.configuration.number);
  });

  it.each([
    ['EURUSD_ticks.csv', 'MARKET_FILE_HEADER'],
    ['_.csv', 'MARKET_FILE_SYMBOL'],
  ])('says what is wrong with the replay file %s', async (name, error) => {
    const { code, stderr } = await run(['demo', '--once', '--replay', file(name, 'no market\n')]);
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain(error);
    expect(stderr).toContain('What to do: ');
  });
});

const recording = recorded('ticks/EURUSD_2026-07-13_12h.csv');
describe.skipIf(recording === undefined)(
  'demo of a recording (needs the recorded data; set MT5_BRIDGE_TEST_DATA)',
  () => {
    const rows = () =>
      readFileSync(recording ?? '', 'utf8')
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split('\t').slice(1, 4));

    it.each([
      ['at its own speed', []],
      ['as fast as it can', ['--speed', 'max']],
    ])('shows the recorded prices, tick for tick, %s', async (_, words) => {
      const { code, stdout } = await run(['demo', '--once', '--replay', recording ?? '', ...words]);
      expect(code).toBe(0);
      const shown = ticksIn(stdout);
      expect(shown.length).toBeGreaterThan(5);
      expect(shown).toEqual(rows().slice(0, shown.length));
      expect(stdout).toContain('exactly those of EURUSD_2026-07-13_12h.csv');
    });
  },
);

const bars = recorded('bars/XAUUSD_H1.csv');
it.skipIf(bars === undefined)(
  'demo of recorded bars is of their symbol and has ticks (needs the recorded data; set MT5_BRIDGE_TEST_DATA)',
  async () => {
    const { code, stdout } = await run(['demo', '--once', '--replay', bars ?? '']);
    expect(code).toBe(0);
    expect(stdout).toContain('XAUUSD ticking');
    expect(stdout).toContain('H1 bars of XAUUSD');
    expect(ticksIn(stdout).length).toBeGreaterThan(1);
  },
);
