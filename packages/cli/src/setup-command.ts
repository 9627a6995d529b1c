import type { Preset } from '@mt5-bridge/config';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseLogin } from './option-values.ts';
import { CLIENT_IDS, type ClientId } from './setup/clients/client.ts';
import type { Shell } from './shell.ts';
import { withPlaceOptions } from './terminal-options.ts';

/** Named here too, since the list itself comes with the whole schema of the configuration. */
const PRESETS: readonly Preset[] = ['watch', 'guarded', 'prop-firm', 'open'];

const EXAMPLES = `
Examples:
  mt5-bridge setup --dry-run                           show what would be done, touch nothing
  mt5-bridge setup                                     ask, show the plan, do it after a yes
  mt5-bridge setup --yes --client claude-code          no questions, safe defaults
  mt5-bridge setup --yes --no-terminal --mode fake     no terminal at all: simulated markets
  mt5-bridge setup --undo                              take everything back`;

/** Installing, and taking it back. */
export function addSetupCommand(program: Command, shell: Shell): void {
  withPlaceOptions(program.command('setup'))
    .description(
      'Install: the expert advisor into a terminal, the configuration, the server into MCP clients. Shows its plan first, keeps what it replaces, and can be undone.',
    )
    .option('--dry-run', 'show the plan and touch nothing')
    .option('-y, --yes', 'ask nothing: what no option says is left at its safe default')
    .option('--terminal <DIR>', 'data folder of the terminal (there: File, Open Data Folder)')
    .option('--no-terminal', 'the configuration and clients alone')
    .option('--wine-prefix <DIR>', 'a Wine prefix to look for terminals in, besides the usual ones')
    .option('--no-compile', 'leave compiling the expert advisor to you')
    .option('--libzmq <FILE>', 'a libzmq.dll in place of the one that comes along; it has to be the same')
    .addOption(
      new Option('--symbol <SYMBOL>', 'of the chart that carries the expert advisor (default: EURUSD)').argParser(
        parseSymbol,
      ),
    )
    .option('--curve', 'encrypt the connection: make keys for both sides')
    .addOption(
      new Option('--preset <NAME>', 'rules of the configuration (default: guarded in a new one)').choices(PRESETS),
    )
    .option('--real-account <LOGIN>', 'allow trading on this real account, with real money', parseLogin)
    .addOption(
      new Option('--client <ID>', `register with this client; may be repeated: ${CLIENT_IDS.join(', ')}`).argParser(
        addClient,
      ),
    )
    .addOption(
      new Option('--mode <MODE>', 'the terminal of the registered server (default: live)').choices(['live', 'fake']),
    )
    .addOption(
      // It takes back all: whoever names a part would be misled.
      new Option('--undo', 'take back everything that setup did with this data directory').conflicts([
        ...['dryRun', 'terminal', 'winePrefix', 'compile', 'libzmq', 'symbol'],
        ...['curve', 'preset', 'realAccount', 'client', 'mode'],
      ]),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (options) => (await import('./commands/setup.ts')).setup(shell, options));
}

/** As brokers name symbols; it goes into a line of a file of the terminal. */
function parseSymbol(text: string): string {
  if (/^[\w.#&+!$@ -]{1,31}$/.test(text)) return text;
  throw new InvalidArgumentError('Give a symbol as the broker writes it, as in EURUSD.');
}

function addClient(text: string, before: readonly ClientId[] = []): readonly ClientId[] {
  const id = CLIENT_IDS.find((name) => name === text);
  if (id === undefined) throw new InvalidArgumentError(`Clients are ${CLIENT_IDS.join(', ')}.`);
  return [...before, id];
}
