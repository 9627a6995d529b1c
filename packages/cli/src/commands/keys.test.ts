import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCurveKey } from '@mt5-bridge/transport-zmq';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, file, nobody, run } from '../testing/command.ts';

interface Shown {
  readonly InpCurveSecretKey?: string;
  readonly InpCurveClientKeys: string;
  readonly terminal_key: string;
}

/** A data directory of its own; `type` runs a command with this on stdin. */
function owner(config = nobody()) {
  const dataDir = join(emptyHome(), 'new');
  const place = ['--config', config, '--data-dir', dataDir];
  return {
    keyFile: join(dataDir, 'curve.json'),
    type: (typed: string, ...words: string[]) => run([...words, ...place], {}, typed),
    async keys(...words: string[]): Promise<Shown> {
      const { code, stdout, stderr } = await run(['keys', ...words, ...place]);
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout) as Shown;
    },
  };
}

/** Encrypted, though nothing listens there. */
const encrypted = () =>
  file('config.toml', '[mt5]\ncommand = "tcp://127.0.0.1:9"\nevents = "tcp://127.0.0.1:10"\ncurve = true\n');

describe('keys', () => {
  it('are made once, for both sides; the secret of the terminal is shown then and kept nowhere', async () => {
    const { keys, keyFile } = owner();
    const made = await keys();
    expect(Object.values(made).every(isCurveKey)).toBe(true);
    const kept = readFileSync(keyFile, 'utf8');
    expect(kept).toContain(JSON.stringify(made.terminal_key));
    expect(kept).not.toContain(JSON.stringify(made.InpCurveSecretKey));
    if (process.platform !== 'win32') expect(statSync(keyFile).mode & 0o077).toBe(0);
    const { InpCurveSecretKey, ...rest } = made;
    expect(await keys()).toEqual(rest);
  });

  it('never show the secret key of this side', async () => {
    const { keyFile, type } = owner();
    const { stdout, stderr } = await type('', 'keys');
    const { secret_key } = JSON.parse(readFileSync(keyFile, 'utf8')) as { secret_key: string };
    expect(isCurveKey(secret_key)).toBe(true);
    expect(`${stdout}${stderr}`).not.toContain(secret_key);
  });

  it('are made anew only on a yes', async () => {
    const { keys, type } = owner();
    const { terminal_key } = await keys();
    const refused = await type('no\n', 'keys', '--new');
    expect(refused.code).toBe(exitCodes.usage.number);
    expect(refused.stderr).toContain('NOT_CONFIRMED');
    expect((await type('', 'keys', '--new')).stderr).toContain('NO_INPUT');
    expect((await keys()).terminal_key).toBe(terminal_key);
    const { code, stdout } = await type('yes\n', 'keys', '--new');
    expect(code).toBe(0);
    const anew = JSON.parse(stdout) as Shown;
    expect(anew.InpCurveSecretKey).toBeDefined();
    expect(anew.terminal_key).not.toBe(terminal_key);
    expect((await keys()).terminal_key).toBe(anew.terminal_key);
  });

  it('of a second client go with the terminal that the first one made keys for', async () => {
    const first = await owner().keys();
    const second = await owner().keys('--terminal-key', first.terminal_key);
    expect(second.terminal_key).toBe(first.terminal_key);
    expect(second.InpCurveClientKeys).not.toBe(first.InpCurveClientKeys);
    expect(second).not.toHaveProperty('InpCurveSecretKey');
    const wrong = await owner().type('', 'keys', '--terminal-key', 'short');
    expect(wrong.code).toBe(exitCodes.usage.number);
  });

  it.each(['', '{}', 'null', '[1]', '{"terminal_key":"x","public_key":"y","secret_key":"hunter2"}'])(
    'that are damaged are not used, and not shown: %s',
    async (content) => {
      const { keys, keyFile, type } = owner(encrypted());
      await keys();
      writeFileSync(keyFile, content);
      for (const words of [['keys'], ['call', 'ping']]) {
        const { code, stderr } = await type('', ...words);
        expect(stderr).toContain('CURVE_KEYS_UNUSABLE');
        expect(stderr).not.toContain('hunter2');
        expect(code).toBe(exitCodes.configuration.number);
      }
    },
  );
});

describe('mt5.curve without keys', () => {
  it('stops what needs a terminal, with the way out', async () => {
    const { type } = owner(encrypted());
    const { code, stderr } = await type('', 'call', 'ping');
    expect(code).toBe(exitCodes.configuration.number);
    expect(stderr).toContain('CURVE_KEYS_UNUSABLE');
    expect(stderr).toContain('mt5-bridge keys');
  });

  it('does not keep anybody from stopping', async () => {
    const { type } = owner(encrypted());
    const { code, stdout } = await type('', 'kill', 'on');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kill_switch: 'on' });
  });

  it('does not concern the simulated terminal', async () => {
    const { type } = owner(encrypted());
    expect((await type('', 'call', 'ping', '--mode', 'fake')).code).toBe(0);
  });
});

describe('doctor', () => {
  const remote = (curve: string) =>
    file('config.toml', `[mt5]\ncommand = "tcp://192.0.2.1:9"\nevents = "tcp://192.0.2.1:10"\n${curve}`);

  it.each([
    ['warns where anybody on the way can read and trade', '', 'warn', 'not encrypted'],
    ['is content where the connection is encrypted', 'curve = true\n', 'ok', '; encrypted'],
  ])('%s', async (_, curve, status, found) => {
    const { keys, type } = owner(remote(curve));
    await keys();
    const { stdout } = await type('', 'doctor', '--json');
    const { checks } = JSON.parse(stdout) as { checks: { check: string }[] };
    expect(checks.find(({ check }) => check === 'ADDRESSES')).toMatchObject({
      status,
      found: expect.stringContaining(found),
    });
  });
});
