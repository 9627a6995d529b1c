import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, TomlError, type TomlTable } from 'smol-toml';
import { CliError } from '../../cli-error.ts';
import type { McpClient } from './client.ts';
import { keptBeside, lineEndOf, SERVER_NAME, startedAsBefore, withoutMark } from './entry.ts';

const CONTAINER = 'mcp_servers';
/** Our table and whatever lies below it, in any spelling of the key. */
const ours = new RegExp(
  `^[ \\t]*\\[[ \\t]*${quotable(CONTAINER)}[ \\t]*\\.[ \\t]*${quotable(SERVER_NAME)}[ \\t]*[.\\]]`,
);
const anyTable = /^[ \t]*\[/;

export const codex: McpClient = {
  id: 'codex',
  title: 'Codex',
  file: ({ env, home }) => join(env.CODEX_HOME || join(home, '.codex'), 'config.toml'),
  add(text, server) {
    const { mark, body } = withoutMark(text ?? '');
    const before = read(body);
    const now = entryOf(before);
    const entry = { ...keptBeside(now), ...startedAsBefore(server, now) };
    const own = stringify({ [CONTAINER]: { [SERVER_NAME]: entry } }).replaceAll('\n', lineEndOf(body));
    return mark + checked(withTable(split(body).rest, own), before, entry);
  },
  remove(text, former) {
    const { mark, body } = withoutMark(text);
    const before = read(body);
    const { rest, own } = split(body);
    const theirs = withoutMark(former ?? '').body;
    const entry = entryOf(read(theirs));
    if (entry !== undefined)
      return own === '' ? text : mark + checked(withTable(rest, split(theirs).own), before, entry);
    checked(rest, before, undefined);
    return former === undefined && rest.trim() === '' ? undefined : mark + rest;
  },
  next: 'Start `codex` anew; `/mcp` in it shows mt5-bridge and its tools.',
};

const entryOf = (document: TomlTable) => (document[CONTAINER] as TomlTable | undefined)?.[SERVER_NAME];

function withTable(rest: string, own: string): string {
  const eol = lineEndOf(rest);
  return `${rest}${rest === '' ? '' : rest.endsWith('\n') ? eol : eol + eol}${own}`;
}

function quotable(key: string): string {
  return `(?:${key}|"${key}"|'${key}')`;
}

function unreadable(reason: string): CliError {
  return new CliError('CLIENT_CONFIG_UNREADABLE', `The configuration of Codex ${reason}`, {
    details: { client: 'codex' },
  });
}

function read(text: string): TomlTable {
  try {
    // A copy: the parser's own objects have no prototype, and compare with no others.
    return structuredClone(parse(text, { integersAsBigInt: 'asNeeded' }));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The parser's own message quotes the line, which may hold a secret.
    throw unreadable(`is no TOML at ${error.line}:${error.column}.`);
  }
}

/** What was changed must be our table and nothing else. */
function checked(text: string, before: TomlTable, server: unknown): string {
  const { [CONTAINER]: servers = {}, ...rest } = before;
  const { [SERVER_NAME]: _, ...others } = servers as TomlTable;
  const wanted = { ...rest, [CONTAINER]: { ...others, ...(server !== undefined && { [SERVER_NAME]: server }) } };
  try {
    const found = read(text);
    if (isDeepStrictEqual({ ...found, [CONTAINER]: found[CONTAINER] ?? {} }, wanted)) return text;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
  throw unreadable(`names ${SERVER_NAME}, or servers at all, in a way that can't be edited safely.`);
}

/** The text without our tables, and these: each goes from its header to its last entry, and so does one empty line before it. */
function split(text: string): { rest: string; own: string } {
  const lines = text.split(/(?<=\n)/);
  const kept: string[] = [];
  const own: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (!ours.test(line)) {
      kept.push(line);
      at++;
      continue;
    }
    let end = at + 1;
    // Comments and empty lines at the end stand before whatever comes next.
    for (let next = end; next < lines.length && !anyTable.test(lines[next] ?? ''); next++) {
      if (!/^\s*(#|$)/.test(lines[next] ?? '')) end = next + 1;
    }
    if (kept.at(-1)?.trim() === '') kept.pop();
    own.push(...lines.slice(at, end));
    at = end;
  }
  return { rest: kept.join(''), own: own.join('') };
}
