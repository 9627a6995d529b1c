import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, DEFAULT_CONFIG, loadConfig } from './index.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mt5-bridge-config-'));
  file = path.join(folder, 'config.toml');
});
afterEach(() => rm(folder, { recursive: true }));

const load = () => loadConfig({ file, namedBy: 'default' }, {});

async function refusal(): Promise<ConfigError> {
  const error = await load().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ConfigError) return error;
  throw new Error(`Expected a ConfigError, got ${String(error)}.`);
}

describe('loadConfig', () => {
  it('works without a file', async () => {
    expect(await load()).toMatchObject({ config: DEFAULT_CONFIG, exists: false });
  });

  it.each(['--config', 'MT5_BRIDGE_CONFIG'] as const)('refuses a missing file that %s names', async (namedBy) => {
    const error = { code: 'CONFIG_UNREADABLE', file, what_to_do: expect.stringContaining('config init') };
    await expect(loadConfig({ file, namedBy }, {})).rejects.toMatchObject(error);
    await expect(loadConfig({ file, namedBy }, {})).rejects.toThrow(`${namedBy} names it`);
  });

  it('reads a file, with the environment on top', async () => {
    await writeFile(file, '[mt5]\nlogin = 42\n');
    const loaded = await loadConfig({ file, namedBy: '--config' }, { MT5_BRIDGE_LOG_LEVEL: 'INFO' });
    expect(loaded).toMatchObject({ exists: true, config: { mt5: { login: 42 }, logging: { level: 'info' } } });
  });

  it('tolerates a byte order mark and Windows line ends, and still counts lines and columns rightly', async () => {
    await writeFile(file, '\uFEFF[mt5]\r\nlogin = 42\r\n');
    expect((await load()).config.mt5.login).toBe(42);
    await writeFile(file, '\uFEFFlogin = 1\r\n[mt5]\r\nlogon = 42\r\n');
    expect((await refusal()).problems).toMatchObject([
      { line: 1, column: 1 },
      { line: 3, column: 1 },
    ]);
  });

  it('reads limits as an editor of Windows saves them', async () => {
    await writeFile(
      file,
      '\uFEFF[policy]\r\nmax_daily_loss = "250.50"\r\ntrading_hours = [\r\n"Mon-Fri 08:00-20:00"\r\n]\r\n',
    );
    expect((await load()).config.policy).toMatchObject({
      max_daily_loss: 250.5,
      trading_hours: ['Mon-Fri 08:00-20:00'],
    });
    await writeFile(file, '\uFEFF[policy]\r\ntrading_hours = [\r\n"Mon-Fri"\r\n]\r\n');
    expect(await refusal()).toMatchObject({ key: 'policy.trading_hours', line: 3, column: 1 });
  });

  it('takes an empty file for no wishes at all', async () => {
    await writeFile(file, '');
    expect(await load()).toMatchObject({ config: DEFAULT_CONFIG, exists: true });
  });

  it('names the line that is not UTF-8', async () => {
    await writeFile(file, Buffer.from('# caf\xe9\n', 'latin1'));
    expect(await refusal()).toMatchObject({ code: 'CONFIG_UNREADABLE', line: 1 });
    await writeFile(file, Buffer.concat([Buffer.from('# café\n\n'), Buffer.from([0x23, 0xc3])]));
    const error = await refusal();
    expect(error).toMatchObject({ code: 'CONFIG_UNREADABLE', line: 3, what_to_do: expect.stringContaining('UTF-8') });
  });

  it('recognises UTF-16', async () => {
    await writeFile(file, '\uFEFF[mt5]\n', 'utf16le');
    expect((await refusal()).message).toContain('UTF-16');
  });

  it('refuses a directory', async () => {
    await mkdir(file);
    expect((await refusal()).message).toContain('It is a directory.');
  });

  it.skipIf(process.platform === 'win32')('refuses a device without opening it', async () => {
    await symlink('/dev/zero', file);
    expect((await refusal()).message).toContain('not a regular file');
  });

  it('refuses a file of 10 MB without parsing it', async () => {
    await writeFile(file, '#'.repeat(10 * 1024 * 1024));
    const error = await refusal();
    expect(error).toMatchObject({ code: 'CONFIG_UNREADABLE' });
    expect(error.message).toContain('10.0 MB');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says when permission is missing', async () => {
    await writeFile(file, '');
    await chmod(file, 0);
    expect((await refusal()).message).toContain('EACCES');
  });

  it.skipIf(process.platform === 'win32')("passes on the system's reason otherwise", async () => {
    await symlink(file, file);
    expect(await refusal()).toMatchObject({ code: 'CONFIG_UNREADABLE', message: expect.stringContaining('ELOOP') });
  });
});
