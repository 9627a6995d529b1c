import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a person has to mend before the native expert advisor can be built. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

export const root = join(import.meta.dirname, '../..');

/** A compiler, what the program is linked with, and what to do where one of them is missing. */
export interface Toolchain {
  readonly compiler: string;
  readonly libraries: readonly string[];
  /** How it is to speak of the expert. */
  readonly messages: readonly string[];
  readonly remedy: string;
}

export const native: Toolchain = {
  compiler: 'g++',
  libraries: ['-lzmq', '-lpthread'],
  messages: ['-fno-diagnostics-show-caret'],
  remedy: 'apt-get install g++ libzmq3-dev',
};

/** For the fuzzer, which g++ does not have. */
const clang: Toolchain = {
  compiler: 'clang++-14',
  libraries: native.libraries,
  // Whoever writes MQL5 is told by g++.
  messages: ['-w'],
  remedy: 'apt-get install clang-14 libclang-rt-14-dev libzmq3-dev',
};

const libzmq = 'docker/libzmq/build';
const windows: Toolchain = {
  compiler: 'x86_64-w64-mingw32-g++-posix',
  libraries: [`${libzmq}/libzmq.dll.a`, '-lws2_32'],
  messages: native.messages,
  remedy: `apt-get install g++-mingw-w64-x86-64-posix, then docker/libzmq/build.sh ${libzmq}`,
};

/** A program that reads or writes where it must not ends there. Structures are packed, as in MQL5. */
const sanitizers = [
  '-g',
  '-fno-omit-frame-pointer',
  '-fsanitize=address,undefined',
  '-fno-sanitize=alignment',
  '-fno-sanitize-recover=all',
];

/**
 * Ways to build the program; `flags` go to the compiler and the linker. Optimised is what is measured; what is only tested
 * is not, since that takes four times as long to compile.
 */
export const variants = {
  plain: { tools: native, flags: ['-O2', '-g'] },
  /** Uninitialised memory holds a pattern: neither locals nor new elements of arrays are zero in MQL5. */
  sanitized: {
    tools: native,
    flags: ['-O0', ...sanitizers, '-ftrivial-auto-var-init=pattern', '-DMQL_POISON'],
  },
  /** With libFuzzer, for which a critical error has to end the process on the spot. */
  fuzz: {
    tools: clang,
    flags: [
      '-O0',
      ...sanitizers,
      '-fsanitize=fuzzer',
      '-ftrivial-auto-var-init=pattern',
      '-DMQL_POISON',
      '-DMQL_CRITICAL_ABORT',
    ],
  },
  coverage: { tools: native, flags: ['-O0', '-g', '--coverage', '-DMQL_COVERAGE'] },
  /** With the library that the terminal loads, through its own interface. */
  windows: { tools: windows, flags: ['-O0', '-static', `-I${libzmq}`] },
} as const;

export type Variant = keyof typeof variants;

export interface How {
  readonly tools: Toolchain;
  readonly flags: readonly string[];
}

/**
 * Signed numbers wrap in MQL5, a division by zero is never optimised away, and `and`, `or`, `not` are names like
 * others.
 */
export const language = ['-std=c++17', '-fwrapv', '-fnon-call-exceptions', '-fno-operator-names'];

/** Runs a compiler in the repository's root; answers its exit code and all that it said. */
export function compile(
  { compiler, remedy }: Toolchain,
  args: readonly string[],
  input = '',
): Promise<{ code: number; said: string }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(compiler, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new BuildError(`${compiler} is missing: ${remedy}`) : error),
    );
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
    child.stdin?.on('error', () => {}).end(input);
  });
}

/** Refuses a machine without the libraries that the program is linked with. */
export async function requireLibraries({ tools, flags }: How): Promise<void> {
  const include = flags.filter((flag) => flag.startsWith('-I'));
  const { code } = await compile(tools, [...include, '-x', 'c++', '-fsyntax-only', '-'], '#include <zmq.h>\n');
  if (code !== 0) throw new BuildError(`zmq.h is missing: ${tools.remedy}`);
}
