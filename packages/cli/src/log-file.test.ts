import { execFileSync } from 'node:child_process';
import fs, { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';
import { emptyHome, file, nobody, run, start } from './testing/command.ts';

const newFile = () => join(emptyHome(), 'serve.log');
const read = (path: string) => readFileSync(path, 'utf8');

it('goes on where it ended, and at its full size in a new file; one before it is kept', () => {
  const path = newFile();
  writeFileSync(path, 'before\n');
  const log = openLogFile(path, 20);
  log.write('second\n');
  expect(read(path)).toBe('before\nsecond\n');
  log.write('third line\n');
  expect([read(`${path}.1`), read(path)]).toEqual(['before\nsecond\n', 'third line\n']);
  log.write('fourth line\n');
  expect([read(`${path}.1`), read(path)]).toEqual(['third line\n', 'fourth line\n']);
});

it('keeps a line whole that is larger than a file may be', () => {
  const path = newFile();
  openLogFile(path, 4).write('all of this\n');
  expect(read(path)).toBe('all of this\n');
});

it('never writes to what another part of the server has opened, whatever becomes of its folder', () => {
  const path = join(emptyHome(), 'logs', 'serve.log');
  fs.mkdirSync(dirname(path));
  const log = openLogFile(path, 20);
  log.write('as much as there may be\n');
  fs.rmSync(dirname(path), { recursive: true });
  log.write('lost\n');
  const other = join(emptyHome(), 'ledger');
  const descriptor = fs.openSync(other, 'w');
  log.write('lost, too\n');
  fs.writeSync(descriptor, 'of the ledger');
  fs.closeSync(descriptor);
  expect(read(other)).toBe('of the ledger');
  fs.mkdirSync(dirname(path));
  log.write('back\n');
  expect(read(path)).toBe('back\n');
});

it.skipIf(process.platform === 'win32')('goes on in a new file when somebody deletes it', () => {
  const path = newFile();
  const log = openLogFile(path);
  log.write('first\n');
  fs.rmSync(path);
  log.write('second\n');
  expect(read(path)).toBe('second\n');
});

it.skipIf(process.platform === 'win32')('is a regular file, or a link to one', () => {
  const [folder, pipe, link] = [emptyHome(), newFile(), newFile()];
  execFileSync('mkfifo', [pipe]);
  fs.symlinkSync(newFile(), link);
  for (const path of [folder, pipe, '/dev/null']) {
    expect(() => openLogFile(path)).toThrow(expect.objectContaining({ code: 'FILE_UNWRITABLE' }));
  }
  openLogFile(link).write('through it\n');
  expect(read(link)).toBe('through it\n');
});

it('says which log can not be written', async () => {
  const path = join(emptyHome(), 'no such folder', 'serve.log');
  const { code, stderr } = await run(['serve', '--mode', 'fake', '--log-file', path]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`FILE_UNWRITABLE: The log ${path}`) });
});

it('takes the words for people, the log and what a server ends on; stderr stays empty', async () => {
  const path = newFile();
  const config = file('config.toml', '[transport.http]\nport = 0\n');
  const place = ['--mode', 'fake', '--config', config, '--data-dir', emptyHome(), '--log-file', path];
  const { child, ended } = start(['serve', '--transport', 'http', ...place]);
  await expect.poll(() => read(path), { timeout: 60_000 }).toContain('dashboard: http://localhost:');
  writeFileSync(config, '[transport.http]\nport = "soon"\n');
  await expect.poll(() => read(path), { timeout: 60_000 }).toContain('"code":"CONFIG_INVALID_VALUE"');
  child.kill();
  expect(await ended).toMatchObject({ stdout: '', stderr: '' });

  const broken = await run(['serve', '--config', nobody('nonsense = 1\n'), '--log-file', path]);
  expect(broken).toEqual({ code: 3, stdout: '', stderr: '' });
  expect(read(path)).toContain('CONFIG_UNKNOWN_KEY');
});
