import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { posixWord, shellWords } from './shell-words.ts';

describe.skipIf(process.platform === 'win32')('a command to copy', () => {
  it.each([['plain/path'], ['with space'], ['$(touch x)'], ['`id`'], ['a"b'], ["it's"], ['!!'], ['']])(
    'means to a shell just its words: %j',
    (word) => {
      const through = (text: string) => execFileSync('sh', ['-c', `printf %s ${text}`], { encoding: 'utf8' });
      expect(through(shellWords([word]))).toBe(word);
      expect(through(posixWord(word))).toBe(word);
    },
  );
});

it('stays as it is where nothing needs quotes, and takes those of both systems for a space', () => {
  expect(shellWords(['serve', '--config', 'C:\\Users\\A B\\config.toml'])).toBe(
    'serve --config "C:\\Users\\A B\\config.toml"',
  );
});
