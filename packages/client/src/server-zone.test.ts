import { describe, expect, it } from 'vitest';
import { ServerZone } from './server-zone.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

const winter = Date.parse('2026-01-15T12:00:00Z');
const summer = Date.parse('2026-07-13T12:00:00Z');

function judged(configured: string, ...clocks: [gmt: number, ahead: number][]) {
  const logged: string[] = [];
  const zone = new ServerZone(configured, (level, message) => logged.push(`${level}: ${message}`));
  for (const [gmt, ahead] of clocks) zone.judge({ time_gmt_raw: gmt, time_server_raw: gmt + ahead });
  return { zone, logged, offsetAt: (utc: number) => (zone.toServer(utc) - utc) / HOUR };
}

describe('auto', () => {
  it.each([
    ['winter', winter, 2],
    ['summer', summer, 3],
  ])('recognises the New York close in %s, and applies the other season to its dates', (_, now, hours) => {
    const { offsetAt, logged } = judged('auto', [now, hours * HOUR]);
    expect([offsetAt(winter), offsetAt(summer)]).toEqual([2, 3]);
    expect(logged).toEqual([expect.stringMatching(/^info: .*New York/)]);
  });

  it('recognises UTC', () => {
    const { offsetAt, logged } = judged('auto', [summer, 0]);
    expect([offsetAt(winter), offsetAt(summer)]).toEqual([0, 0]);
    expect(logged).toEqual([expect.stringMatching(/^info: .*UTC/)]);
  });

  it.each([
    ['UTC+2 in New York summer', summer, 2],
    ['UTC+3 in New York winter', winter, 3],
    ['UTC+5:30', winter, 5.5],
    ['UTC-4', summer, -4],
  ])('takes any other offset as it is, with a warning: %s', (_, now, hours) => {
    const { offsetAt, logged } = judged('auto', [now, hours * HOUR]);
    expect([offsetAt(winter), offsetAt(summer)]).toEqual([hours, hours]);
    expect(logged).toEqual([expect.stringMatching(/^warn: /)]);
  });

  it("forgives the clocks' inaccuracy of up to some minutes", () => {
    const { offsetAt } = judged('auto', [summer, 3 * HOUR - 4 * MINUTE], [summer + 1_000, 3 * HOUR + 2 * MINUTE]);
    expect(offsetAt(summer)).toBe(3);
  });

  it('judges anew when the clocks show another offset, and says nothing when they do not', () => {
    const { offsetAt, logged } = judged('auto', [summer, 3 * HOUR], [summer + 1_000, 3 * HOUR], [summer + 2_000, 0]);
    expect(offsetAt(summer)).toBe(0);
    expect(logged).toHaveLength(2);
  });

  it('needs no new judgement when New York changes its clocks and the broker follows', () => {
    const change = Date.parse('2026-03-08T07:00:00Z');
    const { logged } = judged('auto', [change - 1_000, 2 * HOUR], [change, 3 * HOUR]);
    expect(logged).toHaveLength(1);
  });

  it('is UTC until the first judgement', () => {
    expect(judged('auto').offsetAt(summer)).toBe(0);
  });
});

describe('a configured zone', () => {
  it('stays, and warns once when the clocks show another offset', () => {
    const { offsetAt, logged } = judged('Europe/Athens', [winter, 3 * HOUR], [winter + 1_000, 3 * HOUR]);
    expect([offsetAt(winter), offsetAt(summer)]).toEqual([2, 3]);
    expect(logged).toEqual([expect.stringMatching(/^warn: .*\+03:00.*Europe\/Athens/)]);
  });

  it('says nothing when the clocks agree', () => {
    expect(judged('+03:00', [winter, 3 * HOUR]).logged).toEqual([]);
  });
});
