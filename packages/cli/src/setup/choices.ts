import { PRESET_NAMES, type Preset } from '@mt5-bridge/config';
import { InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.ts';
import { parseLogin } from '../option-values.ts';
import { plainText } from '../output/plain-text.ts';
import type { Shell } from '../shell.ts';
import { CLIENT_IDS, type ClientId } from './clients/client.ts';
import { findTerminals, type Terminal, terminalAt } from './terminals.ts';

/** What a person wants, from flags or answers. */
export interface Choices {
  readonly terminal: Terminal | undefined;
  readonly preset: Preset | undefined;
  /** Account that the terminal is expected to be logged in to. */
  readonly login: number | undefined;
  /** The one real account that may be traded. */
  readonly realAccount: number | undefined;
  readonly clients: readonly ClientId[];
}

export interface Wishes {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** A data folder; false for none at all. */
  readonly terminal?: string | false;
  readonly winePrefix?: string;
  readonly preset?: Preset;
  readonly realAccount?: bigint;
  readonly client?: readonly ClientId[];
  readonly mode?: 'live' | 'fake';
}

/** Whether there is somebody to ask. @throws CliError NO_INPUT */
export function mayAsk({ input }: Shell, { yes, dryRun }: Wishes): boolean {
  if (yes) return false;
  if (input.isTerminal || dryRun) return input.isTerminal;
  throw new CliError(
    'NO_INPUT',
    'Nobody is there to ask: --yes goes on without questions, with what --terminal, --preset, --client, --real-account and --curve say; --dry-run only shows the plan.',
  );
}

/**
 * @param isFirst whether there is no configuration yet, whose values would be kept
 * @throws CliError TERMINAL_NOT_FOUND, TERMINAL_UNCLEAR, TERMINAL_FOLDER_WRONG, NO_INPUT, NOT_CONFIRMED, USAGE
 */
export async function choose(shell: Shell, wishes: Wishes, isFirst: boolean): Promise<Choices> {
  const asks = mayAsk(shell, wishes);
  const terminal = await terminalFor(shell, wishes, asks);
  const isAsked = asks && isFirst;
  const preset = wishes.preset ?? (isAsked ? await askPreset(shell) : undefined);
  const named = wishes.realAccount === undefined ? undefined : accountNumber(wishes.realAccount);
  // A simulated terminal is logged in to no account of theirs.
  const isAccountAsked = isAsked && wishes.mode !== 'fake';
  const realAccount = named ?? (isAccountAsked && preset !== 'watch' ? await askRealAccount(shell) : undefined);
  const login = realAccount ?? (isAccountAsked ? await askLogin(shell) : undefined);
  const clients = wishes.client ?? (asks ? await askClients(shell) : []);
  return { terminal, preset, login, realAccount, clients };
}

async function terminalFor(shell: Shell, wishes: Wishes, asks: boolean): Promise<Terminal | undefined> {
  if (wishes.terminal === false) return undefined;
  if (wishes.terminal !== undefined) return terminalAt(wishes.terminal, shell, wishes.winePrefix);
  const found = findTerminals(shell, wishes.winePrefix);
  const [first, second] = found;
  if (first === undefined) {
    throw new CliError('TERMINAL_NOT_FOUND', 'No data folder of MetaTrader 5 is in the usual places of this machine.');
  }
  if (second === undefined) return first;
  if (!asks) {
    const folders = found.map(({ data }) => data);
    const message = `There are ${found.length} terminals: ${folders.join(', ')}.`;
    throw new CliError('TERMINAL_UNCLEAR', message, { details: { terminals: folders } });
  }
  const list = found.map(({ data }, index) => `  ${index + 1}  ${plainText(data)}\n`).join('');
  await shell.stderr.write(`Terminals of this machine:\n${list}`);
  return ask(shell, 'Which one? ', (answer) => {
    const chosen = found[Number(answer) - 1];
    if (chosen === undefined) throw new CliError('USAGE', `None of them has the number "${answer}".`);
    return chosen;
  });
}

/** Asks until the answer can be read: whoever mistypes the last one does not begin again. @throws CliError what `read` throws besides USAGE */
async function ask<T>({ input, stderr }: Shell, question: string, read: (answer: string) => T): Promise<T> {
  for (;;) {
    const answer = (await input.line(question)).trim();
    try {
      return read(answer);
    } catch (error) {
      if (!(error instanceof CliError && error.code === 'USAGE')) throw error;
      await stderr.write(`${error.message}\n`);
    }
  }
}

function askPreset(shell: Shell): Promise<Preset> {
  return ask(shell, `Rules to begin with: ${PRESET_NAMES.join(', ')} [guarded]: `, (answer) => {
    const preset = PRESET_NAMES.find((name) => name === (answer || 'guarded'));
    if (preset === undefined) throw new CliError('USAGE', `"${answer}" is none of ${PRESET_NAMES.join(', ')}.`);
    return preset;
  });
}

async function askRealAccount(shell: Shell): Promise<number | undefined> {
  const first = await ask(
    shell,
    'Number of a real account to trade, with real money (empty: demo only): ',
    typedAccount,
  );
  if (first === undefined) return undefined;
  const second = (await shell.input.line('The same number again: ')).trim();
  if (String(first) !== second)
    throw new CliError('NOT_CONFIRMED', 'The two numbers differ: no real account is opened.');
  return first;
}

function askLogin(shell: Shell): Promise<number | undefined> {
  return ask(shell, 'Account number that the terminal is logged in to (empty: any): ', typedAccount);
}

function askClients(shell: Shell): Promise<ClientId[]> {
  const question = `Clients to register with, by commas, of ${CLIENT_IDS.join(', ')} (empty: none): `;
  return ask(shell, question, (answer) => {
    const words = answer.split(',').map((word) => word.trim());
    return words.filter((word) => word !== '').map(parseClient);
  });
}

export function parseClient(word: string): ClientId {
  const id = CLIENT_IDS.find((name) => name === word);
  if (id === undefined) throw new CliError('USAGE', `"${word}" is no client: they are ${CLIENT_IDS.join(', ')}.`);
  return id;
}

function typedAccount(text: string): number | undefined {
  if (text === '') return undefined;
  try {
    return accountNumber(parseLogin(text));
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new CliError('USAGE', `"${text}" is no account number.`);
    throw error;
  }
}

function accountNumber(login: bigint): number {
  if (login <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(login);
  throw new CliError('USAGE', `${login} is no account number.`);
}
