import { isDeepStrictEqual } from 'node:util';
import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  type ParseOptions,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { CliError } from '../../cli-error.ts';
import type { McpClient, ServerCommand } from './client.ts';
import { keptBeside, lineEndOf, SERVER_NAME, startedAsBefore, withoutMark } from './entry.ts';

type JsonObject = Readonly<Record<string, unknown>>;

export interface JsonClient extends Pick<McpClient, 'id' | 'title' | 'file' | 'next'> {
  /** The key that holds the servers. */
  readonly container: string;
  /** What of JSON with comments it reads. */
  readonly reads: { readonly comments: boolean; readonly trailingCommas: boolean };
  /** How it writes a server that it starts. */
  entry(server: ServerCommand): JsonObject;
}

/** A client whose configuration is JSON, with or without comments: an object of servers by name in it. */
export function jsonClient({ container, reads, entry, ...client }: JsonClient): McpClient {
  const path = [container, SERVER_NAME];
  const options: ParseOptions = {
    disallowComments: !reads.comments,
    allowTrailingComma: reads.trailingCommas,
    allowEmptyContent: false,
  };

  const unreadable = (reason: string) =>
    new CliError('CLIENT_CONFIG_UNREADABLE', `The configuration of ${client.title} ${reason}`, {
      details: { client: client.id },
    });

  function read(text: string): JsonObject {
    const errors: ParseError[] = [];
    const value: unknown = parse(text, errors, options);
    const [error] = errors;
    if (error !== undefined) {
      const { line, column } = positionAt(text, error.offset);
      throw unreadable(`is no JSON: ${printParseErrorCode(error.error)} at ${line}:${column}.`);
    }
    if (!isObject(value)) throw unreadable('is no object.');
    if (value[container] !== undefined && !isObject(value[container])) {
      throw unreadable(`has a "${container}" that is no object.`);
    }
    return value;
  }

  /** What was changed must be our entry and nothing else: a key that stands twice would otherwise fool the edit. */
  function checked(text: string, before: JsonObject, server: unknown): string {
    const { [SERVER_NAME]: _, ...others } = serversOf(before);
    const servers = server === undefined ? others : { ...others, [SERVER_NAME]: server };
    const wanted = { ...before, [container]: servers };
    const found = read(text);
    if (!isDeepStrictEqual({ ...found, [container]: found[container] ?? {} }, wanted)) {
      throw unreadable(`has a key twice, or something else that can't be edited safely.`);
    }
    return text;
  }

  const serversOf = (document: JsonObject) => (document[container] ?? {}) as JsonObject;

  function set(body: string, value: unknown): string {
    const before = read(body);
    return checked(applyEdits(body, modify(body, path, value, formattingOf(body))), before, value);
  }

  /** @throws CliError CLIENT_CONFIG_UNREADABLE what it is nested in is beyond what can be followed */
  function careful<T>(edit: () => T): T {
    try {
      return edit();
    } catch (error) {
      if (error instanceof RangeError) throw unreadable('is nested too deeply.');
      throw error;
    }
  }

  function add(text: string | undefined, server: ServerCommand): string {
    const { mark, body } = withoutMark(text ?? '');
    if (body.trim() === '')
      return `${mark}${JSON.stringify({ [container]: { [SERVER_NAME]: entry(server) } }, null, 2)}\n`;
    const before = entryIn(body);
    return mark + set(body, { ...keptBeside(before), ...entry(startedAsBefore(server, before)) });
  }

  function remove(text: string, former?: string): string | undefined {
    const { mark, body } = withoutMark(text);
    if (body.trim() === '') return former === undefined ? undefined : text;
    const before = read(body);
    const theirs = former === undefined ? undefined : entryIn(former);
    if (theirs !== undefined) return serversOf(before)[SERVER_NAME] === undefined ? text : mark + set(body, theirs);
    let rest = without(body, path);
    if (isBare(rest, [container])) rest = without(rest, [container]);
    checked(rest, before, undefined);
    return former === undefined && isBare(rest, []) ? undefined : mark + rest;
  }

  function entryIn(text: string): unknown {
    const { body } = withoutMark(text);
    return body.trim() === '' ? undefined : serversOf(read(body))[SERVER_NAME];
  }

  return {
    ...client,
    add: (text, server) => careful(() => add(text, server)),
    remove: (text, former) => careful(() => remove(text, former)),
  };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A document of one line stays one; every other gets the indentation that it has. */
function formattingOf(text: string): Parameters<typeof modify>[3] {
  if (!/\n\s*\S/.test(text)) return {};
  const indent = /^[ \t]+(?=["}\]])/m.exec(text)?.[0] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: lineEndOf(text),
  };
  return { formattingOptions };
}

/** Whether the object at this path is there and has nothing in it, not even a comment. */
function isBare(text: string, path: string[]): boolean {
  const node = nodeAt(text, path);
  if (node?.type !== 'object') return false;
  const inside = text.slice(node.offset + 1, node.offset + node.length - 1);
  const around = path.length === 0 ? text.slice(0, node.offset) + text.slice(node.offset + node.length) : '';
  return inside.trim() === '' && around.trim() === '';
}

function nodeAt(text: string, path: string[]): Node | undefined {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  return tree && findNodeAtLocation(tree, path);
}

/** Takes out a property with one comma beside it; the comments around it stay. */
function without(text: string, path: string[]): string {
  const property = nodeAt(text, path)?.parent;
  const object = property?.parent;
  if (property === undefined || object?.children === undefined) return text;
  const index = object.children.indexOf(property);
  const previous = object.children[index - 1];
  const end = property.offset + property.length;
  const next = commaAfter(text, end);
  const comma = next ?? (previous && commaAfter(text, previous.offset + previous.length));
  const from = previous === undefined ? object.offset + 1 : previous.offset + previous.length;
  const blanks = /\s*$/.exec(text.slice(from, property.offset))?.[0] ?? '';
  // What stands behind the property must not get into a comment that ends with the line before it.
  const keepsLine = endsInLineComment(text, from, property.offset) && !/^,?[ \t]*\r?\n/.test(text.slice(end));
  const cut = keepsLine ? 0 : blanks.length;
  const cuts = [{ offset: property.offset - cut, length: cut + property.length, content: '' }];
  if (comma !== undefined) cuts.push({ offset: comma, length: 1, content: '' });
  return applyEdits(text, cuts);
}

function endsInLineComment(text: string, from: number, to: number): boolean {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  let last = '';
  for (scanner.scan(); scanner.getTokenOffset() < to; scanner.scan()) {
    const token = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    if (token.trim() !== '') last = token;
  }
  return last.startsWith('//');
}

function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  return text[scanner.getTokenOffset()] === ',' ? scanner.getTokenOffset() : undefined;
}

function positionAt(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
