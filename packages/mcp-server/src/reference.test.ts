import { fileURLToPath } from 'node:url';
import type { Principal } from '@mt5-bridge/gateway/api';
import { expect, it } from 'vitest';
import type { SafetyHints, Tool } from './define-tool.ts';
import { TOOLSETS } from './define-tool.ts';
import { isTemplate, type ResourceDefinition, resources } from './resources/definitions.ts';
import { connect, tradingOptions } from './testing/connect.ts';
import { tools } from './tools/index.ts';

const page = (name: string): string => fileURLToPath(new URL(`../../../docs/reference/${name}.md`, import.meta.url));

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly [limit: string]: unknown;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
const code = (text: string): string => `\`${text}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** What a value may be, in words. */
function kindOf(schema: Schema): string {
  const { enum: words, anyOf, items, type, pattern } = schema;
  if (words !== undefined) return words.map((word) => code(`${word}`)).join(', ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(kindOf))].join(', or ');
  if (items !== undefined) return `list${limits(schema, 'Items')} of ${kindOf(items)}`;
  if (type === 'object') return 'object';
  if (type === 'null') return '`null`';
  if (type === 'boolean') return 'true or false';
  if (type === 'string') return pattern === undefined ? `text${limits(schema, 'Length')}` : 'its digits as text';
  return `${type === 'integer' ? 'whole number' : (type ?? 'anything')}${bounds(schema)}`;
}

function limits(schema: Schema, what: 'Items' | 'Length'): string {
  const [least, most] = [schema[`min${what}`], schema[`max${what}`]];
  if (least === undefined && most === undefined) return '';
  return ` (${least ?? 0} to ${most ?? 'any'}${what === 'Length' ? ' characters' : ''})`;
}

function bounds({ minimum, maximum, exclusiveMinimum }: Schema): string {
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
  if (minimum === undefined) return '';
  return maximum === undefined ? ` from ${minimum}` : ` from ${minimum} to ${maximum}`;
}

const described = (schema: Schema): string => schema.description ?? schema.items?.description ?? '';

function argumentsOf({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const otherwise = schema.default === undefined ? '' : code(JSON.stringify(schema.default));
    return [code(name), kindOf(schema), required.includes(name) ? 'needed' : otherwise, described(schema)];
  });
  if (rows.length === 0) return 'Takes no arguments.';
  return table(['argument', 'what it may be', 'default', 'meaning'], rows);
}

/** The keys of an answer; those of objects in it as `outer.inner`, of lists as `outer[].inner`. */
function keysOf({ properties = {} }: Schema, above = ''): readonly (readonly string[])[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (above === '' && IDENTITY.has(name)) return [];
    const path = `${above}${name}`;
    const inner = [schema, ...(schema.anyOf ?? [])].flatMap((one) => [
      ...keysOf(one, `${path}.`),
      ...(one.items === undefined ? [] : keysOf(one.items, `${path}[].`)),
    ]);
    return [[code(path), kindOf(schema), described(schema)], ...inner];
  });
}

/** What stands in every answer is said once. */
const IDENTITY = new Set(['environment', 'login', 'server', 'untrusted_fields']);

const HINTS: Readonly<Record<keyof SafetyHints, readonly [yes: string, no: string]>> = {
  readOnlyHint: ['only reads', 'writes'],
  destructiveHint: ['can destroy', 'destroys nothing'],
  idempotentHint: ['the same again changes nothing more', 'each call counts'],
  openWorldHint: ['reaches the market', 'reaches no further than the terminal'],
};

/** What the server itself offers to such a client. */
async function offered(principal?: Principal, readOnly = false): Promise<ReadonlySet<string>> {
  const { trading, setReadOnly } = tradingOptions();
  setReadOnly(readOnly);
  const { client, close } = await connect('modern', undefined, { trading, ...(principal && { principal }) });
  const { tools: listed } = await client.listTools();
  await close();
  return new Set(listed.map(({ name }) => name));
}

interface Offers {
  readonly toAll: ReadonlySet<string>;
  readonly toReaders: ReadonlySet<string>;
  readonly whileReadOnly: ReadonlySet<string>;
}

function toolPart({ name, title, toolset, description, annotations, view, schemas }: Tool, offers: Offers): string {
  const input = schemas.input['~standard'].jsonSchema.input({ target: 'draft-2020-12' }) as Schema;
  const output = schemas.output['~standard'].jsonSchema.output({ target: 'draft-2020-12' }) as Schema;
  const hints = Object.entries(HINTS).map(([key, [yes, no]]) => (annotations[key as keyof SafetyHints] ? yes : no));
  const needs = [
    ...(offers.toReaders.has(name) ? [] : ['over HTTP to tokens with the scope `trade`']),
    ...(offers.whileReadOnly.has(name) ? [] : ['not with the preset `watch` or `--read-only`']),
  ];
  return [
    `### ${code(name)}\n`,
    `**${title}.** ${cell(description)}\n`,
    `Toolset ${code(toolset)}; ${hints.join(', ')}. Offered ${needs.length === 0 ? 'always' : needs.join(', ')}.${
      view === null ? '' : ` Clients with MCP Apps show ${code(`ui://mt5-bridge/${view}.html`)}.`
    }\n`,
    `${argumentsOf(input)}\n`,
    `Answers:\n\n${table(['key', 'what it is', 'meaning'], keysOf(output))}\n`,
  ].join('\n');
}

const HEAD = `# Tools

What an agent can call. Arguments that are not listed are refused. Every answer carries \`environment\` (\`live\`, \`demo\`,
\`paper\` or \`fake\`), \`login\` and \`server\`; where text comes from outside (a broker, an alert), \`untrusted_fields\` names the
keys that hold it. A failure has a code of the [error catalogue](errors.md). Times are ISO 8601 in UTC; whole numbers beyond
what a client can hold exactly, tickets among them, travel as text. \`mt5-bridge call TOOL KEY=VALUE\` runs any of them.

\`--toolsets\` of \`mt5-bridge serve\` takes groups of tools away. Whether a tool that trades may be called at all, and with
what, is up to the [configuration](../configuration.md).
`;

it('is docs/reference/tools.md (vitest run packages/mcp-server/src/reference.test.ts --update writes it)', async () => {
  const reader: Principal = { name: 'reader', scopes: ['read'], profile: null };
  const [toAll, toReaders, whileReadOnly] = [await offered(), await offered(reader), await offered(undefined, true)];
  expect(toAll).toEqual(new Set(tools.map(({ name }) => name)));
  const groups = TOOLSETS.map((toolset) => {
    const those = tools.filter((tool) => tool.toolset === toolset);
    return [`## Toolset \`${toolset}\`\n`, ...those.map((tool) => toolPart(tool, { toAll, toReaders, whileReadOnly }))];
  });
  const short = table(
    ['tool', 'what for', 'trades'],
    tools.map(({ name, title, annotations }) => [
      `[${code(name)}](#${name})`,
      title,
      annotations.destructiveHint ? 'yes' : '',
    ]),
  );
  await expect([HEAD, `${short}\n`, ...groups.flat()].join('\n')).toMatchFileSnapshot(page('tools'));
});

function resourcePart({ name, title, description, uri, tool, interval, ...rest }: ResourceDefinition): string {
  const pace =
    interval === undefined
      ? 'Each change is told at once.'
      : `\`streaming.${interval}\` of the [configuration](../configuration.md#streaming) is the shortest time between two notices.`;
  const template = isTemplate({ name, title, description, uri, tool, ...rest });
  return [
    `## ${code(uri)}\n`,
    `**${title}.** ${description}\n`,
    `Reading it answers what [${code(tool.name)}](tools.md#${tool.name}) answers. ${pace}${
      template ? " `{symbol}` is the symbol's name, percent-encoded; clients complete it." : ''
    }\n`,
  ].join('\n');
}

it('is docs/reference/resources.md (vitest run packages/mcp-server/src/reference.test.ts --update writes it)', async () => {
  const head = `# Resources

What an agent, or its client, reads at any time and can subscribe to. A subscriber is told that a resource changed, and
reads it again: notices carry no data. Nothing is polled: the terminal pushes its events, and each resource says below
what counts as a change. \`mt5-bridge watch\` follows quotes, the account and the positions from a shell.
`;
  await expect([head, ...resources.map(resourcePart)].join('\n')).toMatchFileSnapshot(page('resources'));
});
