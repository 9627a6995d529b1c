import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyHome, file, run } from '../testing/command.ts';

describe('config path', () => {
  it('prints where the file would be, and nothing else', async () => {
    const home = emptyHome();
    const { code, stdout, stderr } = await run(['config', 'path'], { XDG_CONFIG_HOME: home, APPDATA: home });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `${join(home, 'mt5-bridge', 'config.toml')}\n`,
      stderr: '',
    });
  });

  it('lets --config win over MT5_BRIDGE_CONFIG', async () => {
    const env = { MT5_BRIDGE_CONFIG: '/tmp/one.toml' };
    expect((await run(['config', 'path'], env)).stdout).toBe('/tmp/one.toml\n');
    expect((await run(['config', 'path', '--config', '/tmp/two.toml'], env)).stdout).toBe('/tmp/two.toml\n');
  });
});

describe('config check', () => {
  it('explains the defaults where there is no file', async () => {
    const { code, stdout } = await run(['config', 'check']);
    expect(code).toBe(0);
    expect(stdout).toContain('the defaults are in force');
  });

  it('explains what a file changes', async () => {
    const { stdout } = await run(['config', 'check', '--config', file('a.toml', '[mt5]\nserver_timezone = "UTC"\n')]);
    expect(stdout).toContain('mt5.server_timezone is "UTC"');
  });

  it('says the policy in sentences: what the file sets, and what the preset does', async () => {
    const path = file(
      'policy.toml',
      '[policy]\nmax_daily_loss = 123.45\nmax_lots_per_trade = 0\n[symbols]\ndenylist = ["BTCUSD"]\n',
    );
    const { code, stdout } = await run(['config', 'check', '--config', path]);
    expect(code).toBe(0);
    const policy = stdout.slice(stdout.indexOf('The policy, on the preset guarded:'));
    expect(policy).toMatch(/^- .*123\.45/m);
    expect(policy).toMatch(/^- .*BTCUSD/m);
    expect(policy).toMatch(/^- .*100,?000/m);
    expect(policy).toMatch(/^- Off: .*max_lots_per_trade/m);
  });

  it('says that the preset watch only reads', async () => {
    const { stdout } = await run(['config', 'check', '--config', file('watch.toml', 'policy.preset = "watch"\n')]);
    expect(stdout).toMatch(/^- Nothing is sent at all/m);
  });

  it('shows no secret', async () => {
    const path = file('secret.toml', '[transport.http]\nauth_token = "hunter2"\n');
    const { code, stdout, stderr } = await run(['config', 'check', '--config', path]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('transport.http.auth_token is set.');
    expect(stdout).not.toContain('hunter2');
  });

  it('names file, line and column of each mistake, and ends with the code of configurations', async () => {
    const path = file('bad.toml', '[mt5]\ncomand = "tcp://127.0.0.1:1"\nrequest_timeout_ms = "soon"\n');
    const { code, stdout, stderr } = await run(['config', 'check', '--config', path]);
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toContain('CONFIG_UNKNOWN_KEY');
    expect(stderr).toContain(`${path}:2:1`);
    expect(stderr).toContain('Did you mean mt5.command?');
    expect(stderr).toContain(`${path}:3:1`);
  });

  it('says that a named file is missing', async () => {
    const { code, stderr } = await run(['config', 'check'], { MT5_BRIDGE_CONFIG: '/nowhere/config.toml' });
    expect(code).toBe(3);
    expect(stderr).toContain('CONFIG_UNREADABLE');
  });
});

describe('config init', () => {
  it('writes a file for its owner alone that check accepts', async () => {
    const path = join(emptyHome(), 'deep', 'config.toml');
    expect((await run(['config', 'init', '--config', path])).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('[mt5]');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await run(['config', 'check', '--config', path])).code).toBe(0);
  });

  it('overwrites nothing unless it is told to', async () => {
    const path = file('config.toml', '# mine\n');
    const refused = await run(['config', 'init', '--config', path]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('CONFIG_EXISTS');
    expect(readFileSync(path, 'utf8')).toBe('# mine\n');
    expect((await run(['config', 'init', '--config', path, '--force'])).code).toBe(0);
    expect(readFileSync(path, 'utf8')).not.toContain('# mine');
  });

  it('says that a place can not be written', async () => {
    const path = join(file('not-a-folder', ''), 'config.toml');
    const { code, stderr } = await run(['config', 'init', '--config', path]);
    expect(code).toBe(3);
    expect(stderr).toContain('CONFIG_UNWRITABLE');
  });
});
