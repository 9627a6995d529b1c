import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createProgram, shellOf } from 'mt5-bridge';
import { expect, test } from 'vitest';
import { bridgeBin } from '../support/processes.ts';
import { pages, proseOf, type ShellLine, shellLines } from './blocks.ts';
import { root, textOf } from './page.ts';

const run = promisify(execFile);

/** Programs that are not ours, and why a line of theirs is not tried here. */
const OTHERS: Readonly<Record<string, string>> = {
  claude: 'asks for an account; test/clients lists the server with it',
  codex: 'asks for an account; test/clients reads what it is given',
  'npx @modelcontextprotocol/inspector': 'fetched from the network',
  ssh: 'needs another machine; test/documents/remote.test.ts brings one',
  'ssh-keygen': "the user's own key",
  curl: 'needs a running server; test/e2e/tradingview.test.ts sends the same',
  git: 'needs the network',
  npm: 'its scripts are looked up below; test/packages installs the tarballs',
  docker: 'its files are looked up below; test/docker starts them',
  'docker-compose': 'the same',
};

/** Of the system, as are those after `sudo`. */
const SYSTEM = new Set(
  'apt-get cat cd chgrp chmod chown cp echo export install journalctl ln loginctl ls mkdir rm sh systemctl tar'.split(
    ' ',
  ),
);
/** Defined in a page: the command in this folder, or as the service's user. */
const OWN_NAME = /^(?:mt5-bridge|owner)\(\)$/;

/** What PowerShell or Windows itself brings. */
const WINDOWS = /^\(?(?:[A-Z][a-z]+-[A-Z][A-Za-z]+|cd|icacls\.exe|nssm\.exe)$/;

/** The words after `mt5-bridge`, where a line has it as a command. */
function bridgeWords({ words }: ShellLine): readonly string[] | undefined {
  const at = words.findIndex(
    (word, i) =>
      /(?:dist[/\\]bin\.js|scripts\/task\.mjs|Invoke-Bridge\.ps1)$/.test(word) ||
      (/^(?:\/.*\/)?mt5-bridge$/.test(word) && isCommand(words.slice(0, i))) ||
      (word === 'owner' && i === 0) ||
      (word === '--' && /^npm run(?: --silent)? mt5-bridge$/.test(words.slice(0, i).join(' '))),
  );
  if (at === -1) return undefined;
  const rest = words.slice(at + 1);
  const end = rest.findIndex((word) => /^[<>]/.test(word) || word === '--method' || word.endsWith('"$@"; }'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Whether what stands before a word makes it the command: nothing, npx, or `exec CONTAINER`. */
const isCommand = (before: readonly string[]): boolean =>
  /^(?:|npx|sudo(?: -u \S+)?|.* exec(?: -\S+)* [\w-]+)$/.test(before.join(' '));

const said = (line: ShellLine): string => `${line.page}: ${line.words.join(' ')}`;
const ours = shellLines.flatMap((line) => {
  const words = bridgeWords(line);
  return words === undefined || words[0]?.startsWith('$@') || OWN_NAME.test(line.words[0] ?? '')
    ? []
    : [{ line, words }];
});

/** What the command line says against these words; nothing if it takes them. */
async function complaint(words: readonly string[]): Promise<string | undefined> {
  const program = createProgram({ ...shellOf(process), stdout: deaf, stderr: deaf }, () => {});
  const idle = (command: typeof program): void => {
    if (command.commands.length === 0) command.action(() => {});
    command.commands.forEach(idle);
  };
  program.commands.forEach(idle);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return error.code === 'commander.helpDisplayed' ? undefined : error.message;
  }
}

const deaf = { ...shellOf(process).stdout, write: async () => {} };

test('every command of every page is one of the command line, with its options', async () => {
  expect(ours.length).toBeGreaterThan(60);
  const wrong = [];
  for (const { line, words } of ours) {
    const problem = await complaint(words);
    if (problem !== undefined) wrong.push(`${said(line)}: ${problem}`);
  }
  expect(wrong).toEqual([]);
});

test('what is no command is refused, so that a wrong page is noticed', async () => {
  expect(await complaint(['sevre'])).toMatch(/unknown command/);
  expect(await complaint(['serve', '--prt', '1'])).toMatch(/unknown option/);
  expect(await complaint(['approve'])).toMatch(/missing required argument/);
});

test('the commands that the text of a page names are commands, and their options options', () => {
  const program = createProgram(shellOf(process), () => {});
  const named = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/`mt5-bridge ([^`]+)`/g)].map(([, words = '']) => ({ page, words: words.split(/\s+/) })),
  );
  expect(named.length).toBeGreaterThan(60);
  const wrong = named.filter(({ words }) => {
    let command = program;
    const rest = [...words];
    for (let next = rest[0]; next !== undefined; next = rest[0]) {
      const inner = command.commands.find((one) => one.name() === next);
      if (inner === undefined) break;
      command = inner;
      rest.shift();
    }
    const [first = ''] = rest;
    // A command with commands of its own takes nothing else, but for one to be filled in.
    const isLost = command.commands.length > 0 && first !== '' && !/^(?:-|[A-Z])/.test(first);
    const known = new Set(['--help', '--version', ...command.options.flatMap(({ long }) => long ?? [])]);
    return isLost || rest.some((word) => word.startsWith('--') && !known.has(word.replace(/[=,.].*$/, '')));
  });
  expect(wrong.map(({ page, words }) => `${page}: ${words.join(' ')}`)).toEqual([]);
});

/** What is only parsed, and why it is not run here. */
const ONLY_PARSED: readonly (readonly [words: RegExp, why: string])[] = [
  [/^(?:serve|channel|demo)\b/, 'goes on until it is ended: packages/cli/src/commands and test/e2e run it'],
  [/^setup\b/, 'changes what it finds on the machine: packages/cli/src/setup has made-up machines'],
  [
    /^(?:passphrase|passkey add|approve|settle \S+|kill o|keys)\b/,
    'the owner types, or keys are made: its own tests do',
  ],
  [/^token (?:create|remove)\b|^alerts rotate\b/, 'needs what the page has made before: its own tests do'],
  [/--(?:config|data-dir) \//, "a path of the reader's machine"],
  [/^(?:doctor|call|watch)\b(?!.*--mode fake)/, 'needs a terminal: with --mode fake the same is run'],
];

const unique = [...new Set(ours.map(({ words }) => words.join('\u0000')))].map((words) => words.split('\u0000'));
const why = (words: readonly string[]) => ONLY_PARSED.filter(([pattern]) => pattern.test(words.join(' ')));
const runs = unique.filter((words) => why(words).length === 0);

test('what is not run has a reason, and every reason has something', () => {
  const idle = ONLY_PARSED.filter(([pattern]) => !unique.some((words) => pattern.test(words.join(' '))));
  expect(idle.map(([, reason]) => reason)).toEqual([]);
  expect(runs.length).toBeGreaterThanOrEqual(15);
});

test.each(runs.map((words) => [words.join(' '), words] as const))(
  '`mt5-bridge %s` works as it stands',
  async (_, words) => {
    const home = mkdtempSync(join(tmpdir(), 'mt5-bridge-test-'));
    const isOfAlerts = words[0] === 'alerts';
    const { stdout } = await run(process.execPath, [bridgeBin, ...words], {
      cwd: root,
      env: {
        ...{ PATH: process.env.PATH, HOME: home, APPDATA: home, LOCALAPPDATA: home, MT5_BRIDGE_DATA_DIR: home },
        MT5_BRIDGE_CONFIG: join(root, `examples/config/${isOfAlerts ? 'tradingview' : 'default'}.toml`),
      },
    });
    // What looks at what nobody has made yet may have nothing to show.
    if (!/^(?:approvals|settle|alerts list|token|audit tail)/.test(words.join(' ')))
      expect(stdout.length).toBeGreaterThan(0);
  },
  // After New York has closed, minutes may pass between a few quotes.
  300_000,
);

const programOf = ({ words: [...words], shell }: ShellLine): string => {
  if (words[0] === 'sudo') words.splice(0, words[1] === '-u' ? 3 : 1);
  const [first = '', second = ''] = words;
  if (shell === 'powershell' && WINDOWS.test(first)) return 'of Windows';
  return first === 'npx' ? `npx ${second}` : first;
};

test('every other program is known, and why it is not tried here; no reason is left over', () => {
  const isOurs = (name: string) =>
    /^(?:.*[/ ])?mt5-bridge$|^owner$|^of Windows$/.test(name) || OWN_NAME.test(name) || SYSTEM.has(name);
  const isScript = (name: string) => /^(?:\.\\|\.\/)?[\w/-]+\.(?:ps1|sh)$/.test(name);
  const programs = new Map(shellLines.map((line) => [programOf(line), line]));
  const unknown = [...programs].filter(([name]) => !isOurs(name) && !isScript(name) && !Object.hasOwn(OTHERS, name));
  expect(unknown.map(([, line]) => said(line))).toEqual([]);
  expect(Object.keys(OTHERS).filter((name) => !programs.has(name))).toEqual([]);
});

test('the scripts of npm that pages name are there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\bnpm (?:run (?:--silent )?([a-z][\w:-]*)|(start|test)\b)/g)].map(
      ([, script, short = '']) => ({ page, script: script ?? short }),
    ),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter(({ script }) => !Object.hasOwn(scripts, script))).toEqual([]);
});

/** A file of this repository, as a command or a text of a page writes it. */
const FILES =
  /(?<![\w/.:@~$-])((?:docs|docker|examples|packages|mql5|scripts|test)\/[\w./@-]*[\w-])(?![\w*{<-]|\/?\*)/g;
/** What is made, by a build or by its user. */
const MADE =
  /^(?:docker\/\.env|docker\/secrets|docker\/libzmq\/build|packages\/[\w-]+\/dist|packages\/cli\/expert|test\/browser\/screenshots|test\/mql5-host\/fuzz\/found)(?:$|\/)/;

test('the files of this repository that pages name are there', () => {
  const missing = pages.flatMap((page) =>
    [
      ...[...textOf(page).matchAll(FILES)].map(([, file = '']) => file.replace(/[.,]+$/, '')),
      ...(page === 'docs/windows.md'
        ? [...textOf(page).matchAll(/\.\\([\w-]+\.ps1)/g)].map(([, file]) => `examples/windows/${file}`)
        : []),
    ]
      .filter((file) => !MADE.test(file) && !existsSync(join(root, file)))
      .map((file) => `${page}: ${file}`),
  );
  expect([...new Set(missing)]).toEqual([]);
});
