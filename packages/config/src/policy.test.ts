import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, DEFAULT_CONFIG, PRESET_NAMES, PRESETS, parseConfig, policyOf } from './index.ts';

const policy = (text: string) => policyOf(parseConfig(text, 'config.toml').config);

describe('policyOf', () => {
  it('is guarded without a file', () => {
    expect(policyOf(DEFAULT_CONFIG)).toEqual({
      ...PRESETS.guarded,
      preset: 'guarded',
      trading_hours_timezone: 'UTC',
      approval_ttl_seconds: 300,
    });
  });

  it.each(PRESET_NAMES)('takes what the file does not set from %s', (preset) => {
    const text = `[policy]\npreset = "${preset}"\nmax_orders_per_day = 3\n`;
    expect(policy(text)).toMatchObject({ ...PRESETS[preset], max_orders_per_day: 3, preset });
  });

  it('keeps what the file sets to off, whatever the preset says', () => {
    const off = policy(
      '[policy]\nmax_daily_loss = 0\nrequire_stop_loss = false\nauto_approve_notional = "0"\ntrading_hours = []\n',
    );
    expect(off).toMatchObject({
      max_daily_loss: 0,
      require_stop_loss: false,
      auto_approve_notional: 0,
      trading_hours: [],
      max_total_notional: PRESETS.guarded.max_total_notional,
    });
  });

  it.each([
    ['1000', 1000],
    ['1000.5', 1000.5],
    ['1_000', 1000],
    ['1e3', 1000],
    ['"1000.50"', 1000.5],
    ['"0"', 0],
  ])('reads the amount %s', (written, amount) => {
    expect(policy(`policy.max_daily_loss = ${written}`).max_daily_loss).toBe(amount);
  });

  it.each([
    ['0', 0n],
    ['12345', 12_345n],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['"9007199254740993"', 9_007_199_254_740_993n],
    ['"18446744073709551615"', 18_446_744_073_709_551_615n],
  ])('reads the magic number %s exactly', (written, magic) => {
    expect(policy(`policy.magic = ${written}`).magic).toBe(magic);
  });

  it.each(['Mon-Fri 08:00-20:00', 'Sun 22:00-Fri 21:00', 'Sat 00:00-24:00', 'fri 22:00-02:00', 'Mon 08:00-Mon 08:00'])(
    'takes the trading hours %j',
    (hours) => {
      expect(policy(`policy.trading_hours = ["${hours}"]`).trading_hours).toEqual([hours]);
    },
  );

  it.each([
    ...['', 'always', 'Mon-Fri', 'Mon-Fri 8:00-20:00', 'Mon-Fri 08:00-25:00', 'Mon-Fri 08:60-20:00', 'Mo 08:00-20:00'],
    ...['Mon 24:00-24:00', 'Mon-Fri 08:00-08:00', 'Mon 08:00-20:00, Tue 08:00-20:00', ' Mon 08:00-20:00'],
  ])('refuses the trading hours %j', (hours) => {
    const error = { code: 'CONFIG_INVALID_VALUE', key: 'policy.trading_hours', line: 4, column: 3 };
    const text = `[policy]\ntrading_hours = [\n  "Mon-Fri 08:00-20:00",\n  "${hours}",\n]`;
    expect(() => policy(text)).toThrow(expect.objectContaining(error));
  });
});

describe('PRESETS', () => {
  it.each(PRESET_NAMES)('%s holds what a file may say', (preset) => {
    const values = Object.entries(PRESETS[preset]).map(([name, value]) => {
      return `${name} = ${JSON.stringify(typeof value === 'bigint' ? String(value) : value)}`;
    });
    expect(policy(`[policy]\npreset = "${preset}"\n${values.join('\n')}\n`)).toMatchObject(PRESETS[preset]);
  });

  it.each(PRESET_NAMES)('%s has a value for each key that says it has', (preset) => {
    const keys = CONFIG_KEYS.filter((key) => key.unset === 'preset').map((key) => key.name);
    expect(Object.keys(PRESETS[preset]).sort()).toEqual(keys.sort());
  });

  it('has no limit of prop-firm wider than that of guarded', () => {
    const { guarded, 'prop-firm': propFirm } = PRESETS;
    for (const [name, value] of Object.entries(propFirm))
      if (typeof value === 'number') expect.soft(value, name).toBeLessThanOrEqual(Number(Reflect.get(guarded, name)));
    expect(propFirm).toMatchObject({ auto_approve_notional: expect.closeTo(0.01), magic_scope: 'own' });
  });
});
