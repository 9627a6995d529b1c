import { expect, it } from 'vitest';
import { plainJson, plainText } from './plain-text.ts';

/** Escape, C1's one-byte form of it, right-to-left override, isolate, line separator, an invisible tag letter. */
const odd = 'a\u001b[2J\u009b31m\u202eb\u2066c\u2028d\u{e0041}\r\n';
const marks = /[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/u;

it('text shows each mark that a terminal would obey', () => {
  expect(plainText(odd)).toBe('a\ufffd[2J\ufffd31m\ufffdb\ufffdc\ufffdd\ufffd\ufffd\ufffd');
  expect(plainText('Grüße, 東京')).toBe('Grüße, 東京');
});

it.each([undefined, 2])('JSON (indent %j) holds none of them and says the same', (indent) => {
  const json = plainJson({ [odd]: [odd, 'Grüße, 東京'] }, indent);
  expect(json).not.toMatch(marks);
  expect(JSON.parse(json)).toEqual({ [odd]: [odd, 'Grüße, 東京'] });
});
