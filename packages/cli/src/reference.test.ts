import { fileURLToPath } from 'node:url';
import { MarketFileError } from '@mt5-bridge/fake-mt5';
import { errorCatalog, isErrorCode } from '@mt5-bridge/protocol';
import type { Argument, Command, Option } from 'commander';
import { expect, it } from 'vitest';
import { CliError, type CliErrorCode } from './cli-error.ts';
import { errorCodes, exitClassOf, exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { shellOf } from './shell.ts';

const page = (name: string): string => fileURLToPath(new URL(`../../../docs/reference/${name}.md`, import.meta.url));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => `\`${text}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${[head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')}\n`;

/** Outside code, what stands in angle brackets would be taken for a tag. */
const plain = (text: string): string => text.replaceAll('<', '&lt;');

const usageOf = (command: Command): string => {
  const words = [];
  for (let one: Command | null = command; one !== null; one = one.parent) words.unshift(one.name());
  const args = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name();
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [...words, ...args, ...(command.commands.length > 0 ? ['<COMMAND>'] : [])].join(' ');
};

function meaningOf({ description, argChoices }: Argument | Option): string {
  return plain(argChoices === undefined ? description : `${description}: ${argChoices.map(code).join(', ')}`);
}

function defaultOf({ defaultValue, defaultValueDescription }: Option): string {
  if (defaultValue === undefined || defaultValue === false) return '';
  return defaultValueDescription ?? code(Array.isArray(defaultValue) ? defaultValue.join(' ') : `${defaultValue}`);
}

/** One command and those below it, as the command line itself has them. */
function commandPart(command: Command, depth: number): string {
  const help = command.createHelp();
  const args = help.visibleArguments(command);
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help' && long !== '--version');
  const [, ...names] = usageOf(command)
    .replaceAll(/ [<[].*$/g, '')
    .split(' ');
  return [
    `${'#'.repeat(depth)} ${names.join(' ')}\n`,
    `${plain(command.description())}\n`,
    `\`\`\`\n${usageOf(command)}\n\`\`\`\n`,
    ...(args.length === 0
      ? []
      : [
          table(
            ['argument', 'meaning'],
            args.map((one) => [code(one.name()), meaningOf(one)]),
          ),
        ]),
    ...(options.length === 0
      ? []
      : [
          table(
            ['option', 'meaning', 'default'],
            options.map((one) => [code(one.flags), meaningOf(one), defaultOf(one)]),
          ),
        ]),
    ...command.commands.map((one) => commandPart(one, depth + 1)),
  ].join('\n');
}

const exits = table(
  ['exit code', 'what it says'],
  Object.values(exitCodes).map(({ number, meaning }) => [`${number}`, meaning]),
);

it('is docs/reference/commands.md (vitest run packages/cli/src/reference.test.ts --update writes it)', async () => {
  const program = createProgram(shellOf(process), () => {});
  const head = `# Commands

Results go to stdout, words for people to stderr. \`-o table|json|ndjson\` chooses the form of a result; where nobody looks at
the output it is JSON. \`--help\` of each command says what stands here.

${exits}
What a failure's code means is in the [error catalogue](errors.md). \`MT5_BRIDGE_CONFIG\`, \`MT5_BRIDGE_DATA_DIR\` and
\`MT5_BRIDGE_LOG_LEVEL\` stand for \`--config\`, \`--data-dir\` and the key \`logging.level\`.
`;
  const parts = program.commands.map((command) => commandPart(command, 2));
  await expect([head, ...parts].join('\n')).toMatchFileSnapshot(page('commands'));
});

const exitOf = (name: string): string => `${exitCodes[exitClassOf(name)].number}`;

/** What helps: the same call later, another call, or a person. */
function helps({ retryable, requires_human }: { retryable: boolean; requires_human: boolean }): string {
  if (requires_human) return 'a person';
  return retryable ? 'the same, later' : 'another call';
}

/** Of the codes that stand in no catalogue, what to do about each. */
const adviceOf = (name: string): string =>
  name.startsWith('MARKET_FILE_')
    ? new MarketFileError(name as MarketFileError['code'], '', { file: '' }).whatToDo
    : new CliError(name as CliErrorCode, '').whatToDo;

it('is docs/reference/errors.md (vitest run packages/cli/src/reference.test.ts --update writes it)', async () => {
  const rest = errorCodes.filter((name) => !isErrorCode(name));
  const [ofConfig, ofMarket] = [
    rest.filter((name) => SAID_BY_CONFIG.has(name)),
    rest.filter((name) => name.startsWith('MARKET_FILE_')),
  ];
  const ofCommands = rest.filter((name) => !ofConfig.includes(name) && !ofMarket.includes(name));
  const short = (names: readonly string[]) =>
    table(
      ['code', 'what to do', 'exit'],
      names.map((name) => [code(name), plain(adviceOf(name)), exitOf(name)]),
    );
  const catalogue = Object.entries(errorCatalog).map(([name, entry]) => [
    ...[code(name), plain(entry.message), plain(entry.what_to_do), helps(entry), exitOf(name)],
  ]);
  const text = `# Error catalogue

Every failure has a code, a message and what to do. A tool answers it as JSON: \`code\`, \`message\`, \`what_to_do\`, \`retryable\` (the
same call may succeed later by itself), \`requires_human\` (it can't without a person), and \`details\` with the limit, the
attempt or the ticket that it is about. A command writes it to stderr and ends with the exit code of its kind:

${exits}
## What tools and commands answer

${table(['code', 'meaning', 'what to do', 'what helps', 'exit'], catalogue)}
Where the trade server of the broker refused, the code is the name of its
[return code](../wire.md#return-codes-of-the-trade-server); exit code ${exitCodes.refused.number}.

## What the command line alone answers

${short(ofCommands)}
## Configuration

Each names file, line and column, what is wrong there and what to do; \`mt5-bridge config check\` tells all of them.

${table(
  ['code', 'exit'],
  ofConfig.map((name) => [code(name), exitOf(name)]),
)}
## Files of recorded prices

Of \`--replay\`; each names file, line and column.

${short(ofMarket)}`;
  await expect(text).toMatchFileSnapshot(page('errors'));
});

/** Their advice depends on what stands in the file. */
const SAID_BY_CONFIG: ReadonlySet<string> = new Set([
  'CONFIG_SYNTAX',
  'CONFIG_UNKNOWN_KEY',
  'CONFIG_INVALID_VALUE',
  'CONFIG_UNREADABLE',
]);
