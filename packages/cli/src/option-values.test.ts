import { expect, it } from 'vitest';
import { parseCount, parseJsonObject, parseScopes, parseSeed, parseSpeed } from './option-values.ts';
import { wordsOf } from './terminal-options.ts';

it.each([
  [parseSpeed, 'max', 'max'],
  [parseSpeed, '0.5', 0.5],
  [parseSpeed, '600', 600],
  [parseSeed, '0', 0],
  [parseSeed, '4294967295', 4_294_967_295],
  [parseCount, '10', 10],
  [parseJsonObject, '{"a":[1]}', { a: [1] }],
  [parseScopes, 'read', ['read']],
  [parseScopes, 'read, trade', ['read', 'trade']],
])('%o takes %s', (parse, text, value) => {
  expect(parse(text)).toEqual(value);
});

it.each([
  ...['', 'fast', '-1', '0', 'NaN', 'Infinity', '1e9'].map((text) => [parseSpeed, text] as const),
  ...['', '-1', '1.5', '4294967296', '99999999999'].map((text) => [parseSeed, text] as const),
  ...['', '0', '-1', '1.5', '01'].map((text) => [parseCount, text] as const),
  ...['', '1', 'null', '[]', '{'].map((text) => [parseJsonObject, text] as const),
  ...['', 'root', 'read,', 'READ'].map((text) => [parseScopes, text] as const),
])('%o refuses "%s"', (parse, text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'commander.invalidArgument' }));
});

it('options become the words that they came from', () => {
  const options = { mode: 'fake', replay: ['a b.csv', 'c.csv'], speed: 'max', seed: 3, config: undefined };
  expect(wordsOf(options)).toEqual(['--mode', 'fake', '--replay', 'a b.csv', 'c.csv', '--speed', 'max', '--seed', '3']);
});
