import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { emptyHome, nobody, run } from '../testing/command.ts';

it('kill is pulled by anybody, without a terminal, and released by the owner alone', async () => {
  const place = ['--config', nobody(), '--data-dir', emptyHome()];
  const kill = (words: readonly string[], typed = '') => run(['kill', ...words, ...place, '-o', 'json'], {}, typed);

  expect(JSON.parse((await kill(['status'])).stdout)).toMatchObject({ kill_switch: 'off' });
  const { code, stdout } = await kill(['on', '--reason', 'the cat walked over the keys']);
  expect(code).toBe(0);
  const pulled = { kill_switch: 'on', since: expect.stringMatching(/Z$/), reason: 'the cat walked over the keys' };
  expect(JSON.parse(stdout)).toMatchObject(pulled);

  const unset = await kill(['off'], 'anything\n');
  expect(unset.code).toBe(exitCodes.configuration.number);
  expect(unset.stderr).toContain('PASSPHRASE_NOT_SET');
  await run(['passphrase', ...place], {}, 'correct horse battery\n');
  expect((await kill(['off'], 'guess\n')).stderr).toContain('WRONG_PASSPHRASE');
  expect(JSON.parse((await kill(['status'])).stdout)).toMatchObject(pulled);
  expect(JSON.parse((await kill(['off'], 'correct horse battery\n')).stdout)).toMatchObject({ kill_switch: 'off' });

  const { stdout: records } = await run(['audit', 'query', '--event', 'kill_switch', ...place, '-o', 'ndjson']);
  expect(records.trimEnd().split('\n')).toHaveLength(2);
});

it('kill on and status work while the configuration is broken, and say where the record went', async () => {
  const home = emptyHome();
  const config = join(home, 'config.toml');
  const place = ['--config', config, '--data-dir', home];
  const kill = (what: string) => run(['kill', what, ...place, '-o', 'json'], {}, 'correct horse battery\n');
  const elsewhere = join(home, 'elsewhere.jsonl');
  writeFileSync(config, `[audit]\npath = ${JSON.stringify(elsewhere)}\n`);
  await run(['passphrase', ...place], {}, 'correct horse battery\n');
  const good = readFileSync(config);

  writeFileSync(config, '[audit\n');
  const { code, stdout, stderr } = await kill('on');
  expect({ code, answer: JSON.parse(stdout) }).toMatchObject({ code: 0, answer: { kill_switch: 'on' } });
  expect(stderr).toContain(`${config}:1`);
  expect(stderr).toContain(`records go to ${elsewhere}`);
  expect(readFileSync(elsewhere, 'utf8')).toContain('"kill_switch"');
  expect(JSON.parse((await kill('status')).stdout)).toMatchObject({ kill_switch: 'on' });
  expect((await kill('off')).code).toBe(exitCodes.configuration.number);

  writeFileSync(config, good);
  expect(JSON.parse((await kill('off')).stdout)).toMatchObject({ kill_switch: 'off' });
  expect((await run(['audit', 'verify', ...place])).code).toBe(0);
});

it('the record of a kill switch that is pulled before anything was written goes to the default place', async () => {
  const home = emptyHome();
  const config = join(home, 'config.toml');
  writeFileSync(config, '[audit\n');
  const { code, stderr } = await run(['kill', 'on', '--config', config, '--data-dir', home]);
  expect(code).toBe(0);
  expect(stderr).toContain(`records go to ${join(home, 'audit.jsonl')}`);
  expect(readFileSync(join(home, 'audit.jsonl'), 'utf8')).toContain('"kill_switch"');
});
