import { stripVTControlCharacters } from 'node:util';
import type { Format } from './formats.ts';
import type { Out } from './out.ts';
import { plainJson } from './plain-text.ts';
import { cell, table } from './table.ts';

/** An answer of a tool: JSON with its account's environment, login and server. */
export type Answer = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;

/** What a person needs no line of their own for: the account has one, and the last is for models. */
const apart = new Set(['environment', 'login', 'server', 'untrusted_fields']);

/** An answer as text that ends in a line break. */
export function formatted(answer: Answer, format: Format, out: Pick<Out, 'width' | 'style'>): string {
  switch (format) {
    case 'json':
      return `${plainJson(answer, 2)}\n`;
    case 'ndjson':
      return ndjson(answer);
    case 'table':
      return tables(answer, out);
  }
}

/** A line for each row of the answer's list, every one with its account; answers without a list are one line. */
function ndjson(answer: Answer): string {
  const [list, ...others] = listsOf(answer);
  if (list === undefined || others.length > 0) return `${plainJson(answer)}\n`;
  const { environment, login, server } = answer;
  return list.rows.map((row) => `${plainJson({ environment, login, server, ...row })}\n`).join('');
}

function tables(answer: Answer, out: Pick<Out, 'width' | 'style'>): string {
  const account = answer.environment === undefined ? [] : [accountLine(answer, out)];
  return `${[...account, ...blocks(answer, out)].join('\n\n')}\n`;
}

/** Facts, then the records in it, then its lists. */
function blocks(answer: Answer, out: Pick<Out, 'width' | 'style'>): string[] {
  const lists = listsOf(answer);
  const listed = new Set(lists.flatMap(({ keys }) => keys));
  const entries = Object.entries(answer).filter(([key]) => !apart.has(key) && !listed.has(key));
  const records = entries.flatMap(([key, value]) => (isRecord(value) ? [[key, value] as const] : []));
  const facts = entries.filter(([, value]) => !isRecord(value));
  const line = factLine(facts, out);
  const isLine = lists.length > 0 && stripVTControlCharacters(line).length <= out.width;
  return [
    ...(facts.length === 0 ? [] : [isLine ? line : factTable(facts, out)]),
    ...records.map(([name, record]) => recordBlock(name, record, out)),
    ...lists.map(({ name, rows }) => listTable(name, rows, out)),
  ];
}

/** A record in an answer, under its name. */
function recordBlock(name: string, record: Row, { width, style }: Pick<Out, 'width' | 'style'>): string {
  const inside = blocks(record, { width: width - INDENT.length, style }).join('\n\n');
  return [style('bold', name), ...inside.split('\n').map((line) => `${INDENT}${line}`.trimEnd())].join('\n');
}

const INDENT = '  ';

function accountLine({ environment, login, server }: Answer, { style }: Pick<Out, 'style'>): string {
  return `${style('bold', cell(environment).toUpperCase())} ${cell(login)} at ${cell(server)}`;
}

function factLine(facts: readonly (readonly [string, unknown])[], { style }: Pick<Out, 'style'>): string {
  return facts.map(([key, value]) => `${style('dim', key)} ${cell(value)}`).join('  ');
}

/** One fact a line; a long value runs over the edge rather than away. */
export function factTable(facts: readonly (readonly [string, unknown])[], { style }: Pick<Out, 'style'>): string {
  const widest = Math.max(...facts.map(([key]) => key.length));
  return facts.map(([key, value]) => `${style('dim', key.padEnd(widest))}  ${cell(value)}`).join('\n');
}

function listTable(name: string, rows: readonly Row[], out: Pick<Out, 'width' | 'style'>): string {
  const [first] = rows;
  if (first === undefined) return `No ${name.replaceAll('_', ' ')}.`;
  const names = Object.keys(first);
  return table(
    names,
    rows.map((row) => names.map((key) => row[key])),
    out,
  );
}

interface List {
  readonly name: string;
  /** Keys of the answer that hold it. */
  readonly keys: readonly string[];
  readonly rows: readonly Row[];
}

/** The lists of an answer: arrays of records, and the compact form of columns and rows. */
function listsOf(answer: Answer): List[] {
  const { columns, rows } = answer;
  if (isArray(columns) && isArray(rows)) {
    const names = columns.map(String);
    const records = rows.map((row) =>
      Object.fromEntries(names.map((name, at) => [name, isArray(row) ? row[at] : undefined])),
    );
    return [{ name: 'rows', keys: ['columns', 'rows'], rows: records }];
  }
  return Object.entries(answer).flatMap(([name, value]) =>
    isArray(value) && value.every(isRecord) && !apart.has(name) ? [{ name, keys: [name], rows: value }] : [],
  );
}

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
