import { parseConfig } from '@mt5-bridge/config';
import { expect, test } from 'vitest';
import { blocks } from './blocks.ts';

/** What stands in fences that is neither a command nor data, and what it is. */
const OTHERS: Readonly<Record<string, string>> = {
  '': 'output, or the form of something',
  text: 'output, or what is typed into a dialog',
  ini: 'a part of a unit of systemd; test/examples looks at the units themselves',
  nginx: 'for another program; test/documents/remote.test.ts tries what it says',
};
const HERE = new Set(['sh', 'powershell', 'toml', 'json']);

test('every block is of a kind that is looked at, or has a reason', () => {
  const kinds = new Set(blocks.map(({ language }) => language));
  expect([...kinds].filter((kind) => !HERE.has(kind) && !Object.hasOwn(OTHERS, kind))).toEqual([]);
  expect(Object.keys(OTHERS).filter((kind) => !kinds.has(kind))).toEqual([]);
});

const of = (language: string) =>
  blocks.filter((block) => block.language === language).map(({ page, text }, i) => [page, i, text] as const);

/** Codex keeps its servers in TOML of its own. */
const ofCodex = /^\[mcp_servers\./m;

test.each(of('toml'))('the TOML of %s is a configuration (block %i)', (_page, _i, text) => {
  if (ofCodex.test(text)) expect(text).toMatch(/^command = |^url = /m);
  else expect(() => parseConfig(text, 'config.toml')).not.toThrow();
});

test.each(of('json'))('the JSON of %s is JSON (block %i)', (_page, _i, text) => {
  expect(() => JSON.parse(text)).not.toThrow();
});
