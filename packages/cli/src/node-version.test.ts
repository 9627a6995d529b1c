import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isNodeRecent, oldestNode } from './node-version.ts';

it.each([
  ['22.22.0', true],
  ['22.23.3', true],
  ['24.0.0', true],
  ['22.21.1', false],
  ['20.20.2', false],
  ['18.0.0', false],
])('Node %s', (version, recent) => {
  expect(isNodeRecent(version)).toBe(recent);
});

it('is the version that the package asks for', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(engines.node).toBe(`>=${oldestNode}`);
});
