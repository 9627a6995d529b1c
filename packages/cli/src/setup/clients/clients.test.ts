import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse as parseJson } from 'jsonc-parser';
import { parse as parseToml, stringify as stringifyToml } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLIENT_IDS } from './client.ts';
import { clients } from './index.ts';

const server = { command: '/opt/node "24"/bin/node', args: ['C:\\bridge\\bin.js', 'serve', '--mode', 'live'] };
const other = { command: 'other', args: [] };
const jsonClients = CLIENT_IDS.filter((id) => id !== 'codex');
const withComments = ['cursor', 'vscode', 'gemini'] as const;
const containerOf = (id: string) => (id === 'vscode' ? 'servers' : 'mcpServers');
const refused = expect.objectContaining({ code: 'CLIENT_CONFIG_UNREADABLE' });
const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return 'nothing was thrown';
};

describe.each(CLIENT_IDS)('%s', (id) => {
  const client = clients[id];

  it('writes a file of its own, which goes again', () => {
    expect({ id: client.id, text: client.add(undefined, server) }).toMatchSnapshot();
    expect(client.add('', server)).toBe(client.add(undefined, server));
    expect(client.remove(client.add(undefined, server))).toBeUndefined();
  });

  it('registers once, however often', () => {
    const once = client.add(client.add(undefined, other), server);
    expect(client.add(once, server)).toBe(once);
    expect(client.remove(once)).toBeUndefined();
  });

  it('keeps how somebody has narrowed the server down, and what else is in its entry', () => {
    const own = {
      command: 'old',
      args: ['old.js', 'serve', '--config', '/old', '--read-only', '--toolsets=a', '--mode', 'fake'],
    };
    const before = client.add(undefined, own).replace('old.js', 'older.js');
    const narrowed = { ...server, args: [...server.args, '--read-only', '--toolsets=a'] };
    expect(client.add(before, server)).toBe(client.add(undefined, narrowed));
    const unnamed = { command: 'new', args: ['new.js', 'serve'] };
    const fake = { ...unnamed, args: [...unnamed.args, '--read-only', '--toolsets=a', '--mode', 'fake'] };
    expect(client.add(before, unnamed)).toBe(client.add(undefined, fake));
    const withMore =
      id === 'codex' ? `${before}enabled = false\n` : before.replace('"command"', '"enabled": false, "command"');
    expect(client.add(withMore, server)).toMatch(/"?enabled"?( =|:) false/);
  });

  it('gives an entry of that name back that was there before', () => {
    const before = client.add(undefined, other);
    const added = client.add(before, server);
    expect(client.remove(added, before)).toBe(before);
    expect(client.remove('', before)).toBe('');
    expect(client.remove(added, '')?.replaceAll(/[{}\s]/g, '')).toBe('');
    expect(client.remove(added)).toBeUndefined();
  });

  it('keeps the byte order mark and the ends of lines', () => {
    const before = (id === 'codex' ? '\uFEFFa = 1\n' : '\uFEFF{\n\t"a": 1\n}\n').replaceAll('\n', '\r\n');
    const added = client.add(before, server);
    expect(added).not.toMatch(/[^\r]\n/);
    expect(added.lastIndexOf('\uFEFF')).toBe(0);
    expect(client.remove(added)).toBe(before);
  });
});

it('takes the place of a server of that name that is reached by an address', () => {
  const text = '{"mcpServers": {"mt5-bridge": {"url": "http://localhost:8765/mcp", "headers": {}}}}';
  expect(JSON.parse(clients.cursor.add(text, server)).mcpServers['mt5-bridge']).toEqual({ type: 'stdio', ...server });
});

describe.each(jsonClients)('%s', (id) => {
  const client = clients[id];
  const container = containerOf(id);

  it('gives back what any document meant, and every other character of it but blanks', () => {
    const names = fc.string().filter((name) => name !== 'mt5-bridge' && name !== '__proto__');
    const documents = fc
      .record({
        rest: fc.dictionary(names, fc.jsonValue()),
        servers: fc.option(fc.dictionary(names, fc.jsonValue(), { minKeys: 1 })),
        indent: fc.constantFrom(undefined, 1, 2, 4, '\t'),
      })
      .map(({ rest, servers, indent }) =>
        JSON.stringify({ ...rest, ...(servers && { [container]: servers }) }, null, indent),
      )
      .filter((text) => text !== '{}');
    fc.assert(
      fc.property(documents, (text) => {
        const added = client.add(text, server);
        const { [container]: servers, ...rest } = JSON.parse(added);
        expect(servers['mt5-bridge']).toMatchObject(server);
        expect(rest).toEqual(withoutKey(JSON.parse(text), container));
        const back = client.remove(added) ?? '{}';
        expect(JSON.parse(back)).toEqual(JSON.parse(text));
        expect(bare(back)).toBe(bare(text));
      }),
    );
  });

  it.each(['{', '[]', '"mcp"', 'null', `{"${container}": []}`, `{"${container}": null}`])('refuses %s', (text) => {
    expect(thrownBy(() => client.add(text, server))).toEqual(refused);
    expect(thrownBy(() => client.remove(text))).toEqual(refused);
  });

  it('refuses what is nested beyond all measure', () => {
    const text = `{"a": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(thrownBy(() => client.add(text, server))).toEqual(refused);
    expect(thrownBy(() => client.remove(text))).toEqual(refused);
  });

  it('refuses a key that stands twice where the wrong one would be changed', () => {
    expect(thrownBy(() => client.add(`{"${container}": {}, "${container}": {"x": {}}}`, server))).toEqual(refused);
  });
});

it.each(['claude-code', 'claude-desktop'] as const)('%s refuses comments, which it could not read', (id) => {
  expect(thrownBy(() => clients[id].add('{\n  // mine\n}', server))).toEqual(refused);
});

it('says where a text breaks', () => {
  expect(thrownBy(() => clients.cursor.add('{\n  "a" 1\n}', server))).toMatchObject({
    message: 'The configuration of Cursor is no JSON: ColonExpected at 2:7.',
  });
  expect(thrownBy(() => clients.codex.add('a = 1\nb = =\n', server))).toMatchObject({
    message: expect.stringContaining('The configuration of Codex is no TOML at 2:'),
  });
});

describe.each(withComments)('%s', (id) => {
  const client = clients[id];
  const container = containerOf(id);
  const trailing = id === 'gemini' ? '' : ',';

  it.each([
    ['in an empty object', `{\n  // none yet\n  "${container}": {}\n}`],
    ['after servers', `{\n  "${container}": {\n    // one\n    "one": {"command": "x"} // the one\n  }, // all\n}`],
    ['after a comma', `{\n  "${container}": {\n    "one": { "command": "x" },\n    /* two */\n  },\n}\n// end\n`],
    ['in one line', `{"a": 1, "${container}": {"one": {} /* one */}} // line`],
    ['with tabs', `// first\n{\n\t"${container}": {\n\t\t"one": {} // a\n\t\t// b\n\t}\n}\n`],
  ])('keeps comments %s', (_, text) => {
    const before = trailing === '' ? text.replaceAll(/,(?=\s*(\/[/*][^\n]*\s*)*\})/g, '') : text;
    const added = client.add(before, server);
    expect(comments(added)).toEqual(comments(before));
    expect(parseJson(added)[container]['mt5-bridge']).toMatchObject(server);
    const back = client.remove(added) ?? '';
    expect(comments(back)).toEqual(comments(before));
    expect(parseJson(back)[container] ?? {}).toEqual(parseJson(before)[container]);
  });

  it('takes the entry out from between comments', () => {
    const text = `{"${container}": {\n  "a": {}, // of a\n  "mt5-bridge": {} /* ours */, // of ours\n  "b": {} // of b\n}}`;
    const back = client.remove(text) ?? '';
    expect(comments(back)).toEqual(['// of a', '/* ours */', '// of ours', '// of b']);
    expect(parseJson(back)).toEqual({ [container]: { a: {}, b: {} } });
  });
});

describe('codex', () => {
  it('gives back what any document meant, and every character of it', () => {
    const key = fc.string({ minLength: 1 }).filter((name) => name !== 'mt5-bridge' && name !== '__proto__');
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));
    const entries = fc.dictionary(key, value);
    const documents = fc
      .record({ rest: entries, servers: fc.dictionary(key, entries), tail: fc.constantFrom('', '# end\n', '\n\n') })
      .map(({ rest, servers, tail }) => stringifyToml({ ...rest, mcp_servers: servers }) + tail)
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(documents, (text) => {
        const added = clients.codex.add(text, server);
        expect(parseToml(added)).toMatchObject({ mcp_servers: { 'mt5-bridge': server } });
        expect(clients.codex.remove(added)).toBe(text);
      }),
    );
  });

  it('leaves comments where they are, whatever the entry has become', () => {
    const text = [
      '# mine',
      'model = "x"',
      '',
      '[mcp_servers."mt5-bridge"] # old',
      'command = "old"',
      'args = [',
      '  "a",',
      ']',
      '',
      '  [ mcp_servers . mt5-bridge . env ]',
      'A = "1"',
      '# of the other',
      '[mcp_servers.other]',
      'command = "o"',
      '',
    ].join('\n');
    const rest = '# mine\nmodel = "x"\n# of the other\n[mcp_servers.other]\ncommand = "o"\n';
    expect(clients.codex.remove(text)).toBe(rest);
    expect(clients.codex.remove(clients.codex.add(text, server))).toBe(rest);
  });

  it.each([
    ['an inline table', 'mcp_servers = { mt5-bridge = { command = "x" } }\n'],
    ['dotted keys', '[mcp_servers]\nmt5-bridge.command = "x"\n'],
    ['the header inside a text', 'a = """\n[mcp_servers.mt5-bridge]\nx = 1\n"""\n'],
    ['servers that are no table', 'mcp_servers = 1\n'],
    ['a number that is none', 'a = 1__0\n'],
  ])('refuses %s', (_, text) => {
    expect(thrownBy(() => clients.codex.add(text, server))).toEqual(refused);
  });
});

describe('files', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mt5-bridge-cli-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each(['linux', 'darwin', 'win32'])('are where the clients look on %s', (platform) => {
    const files = CLIENT_IDS.map((id) => [id, clients[id].file({ env: {}, platform, home: '/home/eva' })]);
    expect(Object.fromEntries(files)).toMatchSnapshot();
  });

  it('follow the clients own variables', () => {
    const env = { CODEX_HOME: '/c', CLAUDE_CONFIG_DIR: '/d', GEMINI_CLI_HOME: '/g', XDG_CONFIG_HOME: '/x' };
    const files = CLIENT_IDS.map((id) => clients[id].file({ env, platform: 'linux', home: '/home/eva' }));
    expect(files).toEqual([
      '/d/.claude.json',
      '/x/Claude/claude_desktop_config.json',
      '/home/eva/.cursor/mcp.json',
      '/x/Code/User/mcp.json',
      '/c/config.toml',
      '/g/.gemini/settings.json',
    ]);
  });

  it('finds the folder of a packaged Claude Desktop, the one with a configuration first', () => {
    const surroundings = {
      env: { APPDATA: join(root, 'Roaming'), LOCALAPPDATA: join(root, 'Local') },
      platform: 'win32',
      home: root,
    };
    const own = (name: string) => join(root, 'Local', 'Packages', name, 'LocalCache', 'Roaming', 'Claude');
    const file = () => clients['claude-desktop'].file(surroundings);
    expect(file()).toBe(join(root, 'Roaming', 'Claude', 'claude_desktop_config.json'));
    mkdirSync(own('Claude_a'), { recursive: true });
    mkdirSync(join(root, 'Local', 'Packages', 'Claude_0'), { recursive: true });
    expect(file()).toBe(join(own('Claude_a'), 'claude_desktop_config.json'));
    mkdirSync(own('Claude_b'), { recursive: true });
    writeFileSync(join(own('Claude_b'), 'claude_desktop_config.json'), '{}');
    expect(file()).toBe(join(own('Claude_b'), 'claude_desktop_config.json'));
  });
});

/** Without blanks between words, which an edit may set anew on the lines that it touches. */
function bare(text: string): string {
  return text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

function comments(text: string): string[] {
  const found = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').match(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g);
  return (found ?? []).map((comment) => comment.trim());
}

function withoutKey(value: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
