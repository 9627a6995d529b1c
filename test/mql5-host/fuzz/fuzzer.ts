import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../compile.ts';
import { variants } from '../toolchain.ts';
import { type Target, writeDictionary, writeSeeds } from './seeds.ts';

const here = import.meta.dirname;
/** Inputs that showed a fault, named after their target: each is a test from then on. */
const found = join(here, 'found');
/** Inputs that reach something new are kept from run to run. */
const corpora = join(here, '../build/fuzz/corpus');
/** The expert writes a journal: into memory, where there is such a folder. */
const memory = '/dev/shm';

/** Longer frames show nothing new, but take longer. */
const LONGEST_INPUT = 4096;
const SLOWEST_INPUT_S = 10;

export interface Run {
  readonly code: number | null;
  readonly output: string;
}

export interface FuzzOptions {
  readonly target: Target;
  readonly seconds: number;
  /** Gets the fuzzer's progress as it comes. */
  readonly tell?: (text: string) => void;
}

/** Whether this machine has the compiler for it. */
export function hasFuzzer(): boolean {
  return spawnSync(variants.fuzz.tools.compiler, ['--version']).status === 0;
}

export function buildFuzzer(): Promise<string> {
  return build({ variant: 'fuzz', main: join(here, 'Fuzz.mq5'), runner: 'fuzzer' });
}

/** Looks for a fault, beginning with the golden messages. What it finds lies in `found/` afterwards. */
export function fuzz(program: string, { target, seconds, tell }: FuzzOptions): Promise<Run> {
  const corpus = join(corpora, target);
  const dictionary = join(corpora, 'dictionary');
  writeSeeds(target, corpus);
  writeDictionary(dictionary);
  mkdirSync(found, { recursive: true });
  const options = [
    `-max_total_time=${seconds}`,
    `-dict=${dictionary}`,
    `-artifact_prefix=${join(found, `${target}-`)}`,
    `-max_len=${LONGEST_INPUT}`,
    '-print_final_stats=1',
    // What the expert prints is of no interest; the replay of what was found shows it.
    '-close_fd_mask=2',
  ];
  return run(program, target, [...options, corpus], tell);
}

/** Runs the golden messages and everything ever found, once each. `outcomes` prints what became of every request. */
export function replay(program: string, target: Target | 'outcomes'): Promise<Run> {
  const of = target === 'outcomes' ? 'dispatch' : target;
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-seeds-'));
  writeSeeds(of, folder);
  const known = existsSync(found) ? readdirSync(found).filter((name) => name.startsWith(`${of}-`)) : [];
  const files = [...readdirSync(folder).map((name) => join(folder, name)), ...known.map((name) => join(found, name))];
  return run(program, target, files).finally(() => rmSync(folder, { recursive: true }));
}

async function run(program: string, target: string, words: string[], tell?: (text: string) => void): Promise<Run> {
  const files = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'mt5-bridge-fuzz-'));
  const child = spawn(program, [target, files, `-timeout=${SLOWEST_INPUT_S}`, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      tell?.(text);
    });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output };
  } finally {
    rmSync(files, { recursive: true });
  }
}
