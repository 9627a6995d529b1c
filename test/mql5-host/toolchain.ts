import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a person has to mend before the native expert advisor can be built. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

export const root = join(import.meta.dirname, '../..');

/** Ways to build the program; `flags` go to the compiler and the linker. */
export const variants = {
  plain: { flags: ['-O2', '-g'] },
  /** Uninitialised memory holds a pattern: neither locals nor new elements of arrays are zero in MQL5. */
  sanitized: {
    flags: [
      '-O1',
      '-g',
      '-fno-omit-frame-pointer',
      '-fsanitize=address,undefined',
      // Structures are packed, as in MQL5.
      '-fno-sanitize=alignment',
      '-fno-sanitize-recover=all',
      '-ftrivial-auto-var-init=pattern',
      '-DMQL_POISON',
    ],
  },
  coverage: { flags: ['-O0', '-g', '--coverage'] },
} as const;

export type Variant = keyof typeof variants;

/** Signed numbers wrap in MQL5, and `and`, `or`, `not` are names like others. */
export const language = ['-std=c++17', '-fwrapv', '-fno-operator-names'];

const compiler = 'g++';

/** Runs the compiler in the repository's root; answers its exit code and all that it said. */
export function compile(args: readonly string[], input = ''): Promise<{ code: number; said: string }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(compiler, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT' ? new BuildError(`${compiler} is missing: apt-get install g++ libzmq3-dev`) : error,
      ),
    );
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
    child.stdin?.on('error', () => {}).end(input);
  });
}

/** Refuses a machine without the libraries that the program is linked with. */
export async function requireLibraries(): Promise<void> {
  const { code } = await compile(['-x', 'c++', '-fsyntax-only', '-'], '#include <zmq.h>\n');
  if (code !== 0) throw new BuildError('zmq.h is missing: apt-get install libzmq3-dev');
}
