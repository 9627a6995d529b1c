import { type Command, Option } from 'commander';
import { CliError } from './cli-error.ts';
import { parseSeed, parseSpeed, type Speed } from './option-values.ts';

/** Which market a simulated terminal plays. */
export interface MarketOptions {
  readonly replay?: readonly string[] | undefined;
  readonly speed?: Speed | undefined;
  readonly seed?: number | undefined;
}

/** Where a command finds the owner's rules, and what was done under them. */
export interface PlaceOptions {
  readonly config?: string;
  readonly dataDir?: string;
}

/** Which terminal a command talks to. */
export interface TerminalOptions extends MarketOptions, PlaceOptions {
  readonly mode: 'live' | 'fake';
}

export function withMarketOptions(command: Command): Command {
  return command
    .option(
      '--replay <FILE...>',
      'recorded bars or ticks to replay, named after their symbols (EURUSD_H1.csv); last on the line',
    )
    .addOption(new Option('--speed <N|max>', 'how many times faster than recorded').argParser(parseSpeed))
    .addOption(
      new Option('--seed <N>', 'of the synthetic market: the same seed, the same prices').argParser(parseSeed),
    );
}

export function withTerminalOptions(command: Command): Command {
  command.addOption(
    new Option('--mode <MODE>', 'the terminal that the configuration names, or a simulated one in this process')
      .choices(['live', 'fake'])
      .default('live'),
  );
  return withPlaceOptions(withMarketOptions(command)).hook('preAction', (_, action) => {
    refuseMarketOfLiveTerminal(action.opts());
  });
}

export function withPlaceOptions(command: Command): Command {
  return withConfigOption(command).option(
    '--data-dir <DIR>',
    "folder of the ledger and the audit log (default: MT5_BRIDGE_DATA_DIR, or the user's data folder)",
  );
}

export function withConfigOption(command: Command): Command {
  return command.option(
    '--config <FILE>',
    'configuration file (default: MT5_BRIDGE_CONFIG, or `mt5-bridge config path`)',
  );
}

function refuseMarketOfLiveTerminal({ mode, replay, speed, seed }: TerminalOptions): void {
  const given = Object.entries({ replay, speed, seed }).find(([, value]) => value !== undefined);
  if (mode === 'live' && given !== undefined) {
    throw new CliError('USAGE', `--${given[0]} is for the simulated terminal: add --mode fake.`);
  }
}

/** The same options as words, for a process that is started with them. */
export function wordsOf(options: object): string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${kebab(name)}`, ...(Array.isArray(value) ? value.map(String) : [String(value)])],
  );
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
