import { describe, expect, it } from 'vitest';
import { configLocation, dataDirectory, dataFiles } from './index.ts';

const linux = { platform: 'linux', home: '/home/ann', env: {} };
const windows = { platform: 'win32', home: 'C:\\Users\\Ann', env: {} };

describe('configLocation', () => {
  it.each([
    [linux, '/home/ann/.config/mt5-bridge/config.toml'],
    [{ ...linux, platform: 'darwin' }, '/home/ann/.config/mt5-bridge/config.toml'],
    [{ ...linux, env: { XDG_CONFIG_HOME: '/etc/ann' } }, '/etc/ann/mt5-bridge/config.toml'],
    [{ ...linux, env: { XDG_CONFIG_HOME: 'relative' } }, '/home/ann/.config/mt5-bridge/config.toml'],
    [{ ...linux, env: { XDG_CONFIG_HOME: '', MT5_BRIDGE_CONFIG: '' } }, '/home/ann/.config/mt5-bridge/config.toml'],
    [windows, 'C:\\Users\\Ann\\AppData\\Roaming\\mt5-bridge\\config.toml'],
    [{ ...windows, env: { APPDATA: 'D:\\Roam' } }, 'D:\\Roam\\mt5-bridge\\config.toml'],
  ])('%j: %s', (surroundings, file) => {
    expect(configLocation(surroundings)).toEqual({ file, namedBy: 'default' });
  });

  it('prefers the option to the environment, and both to the default', () => {
    const surroundings = { ...linux, env: { MT5_BRIDGE_CONFIG: '/srv/bridge.toml' } };
    expect(configLocation(surroundings)).toEqual({ file: '/srv/bridge.toml', namedBy: 'MT5_BRIDGE_CONFIG' });
    expect(configLocation(surroundings, 'mine.toml')).toEqual({ file: 'mine.toml', namedBy: '--config' });
  });

  it('expands a leading ~, which no shell does for the settings of an MCP client', () => {
    expect(configLocation(linux, '~/b.toml').file).toBe('/home/ann/b.toml');
    expect(configLocation(windows, '~\\b.toml').file).toBe('C:\\Users\\Ann\\b.toml');
    expect(configLocation(linux, '~bob/b.toml').file).toBe('~bob/b.toml');
  });
});

describe('dataDirectory', () => {
  it.each([
    [linux, '/home/ann/.local/share/mt5-bridge'],
    [{ ...linux, env: { XDG_DATA_HOME: '/data' } }, '/data/mt5-bridge'],
    [{ ...linux, env: { XDG_DATA_HOME: '/data', MT5_BRIDGE_DATA_DIR: '~/d' } }, '/home/ann/d'],
    [windows, 'C:\\Users\\Ann\\AppData\\Local\\mt5-bridge'],
    [{ ...windows, env: { LOCALAPPDATA: 'D:\\Local' } }, 'D:\\Local\\mt5-bridge'],
  ])('%j: %s', (surroundings, folder) => {
    expect(dataDirectory(surroundings)).toBe(folder);
  });

  it('prefers the option', () => {
    expect(dataDirectory({ ...linux, env: { MT5_BRIDGE_DATA_DIR: '/a' } }, '/b')).toBe('/b');
  });
});

describe('dataFiles', () => {
  it('are in the data directory', () => {
    expect(dataFiles(linux, '/data', '')).toEqual({
      ledger: '/data/ledger.sqlite',
      audit: '/data/audit.jsonl',
      owner: '/data/owner.json',
      curve: '/data/curve.json',
      tokens: '/data/tokens.json',
      hook: '/data/hook.json',
    });
  });

  it.each([
    ['logs/audit.jsonl', '/data/logs/audit.jsonl'],
    ['/var/log/mt5.jsonl', '/var/log/mt5.jsonl'],
    ['~/mt5.jsonl', '/home/ann/mt5.jsonl'],
  ])('keep the audit log where audit.path says: %s', (given, file) => {
    expect(dataFiles(linux, '/data', given).audit).toBe(file);
  });
});
