import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Arrows, arrows } from '../scripts/arrows.ts';
import { layeringLint } from '../scripts/layering-lint.ts';
import { violations } from './layering/violations.ts';

const root = join(import.meta.dirname, '..');

describe('this repository', () => {
  test('has no import, dependency or cycle that the table of arrows does not allow', () => {
    expect(violations(root, arrows)).toEqual([]);
  });

  test('has the same arrows in its lint rules', () => {
    expect(readFileSync(join(root, 'scripts/layering.biome.json'), 'utf8')).toBe(layeringLint(root, arrows));
    const config = readFileSync(join(root, 'biome.json'), 'utf8');
    expect(JSON.parse(config).extends).toContain('./scripts/layering.biome.json');
    expect(config).not.toContain('noRestrictedImports');
  });
});

/** Two packages, low <- high, and the only user of `socket`; each test plants one fault. */
const table: Arrows = {
  packages: { low: [], high: ['low'], wire: ['low'] },
  exceptions: [],
  bundled: [],
  onlyIn: { socket: 'wire' },
};

const sound: Record<string, string> = {
  'packages/low/src/index.ts': "export * from './part.ts';\n",
  'packages/low/src/part.ts':
    "import type {} from './index.ts';\nimport { join } from 'node:path';\nexport { join };\n",
  'packages/high/src/index.ts': "import { join } from '@mt5-bridge/low';\nexport const twice = join;\n",
  'packages/wire/src/index.ts': "import * as socket from 'socket';\nexport { socket };\n",
  'test/e2e.ts': "import '@mt5-bridge/high';\nimport 'socket';\nimport '../scripts/helper.ts';\n",
  ...manifest('packages/low', [], {}),
  ...manifest('packages/high', ['low']),
  ...manifest('packages/wire', ['low'], { socket: '1.0.0' }),
  ...manifest('test', ['low', 'high', 'wire'], { socket: '1.0.0' }),
};

function manifest(folder: string, uses: readonly string[], others: Record<string, string> = {}) {
  const dependencies = { ...Object.fromEntries(uses.map((name) => [`@mt5-bridge/${name}`, 'workspace:*'])), ...others };
  const name = `@mt5-bridge/${folder.split('/').at(-1)}`;
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, exports: { '.': {}, './extra': {} }, dependencies }),
    [`${folder}/tsconfig.json`]: JSON.stringify({ references: uses.map((path) => ({ path: `../${path}` })) }),
  };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function plant(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-layering-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function found(files: Record<string, string>, changes: Partial<Arrows> = {}): string[] {
  return violations(plant(files), { ...table, ...changes });
}

describe('the check', () => {
  const upward = 'low -> high is not an arrow';

  test('passes a sound tree', () => {
    expect(found({})).toEqual([]);
  });

  test.each([
    ["import { a } from '@mt5-bridge/high';"],
    ["import type { a } from '@mt5-bridge/high';"],
    ["import '@mt5-bridge/high';"],
    ["export * from '@mt5-bridge/high';"],
    ["export { a } from '@mt5-bridge/high/extra';"],
    ["export type { a } from '@mt5-bridge/high';"],
    ["const a = await import('@mt5-bridge/high');"],
    ['const a = await import(`@mt5-bridge/high`);'],
    ["type A = import('@mt5-bridge/high').A;"],
    ["import a = require('@mt5-bridge/high');"],
    ["const a = require('@mt5-bridge/high');"],
    ["const a = import.meta.resolve('@mt5-bridge/high');"],
    ["vi.mock('@mt5-bridge/high');"],
  ])('finds an arrow against the table: %s', (line) => {
    const [first, ...others] = found({ 'packages/low/src/part.ts': `\n${line}\n` });
    expect(first).toMatch(/^packages\/low\/src\/part\.ts:2: /);
    expect(first).toContain(upward);
    expect(others).toEqual([]);
  });

  test('does not take text for code', () => {
    const text = "// import '@mt5-bridge/high';\nexport const a = \"import '@mt5-bridge/high'\";\n";
    expect(found({ 'packages/low/src/part.ts': text })).toEqual([]);
  });

  test.each([
    [
      'packages/low/package.json',
      manifest('packages/low', ['high']),
      'packages/low/package.json: low -> high is not an',
    ],
    ['tsconfig.json', { 'packages/high/tsconfig.json': '{}' }, 'packages/high/tsconfig.json: refers to'],
    [
      'another package',
      { 'packages/new/src/index.ts': '', ...manifest('packages/new', []) },
      'packages/new: not in the',
    ],
  ])('finds a fault in %s', (_, files, sentence) => {
    expect(found(files).join('\n')).toContain(sentence);
  });

  test.each([
    [
      'internals',
      'packages/high/src/index.ts',
      "import '@mt5-bridge/low/dist/part.js';",
      'is no door of low (., ./extra)',
    ],
    ['internals, from test', 'test/e2e.ts', "import '@mt5-bridge/low/dist/part.js';", 'is no door of low (., ./extra)'],
    [
      'a path out',
      'packages/high/src/index.ts',
      "import '../../low/src/part.ts';",
      '../../low/src/part.ts leaves packages/high',
    ],
    ['a path out of test', 'test/e2e.ts', "import '../packages/low/src/part.ts';", 'leaves test'],
    [
      'a path from the root',
      'packages/high/src/index.ts',
      "import '/packages/low/src/part.ts';",
      'leaves packages/high',
    ],
    [
      'the test room',
      'packages/high/src/index.ts',
      "import '@mt5-bridge/test';",
      'is not among the dependencies of high',
    ],
    ['the socket', 'packages/high/src/index.test.ts', "import 'socket/draft';", 'socket may be imported in wire only'],
    [
      'an undeclared dependency',
      'packages/high/src/index.ts',
      "import 'lodash';",
      'lodash is not among the dependencies',
    ],
    ['a computed name', 'packages/high/src/index.ts', 'await import(process.argv[2]);', 'a computed module name'],
  ])('finds an import of %s', (_, file, line, sentence) => {
    expect(found({ [file]: line })).toEqual([expect.stringContaining(sentence)]);
  });

  test.each(['lint/style/noRestrictedImports', 'lint/style', 'lint'])('finds the lint switched off by %s', (rule) => {
    const text = `// biome-ignore ${rule}: no reason\nexport const a = 1;\n`;
    expect(found({ 'packages/low/src/part.ts': text })).toEqual([expect.stringContaining('switches off the lint')]);
  });

  test('lets a room that ships as a bundle build in what only its own build needs', () => {
    const name = '@mt5-bridge/high';
    const files = {
      'packages/high/src/page.tsx': "import { h } from 'view';\nexport const page = <p class={h}>view</p>;\n",
      'packages/high/package.json': JSON.stringify({
        name,
        exports: { '.': {}, './extra': {} },
        dependencies: { '@mt5-bridge/low': 'workspace:*' },
        devDependencies: { view: '1.0.0' },
      }),
    };
    expect(found(files)).toEqual(['packages/high/src/page.tsx:1: view is not among the dependencies of high']);
    expect(found(files, { bundled: ['high'] })).toEqual([]);
    const none = { ...files, ...manifest('packages/high', ['low']) };
    expect(found(none, { bundled: ['high'] })).toHaveLength(1);
  });

  test('leaves comments for other rules alone', () => {
    const text = '// biome-ignore lint/style/noNonNullAssertion: checked above\nexport const a = 1;\n';
    expect(found({ 'packages/low/src/part.ts': text })).toEqual([]);
  });

  test('counts lines', () => {
    expect(found({ 'packages/low/src/part.ts': '\n'.repeat(449).concat('export {};\n') })).toEqual([]);
    const long = found({ 'packages/low/src/part.ts': '\n'.repeat(450).concat('export {};\n') });
    expect(long).toEqual(['packages/low/src/part.ts: 451 lines; split it (at most 450)']);
  });

  test('finds cycles of files, but lets types point both ways', () => {
    const back = found({ 'packages/low/src/part.ts': "import { a } from './index.ts';\nexport const b = a;\n" });
    expect(back).toEqual([
      'files import each other in a cycle: packages/low/src/index.ts -> packages/low/src/part.ts -> packages/low/src/index.ts',
    ]);
  });

  test('finds a cycle in the table', () => {
    const cyclic = found({}, { packages: { low: ['high'], high: ['low'], wire: ['low'] } });
    expect(cyclic).toEqual(['the table of arrows has a cycle: low -> high -> low']);
  });

  test('lets one file through by an exception, and wants the exception used', () => {
    const exceptions = [{ file: 'packages/high/src/bin.ts', may: 'wire', why: 'composes' }];
    const files = { ...manifest('packages/high', ['low', 'wire']) };
    const line = "import '@mt5-bridge/wire';";
    expect(found({ ...files, 'packages/high/src/bin.ts': line }, { exceptions })).toEqual([]);
    expect(found({ 'packages/high/src/bin.ts': '' }, { exceptions })).toEqual([expect.stringContaining('is not used')]);
    const elsewhere = { 'packages/high/src/bin.ts': line, 'packages/high/src/index.ts': line };
    expect(found({ ...files, ...elsewhere }, { exceptions })).toEqual([expect.stringContaining('high -> wire is not')]);
  });
});

describe('the lint rules', () => {
  test.each([
    ['packages/low/src/part.ts', "import '@mt5-bridge/high';", false],
    ['packages/low/src/part.ts', "export const a = import('@mt5-bridge/high');", false],
    ['packages/high/src/index.ts', "export * from '@mt5-bridge/low/dist/part.js';", false],
    ['packages/high/src/index.ts', "import 'socket';", false],
    ['packages/high/src/index.ts', "import '@mt5-bridge/wire';", false],
    ['packages/high/src/index.ts', "import '@mt5-bridge/low/extra';", true],
    ['packages/high/src/bin.ts', "import '@mt5-bridge/wire';", true],
    ['packages/wire/src/index.ts', "import 'socket';", true],
  ])('%s: %s -> %s', (file, line, passes) => {
    const exceptions = [{ file: 'packages/high/src/bin.ts', may: 'wire', why: 'composes' }];
    const folder = plant({ [file]: line });
    writeFileSync(join(folder, 'biome.json'), layeringLint(folder, { ...table, exceptions }));
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--only=style/noRestrictedImports', file];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(passes ? 0 : 1);
    if (!passes) expect(stderr).toContain('scripts/arrows.ts');
  });
});
