import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { evaluate } from './index.ts';
import { NOW, send, situation } from './testing/situation.ts';

const packages = join(import.meta.dirname, '../..');
const CAST = /\bas\s+(?:\w+\.)?Approved\b|<\s*Approved\s*<[^>]*>\s*>\s*[\w({[]/;

function sources(): string[] {
  return readdirSync(packages).flatMap((name) =>
    readdirSync(join(packages, name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .map((path) => join(packages, name, 'src', path)),
  );
}

it('is made in one place of all packages', () => {
  const makers = sources().filter((path) => CAST.test(readFileSync(path, 'utf8')));
  expect(makers.map((path) => relative(packages, path))).toEqual(['policy/src/approved.ts']);
});

it('is of a copy that nobody can change', () => {
  const command = send();
  const decision = evaluate(command, situation(), NOW);
  if (decision.verdict !== 'approved') throw new Error(decision.verdict);
  expect(decision.command).toEqual(command);
  command.params.volume = 100;
  expect(decision.command.params).toMatchObject({ volume: 0.1 });
  expect(() => Object.assign(decision.command, { params: command.params })).toThrow(TypeError);
  expect(() => Object.assign(decision.command.params, { volume: 100 })).toThrow(TypeError);
});
