import { parseConfig } from '@mt5-bridge/config';
import { describe, expect, it } from 'vitest';
import { changedConfig, newConfig, type WantedKey } from './config-text.ts';

const curve: WantedKey = { key: 'mt5.curve', value: true };
const live: readonly WantedKey[] = [
  { key: 'live.enabled', value: true },
  { key: 'live.login', value: 7 },
];

describe('a configuration with keys set', () => {
  it.each([
    ['', '[mt5]\ncurve = true\n'],
    ['# mine', '# mine\n\n[mt5]\ncurve = true\n'],
    ['[mt5]\nlogin = 1 # mine\n', '[mt5]\ncurve = true\nlogin = 1 # mine\n'],
    ['[mt5]\n  curve   = false   # not yet\n', '[mt5]\n  curve   = true   # not yet\n'],
    ['[policy]\npreset = "open"\n[mt5] # here\r\n', '[policy]\npreset = "open"\n[mt5] # here\r\ncurve = true\r\n'],
    ['[mt5]', '[mt5]\ncurve = true\n'],
    ['[mt5]\r\ncurve = false\r\n[live]', '[mt5]\r\ncurve = true\r\n[live]'],
    ['[mt5.bridge]\nport = 1\n', '[mt5.bridge]\nport = 1\n\n[mt5]\ncurve = true\n'],
    ['[live]\nlogin = 1\n[mt5]\n', '[live]\nlogin = 1\n[mt5]\ncurve = true\n'],
  ])('%j becomes %j', (before, after) => {
    expect(changedConfig(before, [curve])).toBe(after);
  });

  it('is not touched where it has them already', () => {
    const text = 'mt5.curve=true\n';
    expect(changedConfig(text, [curve])).toBe(text);
  });

  it('takes several, each in its section', () => {
    const changed = changedConfig('[mt5]\n', [curve, ...live]) ?? '';
    expect(parseConfig(changed, 'a.toml').config).toMatchObject({
      mt5: { curve: true },
      live: { enabled: true, login: 7 },
    });
  });

  it.each(['mt5 = { login = 1 }\n', 'mt5.login = 1\n', 'mt5.server = """\n[mt5]\n"""\n'])(
    'is left to its owner where it is written like %j',
    (text) => {
      expect(changedConfig(text, [curve])).toBeUndefined();
    },
  );

  it('refuses what is no configuration', () => {
    expect(() => changedConfig('[mt5\n', [curve])).toThrow('Not valid TOML');
  });
});

it('a first configuration says what it is told to, and no more', () => {
  const text = newConfig([{ key: 'policy.preset', value: 'watch' }, curve, ...live]);
  const { config, origins } = parseConfig(text, 'a.toml');
  expect(config).toMatchObject({ policy: { preset: 'watch' }, mt5: { curve: true }, live: { login: 7 } });
  expect([...origins.keys()].sort()).toEqual(['live.enabled', 'live.login', 'mt5.curve', 'policy.preset']);
});
