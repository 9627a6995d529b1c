import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { plainText } from '../output/plain-text.ts';
import type { Shell } from '../shell.ts';
import { type Diagnostic, parseCompileLog, written } from './compile-log.ts';
import { EXPERT_SOURCE } from './expert-files.ts';
import { entryIn } from './folders.ts';
import { changing } from './found-file.ts';
import type { Terminal } from './terminals.ts';
import { wineCommand } from './wine.ts';

const LONGEST_MS = 180_000;
const MOST_SHOWN = 20;

export const compiledFile = ({ data }: Terminal): string => join(data, 'MQL5', EXPERT_SOURCE.replace(/mq5$/, 'ex5'));

/** Where MetaEditor says what became of it, while it is read. */
export const compileLogFile = ({ data }: Terminal): string =>
  join(data, 'MQL5', EXPERT_SOURCE.replace(/\w+\.mq5$/, 'mt5-bridge-setup.log'));

export const editorOf = ({ program }: Terminal): string | undefined => program && entryIn(program, 'metaeditor64.exe');

/** Whether the compiled program is there and no older than any of its sources. */
export function isCompiled(terminal: Terminal, sources: readonly string[]): boolean {
  const compiled = changedAt(compiledFile(terminal));
  return compiled !== undefined && sources.every((file) => (changedAt(file) ?? 0) <= compiled);
}

const changedAt = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

/**
 * Compiles the expert advisor. MetaEditor's exit code says nothing that its log does not say better: 1 is success, and 0
 * is both a failure and a command line that it did not understand.
 * @returns false: Wine is not there to run MetaEditor
 * @throws CliError COMPILE_FAILED
 */
export async function compile(
  shell: Shell,
  terminal: Terminal,
  editor: string,
  sources: readonly string[],
  longestMs = LONGEST_MS,
): Promise<boolean> {
  const log = compileLogFile(terminal);
  changing(log, () => rmSync(log, { force: true }));
  const started = start(shell, terminal, editor);
  const ended = await endOf(started, longestMs);
  if (ended === 'absent') return false;
  if (ended === 'too long') {
    throw new CliError('COMPILE_FAILED', `MetaEditor did not end within ${longestMs / 1000} s.`);
  }
  const { diagnostics, errors } = readLog(log);
  await tell(shell, diagnostics);
  if (errors === undefined) throw new CliError('COMPILE_FAILED', 'The log of MetaEditor has no line with a result.');
  if (errors > 0) throw new CliError('COMPILE_FAILED', `MetaEditor found ${errors} errors.`);
  if (isCompiled(terminal, sources)) return true;
  throw new CliError('COMPILE_FAILED', `MetaEditor tells of no error, but left no new ${compiledFile(terminal)}.`);
}

/**
 * On Windows each value is quoted after its colon: MetaEditor understands no argument that is quoted as a whole. Wine
 * quotes arguments as a whole where they hold a space, so there the paths are relative to the data folder and hold none.
 */
function start(shell: Shell, terminal: Terminal, editor: string): ChildProcess {
  const { data, prefix, program } = terminal;
  const portable = program === data ? ['/portable'] : [];
  const files = {
    compile: join(data, 'MQL5', EXPERT_SOURCE),
    log: compileLogFile(terminal),
    include: join(data, 'MQL5'),
  };
  const words = (value: (path: string) => string) => [
    ...portable,
    ...Object.entries(files).map(([name, path]) => `/${name}:${value(path)}`),
  ];
  if (prefix === undefined) {
    const quoted = (path: string) => `"${path}"`;
    return spawn(editor, words(quoted), {
      argv0: quoted(editor),
      cwd: data,
      stdio: 'ignore',
      windowsVerbatimArguments: true,
    });
  }
  const inside = (path: string) => path.slice(data.length + 1).replaceAll('/', '\\');
  return spawn(wineCommand(shell), [editor, ...words(inside)], {
    cwd: data,
    stdio: 'ignore',
    // In a locale that is not UTF-8 Wine finds no path with an umlaut in it.
    env: { ...shell.env, LC_ALL: 'C.UTF-8', WINEPREFIX: prefix },
  });
}

async function endOf(child: ChildProcess, longestMs: number): Promise<'ended' | 'absent' | 'too long'> {
  const { promise, resolve, reject } = Promise.withResolvers<'ended' | 'absent' | 'too long'>();
  child.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') resolve('absent');
    else reject(new CliError('COMPILE_FAILED', `MetaEditor can't be started (${error.code}).`, { cause: error }));
  });
  child.once('close', () => resolve('ended'));
  const timer = setTimeout(() => {
    resolve('too long');
    child.kill('SIGKILL');
  }, longestMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function readLog(file: string): ReturnType<typeof parseCompileLog> {
  try {
    return parseCompileLog(readFileSync(file));
  } catch (cause) {
    throw new CliError('COMPILE_FAILED', 'MetaEditor ended without a log.', { cause });
  } finally {
    rmSync(file, { force: true });
  }
}

async function tell({ stderr }: Shell, diagnostics: readonly Diagnostic[]): Promise<void> {
  for (const diagnostic of diagnostics.slice(0, MOST_SHOWN)) await stderr.write(`${plainText(written(diagnostic))}\n`);
  const more = diagnostics.length - MOST_SHOWN;
  if (more > 0) await stderr.write(`… and ${more} more.\n`);
}
