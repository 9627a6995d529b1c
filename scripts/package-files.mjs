import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Failure, root, say } from './process.mjs';

/** What may be passed on of docker/libzmq/build: the library, and the licences that it has to come with. */
const libraryFiles = ['libzmq.dll', 'COPYING', 'COPYING.LESSER', 'COPYING.gcc', 'COPYING.mingw-w64'];
const recipe = join(root, 'docker', 'libzmq');

/** Puts into the folder of a package what its tarball carries besides its own files, and takes out what it must not. */
export async function packageFiles(folder, { isRelease }) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (manifest.files.includes('dist/**/*.js')) await dropLeftovers(folder);
  if (manifest.name === 'mt5-bridge') await expert(folder, isRelease);
  else await put(folder, 'README.md', readme(manifest));
}

/** The compiler leaves what it once made of sources that are gone; nobody is to get that. */
async function dropLeftovers(folder) {
  const compiled = (await filesIn(join(folder, 'src'))).filter((file) => !/^testing\b|\.test\.ts$/.test(file));
  const sources = new Set(compiled.map((file) => file.replace(/\.ts$/, '')));
  for (const file of await filesIn(join(folder, 'dist'))) {
    const source = /^(.+)\.(?:js|d\.ts)$/.exec(file)?.[1];
    if (source !== undefined && !sources.has(source)) await rm(join(folder, 'dist', file), { force: true });
  }
}

function readme({ name, description, homepage, exports: doors }) {
  const imports = Object.keys(doors).map((door) => `- \`${name}${door.slice(1)}\``);
  return `# ${name}

${description}.

A part of [mt5-bridge](${homepage}), which connects MetaTrader 5 to AI agents
over the Model Context Protocol. All its packages carry the same version. To use mt5-bridge, install the package
\`mt5-bridge\`; this one is for programs that need the part alone. Until version 1.0.0 a minor version may change what is
imported from here:

${imports.join('\n')}
`;
}

/** The expert advisor and its library, as a terminal's folder MQL5 takes them. */
async function expert(folder, isRelease) {
  const home = join(folder, 'expert');
  const files = new Map();
  for (const part of ['Experts', 'Include', 'Scripts'])
    for (const file of await filesIn(join(root, 'mql5', part)))
      files.set(join(part, file), await readFile(join(root, 'mql5', part, file)));
  for (const [file, content] of await library(isRelease)) files.set(join('libzmq', file), content);

  for (const [file, content] of files) await put(folder, join('expert', file), content);
  for (const file of await filesIn(home)) if (!files.has(file)) await rm(join(home, file), { force: true });
}

async function library(isRelease) {
  const hashes = await readFile(join(recipe, 'libzmq.sha256'), 'utf8');
  const files = new Map([['libzmq.sha256', hashes]]);
  const wrong = await whatIsWrong(join(recipe, 'build', 'libzmq.dll'), hashes.split(' ')[0]);
  if (wrong === undefined) {
    for (const name of libraryFiles) files.set(name, await readFile(join(recipe, 'build', name)));
    return files.set('SOURCE.md', await source());
  }
  const way = 'docker/libzmq/README.md says how it is built.';
  if (isRelease) throw new Failure(`A release carries libzmq.dll. ${wrong} ${way}`);
  say(`Packed without libzmq.dll: \`mt5-bridge setup\` will ask for it by --libzmq. ${wrong} ${way}`);
  return files;
}

/** A sentence, or undefined where the library is the one that the recipe makes. */
async function whatIsWrong(file, wanted) {
  try {
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return hash === wanted ? undefined : `${file} is not the library whose hash is in libzmq.sha256.`;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return `${file} is not there.`;
  }
}

/** Where the licence's "corresponding source" is. */
async function source() {
  const { repository } = JSON.parse(await readFile(join(root, 'packages', 'cli', 'package.json'), 'utf8'));
  const files = (await readFile(join(recipe, 'source.sha256'), 'utf8')).trim().split('\n');
  return `# The source of libzmq.dll

libzmq.dll is ZeroMQ 4.3.4 for 64-bit Windows, built from Debian's source package, with Debian's fixes and without any other
change. Its licence is the LGPL, version 3 or later (COPYING, COPYING.LESSER), with the exception for linking at the end
of COPYING.LESSER. Of the compiler's runtime inside it, COPYING.gcc and COPYING.mingw-w64 tell.

The source is three files, here with their SHA-256; they are also attached to each release of mt5-bridge:

${files
  .map((line) => line.split(/ +/))
  .map(([hash, name]) => `- https://deb.debian.org/debian/pool/main/z/zeromq3/${name}  \n  ${hash}`)
  .join('\n')}

The recipe that makes the same bytes from them is in docker/libzmq of ${repository.url.replace(/^git\+|\.git$/g, '')}.
`;
}

/** Paths of the files below a folder, relative to it; none where there is no folder. */
async function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
}

/** Another run may be packing the same file: it finds it whole at any time. */
async function put(folder, file, content) {
  const own = join(folder, `.pack-${process.pid}`);
  await writeFile(own, content);
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await rename(own, join(folder, file));
}
