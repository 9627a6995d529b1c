import { CONFIG_KEYS, type ConfigKey, DEFAULT_CONFIG, policyOf } from '@mt5-bridge/config';
import { errorCatalog } from '@mt5-bridge/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectStdio, type Session } from '../support/bridge.ts';
import { bridgeBin } from '../support/processes.ts';
import { theirErrors, theirKeys, theirResources, theirTools } from './mt5-trading-mcp.ts';
import { example, expectParts, table } from './page.ts';

const keys = new Map(CONFIG_KEYS.map((key) => [key.path, key]));
const code = (text: string): string => `\`${text}\``;

/** What is in force here where nothing is set. */
function unsetHere(key: ConfigKey): unknown {
  return key.unset === 'preset' ? Reflect.get(policyOf(DEFAULT_CONFIG), key.name) : key.default;
}

const written = (value: unknown): string =>
  typeof value === 'string' && value.includes(' ') ? value : code(JSON.stringify(value));

let session: Session;
let tools: Awaited<ReturnType<Session['client']['listTools']>>['tools'];
beforeAll(async () => {
  session = await connectStdio([bridgeBin, 'serve', '--mode', 'fake', '--config', example('default')], 'modern');
  ({ tools } = await session.client.listTools());
});
afterAll(() => session.close());

test.each(theirKeys)('the key $path of mt5-trading-mcp is taken, and the page tells what differs', (theirs) => {
  const key = keys.get(theirs.path);
  if (key === undefined) throw new Error('there is no such key here');
  expect(theirs.differs.startsWith('no effect')).toBe(key.effect === 'none');
  const isSame = JSON.stringify(unsetHere(key)) === JSON.stringify(theirs.unset);
  expect(theirs.differs !== '' || isSame, `${theirs.path}: another default, and not a word of it`).toBe(true);
});

test('every key that is accepted without effect is one of theirs', () => {
  const none = CONFIG_KEYS.filter(({ effect }) => effect === 'none').map(({ path }) => path);
  expect(none.filter((path) => !theirKeys.some((theirs) => theirs.path === path))).toEqual([]);
});

test.each(theirTools)('the tool $name of mt5-trading-mcp is here, with its parameters or without them', (theirs) => {
  const tool = tools.find(({ name }) => name === (theirs.here ?? theirs.name));
  const properties = Object.keys(tool?.inputSchema.properties ?? {});
  const without = theirs.without ?? [];
  expect(theirs.parameters.filter((name) => !properties.includes(name))).toEqual(without);
  // A call as it was written there has all that is needed here.
  expect((tool?.inputSchema.required ?? []).filter((name) => !theirs.parameters.includes(name))).toEqual([]);
});

test('a call as it was written there, with amounts as texts, is understood', async () => {
  const { client } = session;
  const margin = await client.callTool({
    name: 'calc_margin',
    arguments: { symbol: 'EURUSD', side: 'buy', volume: '0.10' },
  });
  expect(margin.isError ?? false).toBe(false);
  const order = { symbol: 'EURUSD', side: 'buy', type: 'market', volume: '0.10', sl: '1.0', deviation: 10 };
  const proposed = await client.callTool({ name: 'place_order', arguments: { ...order, approval_confirmed: false } });
  expect(proposed.structuredContent ?? proposed.content).toBeDefined();
  expect(JSON.stringify(proposed)).not.toContain('INVALID_PARAMS');
});

test('its resources are here', async () => {
  const { resources } = await session.client.listResources();
  const { resourceTemplates } = await session.client.listResourceTemplates();
  const uris = [...resources.map(({ uri }) => uri), ...resourceTemplates.map(({ uriTemplate }) => uriTemplate)];
  expect(theirResources.filter((uri) => !uris.includes(uri))).toEqual([]);
});

test.each(theirErrors)('what is told in place of its code %s is a code', (theirs, here) => {
  expect((here.length > 0 ? here : [theirs]).filter((name) => !(name in errorCatalog))).toEqual([]);
  expect(here.length > 0 && theirs in errorCatalog).toBe(false);
});

function keyRow({ path, unset, differs }: (typeof theirKeys)[number]): string[] {
  const key = keys.get(path);
  const here = key === undefined || key.effect === 'none' ? '' : written(unsetHere(key));
  return [code(path), written(unset), here, differs === '' ? 'nothing' : differs];
}

function toolRow({ name, here, parameters, without = [], differs }: (typeof theirTools)[number]): string[] {
  const more = (tools.find((tool) => tool.name === (here ?? name))?.inputSchema.properties ?? {}) as object;
  const added = Object.keys(more).filter((parameter) => !parameters.includes(parameter));
  return [
    code(name),
    here === undefined ? 'the same name' : code(here),
    without.map(code).join(' '),
    added.map(code).join(' '),
    differs,
  ];
}

const inThePlaceOf = (here: readonly string[]): string => (here.length === 0 ? 'the same' : here.map(code).join(' '));

test('the tables of docs/migration.md are these (vitest run test/documents/migration.test.ts --update writes them)', async () => {
  await expectParts(
    'docs/migration.md',
    new Map([
      ['keys', table(['key', 'there, unset', 'here, unset', 'what differs'], theirKeys.map(keyRow))],
      ['tools', table(['tool', 'here', 'not here', 'new', 'what differs in use and answer'], theirTools.map(toolRow))],
      [
        'errors',
        table(
          ['code there', 'here'],
          theirErrors.map(([name, here]) => [code(name), inThePlaceOf(here)]),
        ),
      ],
    ]),
  );
});
