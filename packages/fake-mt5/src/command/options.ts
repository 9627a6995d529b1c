import {
  type AccountMarginMode,
  accountMarginMode,
  namedZone,
  newYorkCloseZone,
  serverZone,
  type ZoneShift,
} from '@mt5-bridge/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PROGRAM } from '../program.ts';
import type { Guard } from '../server/guard.ts';

/** What the command line asks for. */
export interface CommandOptions {
  readonly command: string;
  readonly events: string;
  readonly replay: readonly string[];
  readonly speed: number | 'max';
  readonly seed: number;
  /** ms, UTC. */
  readonly start?: number;
  readonly loop: boolean;
  readonly serverTimezone?: ZoneShift;
  readonly marginMode?: AccountMarginMode;
  readonly liquidity?: number;
  readonly state?: string;
  readonly readOnly: boolean;
  readonly allowSymbols?: readonly string[];
  readonly maxLots?: number;
  readonly allowMagic?: readonly bigint[];
  readonly exitWithStdin: boolean;
}

/** @throws CommanderError with the exit code that fits, after it has told what is wrong */
export function parseOptions(argv: readonly string[]): CommandOptions {
  const command = new Command('fake-mt5')
    .description('A simulated MetaTrader 5 terminal that speaks the mt5-bridge wire.')
    .version(PROGRAM.version)
    .option('--command <address>', 'where to answer requests', 'tcp://127.0.0.1:5555')
    .option('--events <address>', 'where to publish events', 'tcp://127.0.0.1:5556')
    .option(
      '--replay <file...>',
      "files of the terminal's own export of ticks or bars; the other symbols are drawn",
      [],
    )
    .addOption(new Option('--speed <factor>', 'seconds of market a second, or "max"').default(1).argParser(parseSpeed))
    .addOption(new Option('--seed <number>', 'draws market and account').default(1).argParser(parseSeed))
    .addOption(
      new Option('--start <time>', 'where the market begins: ISO 8601, UTC unless it says otherwise').argParser(
        parseStart,
      ),
    )
    .option('--no-loop', 'stand still at the end of the replay')
    .addOption(
      new Option(
        '--server-timezone <zone>',
        'zone of the broker server\'s clock: an offset such as "+03:00", an IANA zone, or "new-york-close"; default UTC with --replay, else new-york-close',
      ).argParser(parseZone),
    )
    .addOption(
      new Option(
        '--margin-mode <mode>',
        'of the account: retail_netting and exchange keep one position a symbol; default retail_hedging, or that of --state',
      ).choices(accountMarginMode.names),
    )
    .addOption(
      new Option('--liquidity <lots>', 'lots at the best price, per deal: larger orders fill in part').argParser(
        parseLots,
      ),
    )
    .option('--state <folder>', 'keep journal, account and market time there, so that they survive the process')
    .option('--read-only', 'refuse every trade request', false)
    .addOption(new Option('--allow-symbols <names>', 'trade only these, as in EURUSD,XAUUSD').argParser(parseNames))
    .addOption(new Option('--max-lots <volume>', 'refuse larger orders').argParser(parseLots))
    .addOption(
      new Option('--allow-magic <numbers>', 'send and touch only what carries one of these, as in 0,77').argParser(
        parseMagics,
      ),
    )
    .option('--exit-with-stdin', 'end when standard input does', false)
    .addHelpText(
      'after',
      '\nStandard input takes faults, one JSON object a line, as in {"fault":"delay","ms":500,"op":"quote","times":1}.',
    )
    .allowExcessArguments(false)
    .exitOverride();
  command.parse(argv, { from: 'user' });
  return command.opts<CommandOptions>();
}

/** The zone that fits the market where none is asked for. */
export function zoneFor({ serverTimezone, replay }: CommandOptions): ZoneShift {
  return serverTimezone ?? (replay.length > 0 ? serverZone : newYorkCloseZone());
}

/** The limits that the command line sets, as {@link Guard}. */
export function guardOf({ readOnly, allowSymbols, maxLots, allowMagic }: CommandOptions): Guard {
  return {
    read_only: readOnly,
    ...(allowSymbols && { symbols: allowSymbols }),
    ...(maxLots !== undefined && { max_lots: maxLots }),
    ...(allowMagic && { magics: allowMagic }),
  };
}

const parts = (text: string): string[] => text.split(',').map((part) => part.trim());

function parseNames(text: string): string[] {
  const names = parts(text);
  if (names.includes('')) throw new InvalidArgumentError('Write names with commas between them, as in EURUSD,XAUUSD.');
  return names;
}

function parseLots(text: string): number {
  const lots = Number(text);
  if (!(lots > 0 && lots < Number.POSITIVE_INFINITY)) throw new InvalidArgumentError('Write a number above 0.');
  return lots;
}

function parseMagics(text: string): bigint[] {
  const numbers = parts(text);
  if (!numbers.every((number) => /^\d{1,20}$/.test(number))) {
    throw new InvalidArgumentError('Write whole numbers with commas between them, as in 0,77.');
  }
  return numbers.map(BigInt);
}

function parseSpeed(text: string): number | 'max' {
  if (text === 'max') return text;
  const speed = Number(text);
  if (!(speed > 0 && speed <= 1_000_000)) throw new InvalidArgumentError('Write a number above 0, or "max".');
  return speed;
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new InvalidArgumentError('Write a whole number of at least 0.');
  return seed;
}

function parseStart(text: string): number {
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) || !text.includes('T');
  const time = /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? Date.parse(hasZone ? text : `${text}Z`) : Number.NaN;
  if (!(time >= 0)) throw new InvalidArgumentError('Write it as 2026-07-13T12:00:00Z.');
  return time;
}

function parseZone(text: string): ZoneShift {
  if (text === 'new-york-close') return newYorkCloseZone();
  try {
    return namedZone(text);
  } catch {
    throw new InvalidArgumentError('Write an offset such as "+03:00", an IANA zone, or "new-york-close".');
  }
}
