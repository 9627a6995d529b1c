import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, nobody, run } from '../testing/command.ts';

const PASSPHRASE = 'correct horse battery\n';

/** A data directory of its own; `type` runs a command with this on stdin. */
function owner(config = nobody()) {
  const dataDir = join(emptyHome(), 'new');
  return (typed: string, ...words: string[]) => run([...words, '--config', config, '--data-dir', dataDir], {}, typed);
}

describe('passkey', () => {
  const type = owner(nobody('[transport.http]\npublic_url = "https://bridge.example.com/"\n'));
  beforeAll(() => type(PASSPHRASE, 'passphrase'));

  it('is added by a link that the owner gets', async () => {
    const { code, stdout, stderr } = await type(PASSPHRASE, 'passkey', 'add', 'laptop');
    expect(code).toBe(0);
    const [link = '', secret = ''] = stdout.trimEnd().split('#');
    expect(link).toBe('https://bridge.example.com/enrol');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(stderr).toMatch(/until \d\d:\d\d:\d\d UTC/);
    const audit = await type('', 'audit', 'query', '--event', 'access', '-o', 'ndjson');
    expect(audit.stdout).toContain('"enrolment_offered"');
    expect(audit.stdout).not.toContain(secret);
  });

  it.each([
    ['a guess\n', 'WRONG_PASSPHRASE', 'refused'],
    ['', 'NO_INPUT', 'usage'],
  ] as const)('is added by nobody but the owner: %j', async (typed, problem, exit) => {
    const { code, stdout, stderr } = await type(typed, 'passkey', 'add');
    expect({ code, stdout }).toEqual({ code: exitCodes[exit].number, stdout: '' });
    expect(stderr).toContain(problem);
  });

  it('needs a passphrase to be set', async () => {
    expect((await owner()(PASSPHRASE, 'passkey', 'add')).stderr).toContain('PASSPHRASE_NOT_SET');
  });

  it('has a name that approvals can be signed with', async () => {
    const { code, stderr } = await type(PASSPHRASE, 'passkey', 'add', 'passphrase');
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('INVALID_PARAMS');
  });

  it('is not added where nobody knows the address', async () => {
    const { code, stderr } = await owner(nobody('[transport.http]\nport = 0\n'))(PASSPHRASE, 'passkey', 'add');
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('public_url');
  });

  it('is listed', async () => {
    expect(JSON.parse((await type('', 'passkey', 'list')).stdout)).toEqual({ passkeys: [] });
  });

  it('is removed by the owner alone', async () => {
    expect((await type('a guess\n', 'passkey', 'remove', 'x')).stderr).toContain('WRONG_PASSPHRASE');
    const { code, stderr } = await type(PASSPHRASE, 'passkey', 'remove', 'x');
    expect(code).toBe(exitCodes.usage.number);
    expect(stderr).toContain('PASSKEY_NOT_FOUND');
  });
});
