import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from '../cli-error.ts';

/** A checkout has the sources at its top and the library where it is built; a package carries both. */
interface Place {
  readonly sources: string;
  readonly library: string;
  readonly hash: string;
}

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function place(): Place {
  const recipe = folder('../../../../docker/libzmq');
  const hash = join(recipe, 'libzmq.sha256');
  if (existsSync(hash)) {
    return { sources: folder('../../../../mql5'), library: join(recipe, 'build', 'libzmq.dll'), hash };
  }
  const packed = folder('../../expert');
  const library = join(packed, 'libzmq');
  return { sources: packed, library: join(library, 'libzmq.dll'), hash: join(library, 'libzmq.sha256') };
}

export interface ExpertFile {
  /** Below MQL5. */
  readonly path: string;
  readonly content: Buffer;
}

const FOLDERS = ['Experts', 'Include', 'Scripts'].map((name) => join(name, 'Mt5Bridge'));

/** What is compiled, below MQL5. */
export const EXPERT_SOURCE = join('Experts', 'Mt5Bridge', 'Mt5Bridge.mq5');

/** The expert advisor, what it includes and the script with its tests. @throws CliError EXPERT_FILES_MISSING */
export function expertFiles(): ExpertFile[] {
  const { sources } = place();
  const files = FOLDERS.flatMap((name) =>
    (existsSync(join(sources, name)) ? readdirSync(join(sources, name), { recursive: true, encoding: 'utf8' }) : [])
      .filter((file) => /\.mq[5h]$/.test(file))
      .sort()
      .map((file) => ({ path: join(name, file), content: readFileSync(join(sources, name, file)) })),
  );
  if (files.some(({ path }) => path === EXPERT_SOURCE)) return files;
  throw new CliError('EXPERT_FILES_MISSING', `The expert advisor is not in ${sources}${sep}${FOLDERS[0]}.`);
}

/**
 * libzmq.dll, the very bytes whose hash this version knows.
 * @param given a file in place of the one that came along
 * @throws CliError LIBZMQ_MISSING, LIBZMQ_WRONG
 */
export function zmqLibrary(given: string | undefined): Buffer {
  const { library, hash } = place();
  const file = given ?? library;
  const content = read(file);
  const wanted = readFileSync(hash, 'utf8').split(/\s/, 1)[0] ?? '';
  const found = createHash('sha256').update(content).digest('hex');
  if (found === wanted) return content;
  throw new CliError('LIBZMQ_WRONG', `${file} is not the libzmq.dll of this version: SHA-256 ${found}, not ${wanted}.`);
}

function read(file: string): Buffer {
  const missing = (reason: string, cause?: unknown) =>
    new CliError('LIBZMQ_MISSING', `There is no libzmq.dll to copy: ${file} ${reason}.`, { cause });
  try {
    // A pipe or a device might have no end.
    if (statSync(file).isFile()) return readFileSync(file);
  } catch (cause) {
    throw missing(`can't be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  throw missing('is no regular file');
}
