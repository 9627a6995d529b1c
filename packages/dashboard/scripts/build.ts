// Builds the pages into dist/pages and the views, a file each, into dist/views; does nothing while what they are made of
// is as it was.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

const root = join(import.meta.dirname, '..');
const output = join(root, 'dist', 'pages');
const stamp = join(root, 'dist', '.pages');

function fingerprint(): string {
  const hash = createHash('sha256').update(process.version);
  const folders = ['src', 'public', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !file.name.endsWith('.test.ts'))
      .map((file) => join(file.parentPath, file.name)),
  );
  const others = ['index.html', 'package.json', '../../pnpm-lock.yaml'].map((file) => join(root, file));
  for (const file of [...folders.sort(), ...others]) hash.update(`\n${file}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

// Whoever starts this may have set it otherwise, as a test runner does; Vite would then build in this machine's paths.
process.env.NODE_ENV = 'production';

const views = join(root, 'src', 'views');
const target = ['chrome119', 'firefox121', 'safari17.2'];
const common: InlineConfig = {
  configFile: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
};
/** On a slow machine it would tell whoever only starts the bridge which plugin takes its time. */
const checks = { bundlerTimings: false };

const now = fingerprint();
if (!existsSync(join(output, 'index.html')) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== now) {
  // Most runs have nothing to build, and then need not load what builds.
  const [{ build }, { viteSingleFile }] = await Promise.all([import('vite'), import('vite-plugin-singlefile')]);
  await build({
    ...common,
    root,
    build: {
      outDir: output,
      emptyOutDir: true,
      target,
      // The policy of the server knows files alone, no data: addresses for scripts and styles.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { checks },
    },
  });
  for (const view of ['approval', 'positions']) {
    await build({
      ...common,
      root: views,
      plugins: [viteSingleFile({ removeViteModuleLoader: true })],
      build: {
        outDir: join(root, 'dist', 'views'),
        emptyOutDir: false,
        target,
        rolldownOptions: { checks, input: join(views, `${view}.html`) },
      },
    });
  }
  writeFileSync(stamp, now);
}
