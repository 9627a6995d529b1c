import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, nobody, run } from '../testing/command.ts';

const PUBLIC = '[transport.http]\npublic_url = "https://bridge.example.com"\n';
const ON = '[tradingview]\nenabled = true\n';

/** A data directory of its own. */
function place(config = nobody(PUBLIC + ON)) {
  const dataDir = join(emptyHome(), 'new');
  const where = ['--config', config, '--data-dir', dataDir];
  return {
    dataDir,
    alerts: (...words: string[]) => run(['alerts', ...words, ...where]),
    audit: () => run(['audit', 'query', '--event', 'access', '-o', 'ndjson', ...where]),
  };
}

describe('alerts url', () => {
  it('prints the address, made with its secret, and nothing else where nothing is in the way', async () => {
    const { alerts, dataDir } = place();
    const { code, stdout, stderr } = await alerts('url');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^https:\/\/bridge\.example\.com\/hooks\/tradingview\/[\w-]{32}\n$/);
    expect((await alerts('url')).stdout).toBe(stdout);
    if (process.platform !== 'win32') expect(statSync(join(dataDir, 'hook.json')).mode & 0o077).toBe(0);
  });

  it.each([
    ['it is switched off', PUBLIC, 'enabled = true'],
    ['nobody outside gets there', ON, 'public_url'],
    ['TradingView does not use the port', `[transport.http]\npublic_url = "https://b.example.com:8443"\n${ON}`, '443'],
    ['everybody can read it', `[transport.http]\npublic_url = "http://b.example.com"\n${ON}`, 'HTTPS'],
    ['it has no IPv4', `[transport.http]\npublic_url = "https://[2001:db8::1]"\n${ON}`, 'IPv6'],
  ])('says when %s', async (_, config, said) => {
    const { code, stdout, stderr } = await place(nobody(config)).alerts('url');
    expect(code).toBe(0);
    expect(stdout).toContain('/hooks/tradingview/');
    expect(stderr).toContain(said);
  });

  it('of a file that is damaged is none, until there is a new one', async () => {
    const { alerts, dataDir } = place();
    await alerts('url');
    writeFileSync(join(dataDir, 'hook.json'), '{"secret":"hunter2"}');
    const { code, stdout, stderr } = await alerts('url');
    expect({ code, stdout }).toEqual({ code: exitCodes.configuration.number, stdout: '' });
    expect(stderr).toContain('HOOK_UNUSABLE');
    expect(stderr).not.toContain('hunter2');
    expect((await alerts('rotate')).stdout).toBe((await alerts('url')).stdout);
  });
});

describe('alerts rotate', () => {
  it('makes another address, says what follows, and leaves a record without either', async () => {
    const { alerts, audit } = place();
    const before = (await alerts('url')).stdout;
    const { code, stdout, stderr } = await alerts('rotate');
    expect(code).toBe(0);
    expect(stdout).not.toBe(before);
    expect(stderr).toContain('404');
    expect((await alerts('url')).stdout).toBe(stdout);
    const records = (await audit()).stdout;
    expect(records).toContain('hook_secret_rotated');
    for (const url of [before, stdout]) expect(records).not.toContain(url.trim().split('/').at(-1));
  });

  it('of several processes at once is one address', async () => {
    const { alerts } = place();
    const urls = await Promise.all([alerts('url'), alerts('url'), alerts('url')]);
    expect(new Set(urls.map(({ stdout }) => stdout)).size).toBe(1);
  });
});

describe('alerts template', () => {
  it('is JSON in which every placeholder is quoted', async () => {
    for (const words of [[], ['--strategy'], ['--indicator']]) {
      const { code, stdout } = await run(['alerts', 'template', ...words]);
      expect(code).toBe(0);
      const message = JSON.parse(stdout) as Record<string, string>;
      expect(message).toMatchObject({ ticker: '{{ticker}}', timenow: '{{timenow}}' });
      for (const value of Object.values(message)) expect(value).toMatch(/^(?:\{\{[\w.]+\}\})?$/);
      expect('order_id' in message).toBe(words[0] !== '--indicator');
    }
  });

  it('can be lines of text', async () => {
    const { stdout } = await run(['alerts', 'template', '--text']);
    expect(stdout).toContain('action={{strategy.order.action}}\n');
    expect((await run(['alerts', 'template', '--strategy', '--indicator'])).code).toBe(exitCodes.usage.number);
  });
});

describe('alerts list', () => {
  it('of none is an empty list', async () => {
    const { alerts } = place();
    const { code, stdout } = await alerts('list');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ alerts: [] });
    expect((await alerts('list', '-o', 'table')).stdout).toBe('No alerts.\n');
    expect((await alerts('list', '--state', 'gone')).code).toBe(exitCodes.usage.number);
  });
});

test('an alert that is not there can not be resolved', async () => {
  const { code, stderr } = await place().alerts('resolve', 'NOPE', 'done');
  expect(code).toBe(exitCodes.usage.number);
  expect(stderr).toContain('ALERT_NOT_FOUND');
});
