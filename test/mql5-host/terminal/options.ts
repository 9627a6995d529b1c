import { parseArgs } from 'node:util';
import { type CommandOptions, parseOptions } from '@mt5-bridge/fake-mt5/simulation';

/** What is about the native expert alone; everything else is FakeMT5's own command line. */
export interface ExpertOptions {
  /** File of its inputs, in place of those that FakeMT5's options stand for; where it listens this file says, too. */
  readonly preset?: string;
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
  preset: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  expert: { type: 'string' },
  main: { type: 'string' },
  'timer-resolution': { type: 'string', default: '10' },
  symbol: { type: 'string', default: 'EURUSD' },
  timeframe: { type: 'string', default: 'H1' },
} as const;

const HELP = `The native expert advisor in a simulated terminal. Options of its own:
  --preset <file.set>       the inputs of the expert advisor, as the terminal reads them
  --set <Input=value>       an input of the expert advisor; as often as needed
  --symbol <name>           of the chart that it is attached to (default: EURUSD)
  --timeframe <name>        of that chart (default: H1)
  --timer-resolution <ms>   grid of the terminal's timer (default: 10)
  --main <file>             another .mq5 file to build and run
  --expert <program>        one that is built already
Standard input also takes what a person or the terminal does to an expert: {"expert":"reinit"},
{"expert":"parameters","set":["Input=value"]}, {"expert":"click","object":"Mt5BridgeStop"},
{"expert":"algo-trading","allowed":false}. Everything else is as on FakeMT5:

`;

/** @throws CommanderError after it has told what is wrong, or shown what there is */
export function readCommandLine(argv: readonly string[]): { fake: CommandOptions; expert: ExpertOptions } {
  if (argv.some((word) => word === '--help' || word === '-h')) process.stdout.write(HELP);
  const isOwn = (word: string): boolean => Object.keys(own).some((name) => word === `--${name}`);
  const mine = argv.flatMap((word, i) => (isOwn(word) ? [word, argv[i + 1] ?? ''] : []));
  const others = argv.filter((word, i) => !isOwn(word) && !isOwn(argv[i - 1] ?? ''));
  const { values } = parseArgs({ args: mine, options: own });
  const { preset, set, expert, main, symbol, timeframe } = values;
  return {
    fake: parseOptions(others),
    expert: {
      set,
      symbol,
      timeframe,
      timerResolution: values['timer-resolution'],
      ...(preset !== undefined && { preset }),
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
