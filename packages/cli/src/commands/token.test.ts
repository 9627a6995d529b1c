import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, nobody, run } from '../testing/command.ts';

const TOKEN = /^mt5b_[\w-]{43}\n$/;

/** A data directory of its own. */
function place(config = nobody()) {
  const dataDir = join(emptyHome(), 'new');
  return {
    file: join(dataDir, 'tokens.json'),
    token: (...words: string[]) => run(['token', ...words, '--config', config, '--data-dir', dataDir]),
    audit: () =>
      run(['audit', 'query', '--event', 'access', '-o', 'ndjson', '--config', config, '--data-dir', dataDir]),
  };
}

describe('token', () => {
  it('prints the first one, made with it, and nothing else on stdout', async () => {
    const { token, file } = place();
    const { code, stdout, stderr } = await token();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(TOKEN);
    const again = await Promise.all([['default'], ['show'], ['show', 'default']].map((words) => token(...words)));
    expect(again.map((answer) => answer.stdout)).toEqual([stdout, stdout, stdout]);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('makes more, each with its rights, and lists them without the tokens', async () => {
    const config = nobody('[profiles.scalping]\nmagic = 77\n[transport.http]\nauth_token = "0123456789"\n');
    const { token } = place(config);
    const made = await token('create', 'scalper', '--scopes', 'read, trade', '--profile', 'scalping');
    expect({ code: made.code, stdout: made.stdout }).toEqual({ code: 0, stdout: expect.stringMatching(TOKEN) });
    await token('create', 'viewer');
    expect((await token('show', 'scalper')).stdout).toBe(made.stdout);
    const { stdout, stderr } = await token('list');
    expect(JSON.parse(stdout).tokens).toMatchObject([
      { name: 'scalper', scopes: ['read', 'trade'], profile: 'scalping', created_at: expect.stringMatching(/Z$/) },
      { name: 'viewer', scopes: ['read'], profile: null },
    ]);
    expect(stdout).not.toContain(made.stdout.trim());
    expect(stderr).toContain('auth_token');
    expect(stderr).not.toContain('0123456789');
  });

  it('lets nobody in with a removed one', async () => {
    const { token } = place();
    await token('create', 'scalper');
    expect((await token('remove', 'scalper')).code).toBe(0);
    const { code, stdout, stderr } = await token('show', 'scalper');
    expect({ code, stdout }).toEqual({ code: exitCodes.usage.number, stdout: '' });
    expect(stderr).toContain('TOKEN_NOT_FOUND');
    expect((await token('remove', 'scalper')).stderr).toContain('TOKEN_NOT_FOUND');
  });

  it.each([
    ['a name twice', ['create', 'default'], 'TOKEN_EXISTS', 'usage'],
    ['no name', ['create', 'a b'], 'INVALID_PARAMS', 'usage'],
    ['no scope', ['create', 'x', '--scopes', 'root'], 'USAGE', 'usage'],
    ['no profile', ['create', 'x', '--profile', 'nope'], 'PROFILE_NOT_FOUND', 'configuration'],
  ] as const)('refuses %s', async (_what, words, problem, exit) => {
    const { token } = place();
    await token();
    const { code, stdout, stderr } = await token(...words);
    expect({ code, stdout }).toEqual({ code: exitCodes[exit].number, stdout: '' });
    expect(stderr).toContain(problem);
  });

  it.skipIf(process.platform === 'win32')('takes nothing from a file that others may read', async () => {
    const { token, file } = place();
    const { stdout } = await token();
    chmodSync(file, 0o644);
    expect((await token()).stderr).toContain('TOKENS_UNUSABLE');
    chmodSync(file, 0o600);
    expect((await token()).stdout).toBe(stdout);
  });

  it('takes nothing from a file that is damaged, and shows nothing of it', async () => {
    const { token, file } = place();
    await token();
    writeFileSync(file, '{"tokens":[{"token":"hunter2"}]}');
    const uses = [[], ['list'], ['create', 'x'], ['remove', 'default']];
    for (const { code, stderr } of await Promise.all(uses.map((words) => token(...words)))) {
      expect(code).toBe(exitCodes.configuration.number);
      expect(stderr).toContain('TOKENS_UNUSABLE');
      expect(stderr).not.toContain('hunter2');
    }
    expect(readFileSync(file, 'utf8')).toContain('hunter2');
  });

  it('loses none of those that several processes make at once', async () => {
    const { token } = place();
    const names = ['a', 'b', 'c', 'd'];
    const codes = (await Promise.all(names.map((name) => token('create', name)))).map(({ code }) => code);
    expect(codes).toEqual([0, 0, 0, 0]);
    const { tokens } = JSON.parse((await token('list')).stdout) as { tokens: { name: string }[] };
    expect(tokens.map(({ name }) => name).sort()).toEqual(names);
  });

  it('leaves its story in the audit log, without a token', async () => {
    const { token, audit } = place();
    const { stdout: made } = await token();
    await token('remove', 'default');
    const { stdout } = await audit();
    const told = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { data: { what: string } }).data.what);
    expect(told).toEqual(['token_removed', 'token_created']);
    expect(stdout).not.toContain(made.trim());
  });
});
