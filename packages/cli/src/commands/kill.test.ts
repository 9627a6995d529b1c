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
