import type { ServerCommand } from './client.ts';

/** What the server is called in every client's configuration. */
export const SERVER_NAME = 'mt5-bridge';

/** A text without its byte order mark, and that mark: editors on Windows write one, and it must be the first thing again. */
export function withoutMark(text: string): { mark: string; body: string } {
  return text.startsWith('\uFEFF') ? { mark: '\uFEFF', body: text.slice(1) } : { mark: '', body: text };
}

export const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** An entry that is there already and starts a program, as ours does; undefined for what only has its name. */
function startedBy(entry: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  return 'command' in entry && !('url' in entry) ? { ...entry } : undefined;
}

/** What somebody has added to the entry besides how the server is started: its environment, or that it is switched off. */
export const keptBeside = (entry: unknown): Readonly<Record<string, unknown>> => startedBy(entry) ?? {};

/**
 * How the server is to be started, by way of an entry that is there already: options of `serve` that somebody has added, such
 * as --read-only, stay, unless they are named anew. Where it finds its files is always said anew.
 */
export function startedAsBefore({ command, args }: ServerCommand, entry: unknown): ServerCommand {
  const before = startedBy(entry)?.args;
  const words = Array.isArray(before) ? before.filter((word) => typeof word === 'string') : [];
  const named = new Set(['--config', '--data-dir', ...optionsIn(args).map(([name]) => name)]);
  const kept = optionsIn(words).filter(([name]) => !named.has(name));
  return { command, args: [...args, ...kept.flatMap(([, words]) => words)] };
}

/** Options of `serve`, each with its words. */
function optionsIn(args: readonly string[]): [name: string, words: string[]][] {
  const options: [string, string[]][] = [];
  const at = args.indexOf('serve');
  for (const word of at < 0 ? [] : args.slice(at + 1)) {
    if (word.startsWith('--')) options.push([word.replace(/=.*$/s, ''), [word]]);
    else options.at(-1)?.[1].push(word);
  }
  return options;
}
