import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageFiles } from './package-files.mjs';
import { Failure, quietly, root, run, say } from './process.mjs';

/**
 * Packs every package of packages/ into a folder of tarballs.
 * Options: --out FOLDER (default build/packages), --built (as compiled last), --release (libzmq.dll has to be there).
 */
export async function pack({ pnpm, env }, args) {
  const { values } = parseArgs({
    args,
    options: { out: { type: 'string' }, built: { type: 'boolean' }, release: { type: 'boolean' } },
  });
  const out = resolve(values.out ?? join(root, 'build', 'packages'));
  await mkdir(out, { recursive: true });
  // Those of an earlier version; in a folder that somebody names may be others, too.
  for (const name of await readdir(out)) if (/^mt5-bridge-.*\.tgz$/.test(name)) await rm(join(out, name));

  const rooms = await readdir(join(root, 'packages'));
  const folders = rooms.map((room) => join(root, 'packages', room));
  for (const folder of folders) await packageFiles(folder, { isRelease: values.release === true });
  const words = ['--config.ignore-scripts=true', 'pack', '--silent', '--pack-destination', out];
  const ends = await Promise.all(folders.map((cwd) => run(pnpm, words, { cwd, stdio: quietly, env })));
  const failed = rooms.filter((_, index) => ends[index].code !== 0);
  if (failed.length > 0) throw new Failure(`Not packed: ${failed.join(', ')}. The reason is above.`);
  say(`${rooms.length} packages are in ${out}`);
  return { code: 0 };
}
