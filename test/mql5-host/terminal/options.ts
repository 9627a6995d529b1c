import { parseArgs } from 'node:util';
import { type CommandOptions, parseOptions } from '@mt5-bridge/fake-mt5/simulation';

/** What is about the native expert alone; everything else is FakeMT5's own command line. */
export interface ExpertOptions {
  /** `Name=Value` of further inputs. */
  readonly set: readonly string[];
  /** The program; built when it is not given. */
  readonly expert?: string;
  /** The .mq5 file to build in place of the expert advisor. */
  readonly main?: string;
  /** The grid of the terminal's timer, ms. */
  readonly timerResolution: string;
  /** Chart that the expert is attached to. */
  readonly symbol: string;
  readonly timeframe: string;
}

const own = {
  set: { type: 'string', multiple: true, default: [] as string[] },
  expert: { type: 'string' },
  main: { type: 'string' },
  'timer-resolution': { type: 'string', default: '10' },
  symbol: { type: 'string', default: 'EURUSD' },
  timeframe: { type: 'string', default: 'H1' },
} as const;

/** @throws CommanderError after it has told what is wrong */
export function readCommandLine(argv: readonly string[]): { fake: CommandOptions; expert: ExpertOptions } {
  const isOwn = (word: string): boolean => Object.keys(own).some((name) => word === `--${name}`);
  const mine = argv.flatMap((word, i) => (isOwn(word) ? [word, argv[i + 1] ?? ''] : []));
  const others = argv.filter((word, i) => !isOwn(word) && !isOwn(argv[i - 1] ?? ''));
  const { values } = parseArgs({ args: mine, options: own });
  const { set, expert, main, symbol, timeframe } = values;
  return {
    fake: parseOptions(others),
    expert: {
      set,
      symbol,
      timeframe,
      timerResolution: values['timer-resolution'],
      ...(expert !== undefined && { expert }),
      ...(main !== undefined && { main }),
    },
  };
}

/** The expert's inputs that say what FakeMT5's options do. */
export function inputsOf({ command, events, readOnly, allowSymbols, maxLots, allowMagic }: CommandOptions): string[] {
  return [
    `InpCommandAddress=${command}`,
    `InpEventsAddress=${events}`,
    `InpReadOnly=${readOnly}`,
    `InpAllowedSymbols=${allowSymbols?.join(',') ?? ''}`,
    `InpMaxLots=${maxLots ?? 0}`,
    `InpAllowedMagic=${allowMagic?.join(',') ?? ''}`,
  ];
}
