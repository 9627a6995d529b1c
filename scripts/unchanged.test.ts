import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const { buildIfChanged } = (await import(join(import.meta.dirname, 'unchanged.mjs'))) as {
  buildIfChanged: (build: () => Promise<boolean>, home: string) => Promise<boolean>;
};

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
  put('pnpm-lock.yaml', '');
  put('tsconfig.base.json', '{}');
  put('node_modules/.installed', '');
  put('packages/one/src/a.ts', 'a');
  put('packages/one/src/deeper/b.ts', 'b');
  put('packages/two/src/c.ts', 'c');
});
afterEach(() => fs.rmSync(home, { recursive: true }));

const at = (path: string) => join(home, path);

function put(path: string, text: string): void {
  fs.mkdirSync(dirname(at(path)), { recursive: true });
  fs.writeFileSync(at(path), text);
}

/** Compiles as a compiler does that goes by its own memory alone. @returns the packages that it found to compile */
async function built(succeeds = true): Promise<string[] | 'not asked'> {
  let compiled: string[] | 'not asked' = 'not asked';
  const build = async () => {
    compiled = ['one', 'two'].filter((room) => !fs.existsSync(at(`packages/${room}/dist/.tsbuildinfo`)));
    for (const room of compiled) {
      put(`packages/${room}/dist/main.js`, 'compiled');
      put(`packages/${room}/dist/.tsbuildinfo`, '');
    }
    return succeeds;
  };
  expect(await buildIfChanged(build, home)).toBe(compiled === 'not asked' || succeeds);
  return compiled;
}

it('compiles once, and then what was changed', async () => {
  expect(await built()).toEqual(['one', 'two']);
  expect(await built()).toBe('not asked');
  put('packages/one/src/deeper/b.ts', 'other');
  expect(await built()).toEqual(['one']);
  put('tsconfig.base.json', '{ }');
  expect(await built()).toEqual(['one', 'two']);
  fs.rmSync(at('packages/two/src/c.ts'));
  expect(await built()).toEqual(['two']);
  expect(await built()).toBe('not asked');
});

it('compiles what was moved into its place, however old, and what has its time set back', async () => {
  await built();
  put('older.ts', 'older');
  fs.utimesSync(at('older.ts'), 1e9, 1e9);
  fs.renameSync(at('older.ts'), at('packages/one/src/a.ts'));
  expect(await built()).toEqual(['one']);
  put('packages/one/src/a.ts', 'OLDER');
  fs.utimesSync(at('packages/one/src/a.ts'), 1e9, 1e9);
  expect(await built()).toEqual(['one']);
});

it('does not compile for what packing puts there: other programs run what is compiled', async () => {
  await built();
  put('packages/one/README.md', '# one');
  put('packages/one/.pack-1', '# on');
  put('packages/one/expert/Mt5Bridge.mq5', '//');
  fs.linkSync(at('packages/one/src/a.ts'), at('a.ts'));
  expect(await built()).toBe('not asked');
});

it('compiles again what was deleted, cut short or half done', async () => {
  await built();
  fs.rmSync(at('packages/one/dist/main.js'));
  expect(await built()).toEqual(['one']);
  put('packages/two/dist/main.js', '');
  expect(await built()).toEqual(['two']);
  fs.rmSync(at('packages/one/dist'), { recursive: true });
  expect(await built(false)).toEqual(['one']);
  put('packages/one/src/a.ts', 'other');
  expect(await built(false)).toEqual(['one']);
  put('packages/one/dist/main.js', 'half');
  expect(await built()).toEqual(['one']);
  put('node_modules/.built', 'cut sho');
  expect(await built()).toEqual(['one', 'two']);
});
