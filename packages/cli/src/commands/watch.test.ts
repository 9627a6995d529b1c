import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { nobody, recorded, run, start } from '../testing/command.ts';

const fake = ['--mode', 'fake', '--speed', '60'];
const linesOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('watch', () => {
  it('prints quotes as they change, each with its account, and ends after the lines asked for', async () => {
    const { code, stdout, stderr } = await run(['watch', 'quotes', 'EURUSD', 'XAUUSD', '--count', '8', ...fake]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const quotes = linesOf(stdout);
    expect(quotes).toHaveLength(8);
    for (const quote of quotes) expect(quote).toMatchObject({ environment: 'fake', server: 'FakeMT5-Demo' });
    expect(new Set(quotes.map(({ symbol }) => symbol))).toEqual(new Set(['EURUSD', 'XAUUSD']));
    const times = quotes.filter(({ symbol }) => symbol === quotes[7].symbol).map(({ time_msc }) => time_msc);
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBe(times.length);
  });

  it.each([
    ['account', 'equity'],
    ['positions', 'positions'],
  ])('prints the %s at once', async (what, key) => {
    const { code, stdout } = await run(['watch', what, '--count', '1', ...fake]);
    expect(code).toBe(0);
    expect(linesOf(stdout)).toEqual([expect.objectContaining({ environment: 'fake', [key]: expect.anything() })]);
  });

  it('ends well on Ctrl-C', async () => {
    const { child, ended, said } = start(['watch', 'quotes', 'EURUSD', ...fake]);
    await said('EURUSD');
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout.endsWith('}\n')).toBe(true);
  });

  it('ends when its reader has gone', async () => {
    const { child, ended, said } = start(['watch', 'quotes', 'EURUSD', ...fake]);
    await said('EURUSD');
    child.stdout?.destroy();
    await once(child, 'exit');
    expect((await ended).code).toBe(0);
  });

  it('refuses a symbol that is not there', async () => {
    const { code, stderr } = await run(['watch', 'quotes', 'EURUSDD', ...fake]);
    expect(code).toBe(exitCodes.refused.number);
    expect(stderr).toContain('SYMBOL_NOT_FOUND');
    expect(stderr).toContain('Close matches: EURUSD');
  });

  it('says that there is no terminal', async () => {
    const { code, stderr } = await run(['watch', 'account', '--config', nobody()]);
    expect(code).toBe(exitCodes.unreachable.number);
    expect(stderr).toContain('TERMINAL_NOT_CONNECTED');
  });
});

const bars = recorded('bars/EURUSD_M1_2026-07-10.csv');
it.skipIf(bars === undefined)(
  'watch follows a recording (needs the recorded data; set MT5_BRIDGE_TEST_DATA)',
  async () => {
    const { code, stdout } = await run(['watch', 'quotes', 'EURUSD', '--count', '2', ...fake, '--replay', bars ?? '']);
    expect(code).toBe(0);
    for (const { time_msc, bid } of linesOf(stdout)) {
      expect(time_msc).toMatch(/^2026-07-10T00:/);
      expect(bid).toBeCloseTo(1.143, 2);
    }
  },
);
