import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, rename, rm, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConfigEvent, type ConfigHolder, DEFAULT_CONFIG, policyOf, watchConfig } from './index.ts';

let folder: string;
let file: string;
let holder: ConfigHolder | undefined;
let events: ConfigEvent[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mt5-bridge-watch-'));
  file = path.join(folder, 'config.toml');
  events = [];
});
afterEach(async () => {
  await holder?.close();
  holder = undefined;
  await rm(folder, { recursive: true });
});

async function start(clock: Clock = systemClock()): Promise<ConfigHolder> {
  const watching = await watchConfig({ location: { file, namedBy: 'default' }, env: {}, clock });
  watching.subscribe((event) => events.push(event));
  holder = watching;
  return watching;
}

const timeout = (ms: number) => `[mt5]\nrequest_timeout_ms = ${ms}\n`;
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const timeoutInForce = (ms: number) => until(() => expect(holder?.current.mt5.request_timeout_ms).toBe(ms));

async function replace(content: string): Promise<void> {
  await writeFile(`${file}.tmp`, content);
  await rename(`${file}.tmp`, file);
}

describe('watchConfig', () => {
  it('puts a save in force within a second', async () => {
    await writeFile(file, timeout(1000));
    await start();
    const savedAt = Date.now();
    await writeFile(file, timeout(2000));
    await timeoutInForce(2000);
    // The promise is one second; the bound leaves room for a busy machine.
    expect(Date.now() - savedAt).toBeLessThan(3000);
    expect(events).toEqual([
      {
        verdict: { at: expect.any(Number), ok: true },
        config: { ...DEFAULT_CONFIG, mt5: { ...DEFAULT_CONFIG.mt5, request_timeout_ms: 2000 } },
        changed: [{ key: 'mt5.request_timeout_ms', effect: 'at_once', from: 1000, to: 2000 }],
        restart_needed: [],
      },
    ]);
    expect(events[0]?.verdict.at).toBeGreaterThanOrEqual(savedAt);
  });

  it('follows a file that an editor replaces by renaming, each time', async () => {
    await writeFile(file, timeout(1000));
    await start();
    for (const ms of [2000, 3000, 4000]) {
      await replace(timeout(ms));
      await timeoutInForce(ms);
    }
    expect(events).toHaveLength(3);
  });

  it('keeps the last good configuration under a broken edit, and says what is wrong', async () => {
    await writeFile(file, timeout(1000));
    const { current } = await start();
    await writeFile(file, '[mt5]\nrequest_timeout_ms = 1\n');
    await until(() => expect(events).toHaveLength(1));
    expect(events[0]).toMatchObject({ changed: [], restart_needed: [] });
    expect(holder?.current).toBe(current);
    expect(holder?.verdict).toMatchObject({ ok: false, error: { code: 'CONFIG_INVALID_VALUE', file, line: 2 } });

    await writeFile(file, timeout(1000));
    await until(() => expect(events).toHaveLength(2));
    expect(events[1]).toMatchObject({ verdict: { ok: true }, changed: [] });
    expect(holder?.verdict.ok).toBe(true);
  });

  it('puts limits and lists in force, and keeps them under an edit that breaks them', async () => {
    await writeFile(file, '[policy]\nmax_daily_loss = 100\n');
    const { current } = await start();
    await writeFile(
      file,
      '[policy]\nmax_daily_loss = 50\nmagic = 9007199254740993\n[symbols]\ndenylist = ["XAUUSD"]\n',
    );
    await until(() => expect(events).toHaveLength(1));
    expect(events[0]?.changed).toEqual([
      { key: 'policy.max_daily_loss', effect: 'at_once', from: 100, to: 50 },
      { key: 'policy.magic', effect: 'at_once', from: null, to: '9007199254740993' },
      { key: 'symbols.denylist', effect: 'at_once', from: [], to: ['XAUUSD'] },
    ]);
    expect(JSON.parse(JSON.stringify(events[0]?.changed))).toEqual(events[0]?.changed);
    expect(holder?.current).not.toBe(current);

    for (const [index, [broken, line]] of (
      [
        ['[policy]\nmax_daily_loss = "much"\n', 2],
        ['[symbols]\ndenylist = "XAUUSD"\n', 2],
        ['[policy]\n\npreset = "none"\n', 3],
        ['[policy]\nmax_daily_los = 1\n', 2],
        ['[policy\n', 1],
      ] as const
    ).entries()) {
      await writeFile(file, broken);
      await until(() => expect(events).toHaveLength(index + 2));
      expect(holder?.verdict).toMatchObject({ ok: false, error: { file, line } });
      expect(policyOf(events.at(-1)?.config ?? DEFAULT_CONFIG)).toMatchObject({ max_daily_loss: 50 });
      expect(holder?.current.symbols.denylist).toEqual(['XAUUSD']);
    }

    await writeFile(file, '');
    await until(() => expect(holder?.verdict.ok).toBe(true));
    expect(events.at(-1)?.changed).toContainEqual({
      key: 'policy.max_daily_loss',
      effect: 'at_once',
      from: 50,
      to: null,
    });
  });

  it('tells that a secret changed, and not what it is', async () => {
    await writeFile(file, '[transport.http]\nauth_token = "hunter2"\n');
    await start();
    await writeFile(file, '[transport.http]\nauth_token = "hunter3"\n');
    await until(() => expect(events).toHaveLength(1));
    expect(events[0]?.changed).toEqual([
      { key: 'transport.http.auth_token', effect: 'at_once', from: '[redacted]', to: '[redacted]' },
    ]);
  });

  it('tells of the keys of a profile, by its name, when it comes, changes and goes', async () => {
    const profile = (lots: number) => `[profiles.scalper]\nmagic = 7\nmax_lots_per_trade = ${lots}\n`;
    await writeFile(file, '');
    await start();
    for (const [index, text] of [profile(1), profile(2), ''].entries()) {
      await writeFile(file, text);
      await until(() => expect(events).toHaveLength(index + 1));
    }
    const lots = { key: 'profiles.scalper.max_lots_per_trade', effect: 'at_once' };
    expect(events.map(({ changed }) => changed.find(({ key }) => key === lots.key))).toEqual([
      { ...lots, from: null, to: 1 },
      { ...lots, from: 1, to: 2 },
      { ...lots, from: 2, to: null },
    ]);
    expect(events[0]?.changed).toContainEqual({ ...lots, key: 'profiles.scalper.magic', from: null, to: '7' });
  });

  it('keeps it when the file is deleted, and reads it when it is back', async () => {
    await writeFile(file, timeout(1000));
    await start();
    await unlink(file);
    await until(() => expect(holder?.verdict).toMatchObject({ ok: false, error: { code: 'CONFIG_UNREADABLE' } }));
    expect(holder?.current.mt5.request_timeout_ms).toBe(1000);
    await writeFile(file, timeout(2000));
    await timeoutInForce(2000);
    expect(events.map((event) => event.verdict.ok)).toEqual([false, true]);
  });

  it('finds a file that is created after the start, its folders included', async () => {
    file = path.join(folder, 'not', 'there', 'config.toml');
    const { current } = await start();
    expect(current).toEqual(DEFAULT_CONFIG);
    await mkdir(path.dirname(file), { recursive: true });
    await sleep(500);
    expect(events).toEqual([]);
    await writeFile(file, timeout(2000));
    await timeoutInForce(2000);
    await writeFile(file, timeout(3000));
    await timeoutInForce(3000);
    expect(events.map((event) => event.verdict.ok)).toEqual([true, true]);
  });

  it('ends at the last of a burst of saves', async () => {
    await writeFile(file, timeout(1000));
    await start();
    for (let ms = 1001; ms <= 1040; ms++) {
      await (ms % 2 ? writeFile(file, timeout(ms)) : replace(timeout(ms)));
      await sleep(15);
    }
    await timeoutInForce(1040);
    expect(events.length).toBeLessThan(40);
    const inForce = events.map((event) => event.config.mt5.request_timeout_ms);
    expect(inForce).toEqual(inForce.toSorted((one, other) => one - other));
    expect(events.every((event) => event.verdict.ok)).toBe(true);
  });

  it('never takes a file that is still being written', async () => {
    const pending: (() => void)[] = [];
    const setTimer = (_: number, fn: () => void) => {
      pending.push(fn);
      return () => {};
    };
    const clock: Clock = { now: () => 0, setTimer };
    const letSettle = async () => {
      await until(() => expect(pending).toHaveLength(1));
      pending.shift()?.();
    };
    await writeFile(file, timeout(1000));
    await start(clock);
    const handle = await open(file, 'w');
    await handle.write('[mt5]\n');
    await until(() => expect(pending).toHaveLength(1));
    await handle.write('request_timeout_ms = 20');
    await letSettle();
    await until(() => expect(pending).toHaveLength(1));
    await handle.write('00\n');
    await handle.close();
    await letSettle();
    await letSettle();
    await timeoutInForce(2000);
    expect(events).toHaveLength(1);
  });

  it('says nothing about a save that changes nothing', async () => {
    await writeFile(file, timeout(1000));
    await start();
    await utimes(file, 1, 1);
    await sleep(500);
    await writeFile(file, timeout(2000));
    await timeoutInForce(2000);
    expect(events).toHaveLength(1);
  });

  it('tells which keys wait for a restart, until they are back', async () => {
    await writeFile(file, '');
    await start();
    await writeFile(file, '[mt5]\ncommand = "tcp://127.0.0.1:6000"\n[logging]\nlevel = "info"\n');
    await until(() => expect(events).toHaveLength(1));
    expect(events[0]?.changed).toEqual([
      { key: 'mt5.command', effect: 'restart', from: 'tcp://127.0.0.1:5555', to: 'tcp://127.0.0.1:6000' },
      { key: 'logging.level', effect: 'at_once', from: 'warn', to: 'info' },
    ]);
    expect(events[0]?.restart_needed).toEqual(['mt5.command']);
    await writeFile(file, '[mt5]\ncommand = "tcp://127.0.0.1:6000"\n[logging]\nlevel = "debug"\n');
    await until(() => expect(events).toHaveLength(2));
    expect(events[1]?.restart_needed).toEqual(['mt5.command']);
    await writeFile(file, '');
    await until(() => expect(events).toHaveLength(3));
    expect(holder?.restart_needed).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('follows a link in the path that is turned to another folder', async () => {
    const turn = async (version: string, content: string) => {
      await mkdir(path.join(folder, version));
      await writeFile(path.join(folder, version, 'config.toml'), content);
      await symlink(version, path.join(folder, 'next'));
      await rename(path.join(folder, 'next'), path.join(folder, 'data'));
    };
    await turn('one', timeout(1000));
    await symlink(path.join('data', 'config.toml'), file);
    await start();
    await turn('two', timeout(2000));
    await timeoutInForce(2000);
  });

  it.skipIf(process.platform === 'win32')('survives what is no file in its place', async () => {
    await writeFile(file, timeout(1000));
    await start();
    await unlink(file);
    await mkdir(file);
    await until(() =>
      expect(holder?.verdict).toMatchObject({ error: { message: expect.stringContaining('directory') } }),
    );
    await rm(file, { recursive: true });
    await symlink(file, file);
    await until(() => expect(holder?.verdict).toMatchObject({ error: { message: expect.stringContaining('ELOOP') } }));
    await unlink(file);
    await writeFile(file, timeout(2000));
    await timeoutInForce(2000);
  });

  it('tells nobody who left, and nobody after closing', async () => {
    await writeFile(file, timeout(1000));
    const watching = await start();
    const left: ConfigEvent[] = [];
    watching.subscribe((event) => left.push(event))();
    await writeFile(file, timeout(2000));
    await timeoutInForce(2000);
    expect(left).toEqual([]);
    await writeFile(file, timeout(3000));
    await watching.close();
    await sleep(500);
    expect(events).toHaveLength(1);
  });

  it('refuses to start on a broken file', async () => {
    await writeFile(file, '[mt5');
    await expect(start()).rejects.toMatchObject({ code: 'CONFIG_SYNTAX', file, line: 1 });
  });

  it('looks at nothing any more once it is closed, and keeps no process alive while it is open', async () => {
    const script = `
      import { createHook } from 'node:async_hooks';
      import { writeFileSync } from 'node:fs';
      import { systemClock } from '@mt5-bridge/protocol';
      import { watchConfig } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)};
      let looks = 0;
      createHook({ init: (_, type) => { if (type.startsWith('FSREQ')) looks += 1; } }).enable();
      const looksIn = async (ms) => {
        looks = 0;
        await new Promise((resolve) => setTimeout(resolve, ms));
        return looks;
      };
      const file = ${JSON.stringify(file)};
      const open = () => watchConfig({ location: { file, namedBy: 'default' }, env: {}, clock: systemClock() });
      for (let round = 0; round < 30; round++) {
        const holder = await open();
        writeFileSync(file, 'mt5.login = ' + round);
        await holder.close();
      }
      writeFileSync(file, 'broken');
      const { code } = await open().catch((error) => error);
      const closed = await looksIn(700);
      writeFileSync(file, '');
      await open(); // left open: the process ends nevertheless
      console.log(code, closed, await looksIn(700) > 0);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = new Promise((resolve) => child.on('exit', resolve));
    expect(await textOf(child.stdout)).toBe('CONFIG_SYNTAX 0 true\n');
    expect(await exit).toBe(0);
  });
});
