import { Argument, Command, Option } from 'commander';
import { addAlertCommands } from './alert-commands.ts';
import { describeExitCodes } from './exit-codes.ts';
import { parseCount, parseJsonObject, parseLogin } from './option-values.ts';
import { outputOption } from './output-option.ts';
import { addOwnerCommands } from './owner-commands.ts';
import { addSetupCommand } from './setup-command.ts';
import type { Shell } from './shell.ts';
import { withConfigOption, withMarketOptions, withTerminalOptions } from './terminal-options.ts';
import { version } from './version.ts';

/**
 * The command line. What a command needs is loaded only when it runs. `finish` takes the exit code of a command that
 * ends otherwise than well or by throwing.
 */
export function createProgram(shell: Shell, finish: (code: number) => void): Command {
  const program = new Command('mt5-bridge')
    .description('MetaTrader 5 for AI agents over the Model Context Protocol.')
    .version(version)
    .addHelpText('after', `\n${describeExitCodes()}`)
    .showHelpAfterError('What to do: see --help.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void shell.stdout.write(text),
      writeErr: (text) => void shell.stderr.write(text),
      getOutHelpWidth: () => Math.min(shell.stdout.width, 100),
      getErrHelpWidth: () => Math.min(shell.stderr.width, 100),
      outputError: (text, write) =>
        write(`${shell.stderr.style(['bold', 'red'], 'USAGE')}: ${text.replace(/^error: /, '')}`),
    });

  addSetupCommand(program, shell);

  withTerminalOptions(program.command('serve'))
    .description('Serve one terminal to MCP clients, with a dashboard where it serves over HTTP.')
    .addOption(
      new Option('--transport <TRANSPORT>', 'how clients connect').choices(['stdio', 'http', 'both']).default('stdio'),
    )
    .option('--toolsets <NAMES>', 'only these groups of tools, with commas')
    .option('--read-only', 'without the tools that trade, whatever the configuration says')
    .option('--log-file <FILE>', 'for a service that has no stderr: everything goes here; from 10 MB on to a new file')
    .action(async (options) => (await import('./commands/serve.ts')).serve(shell, options));

  withTerminalOptions(program.command('channel'))
    .description('Tell a session of Claude Code of alerts, fills, approvals, margin and link, beside a server.')
    .action(async (options) => (await import('./commands/channel.ts')).channel(shell, options));

  withTerminalOptions(program.command('doctor'))
    .description('Check everything between here and the market, and say what to do about what is wrong.')
    .option('--json', 'the findings as JSON')
    .option('--smoke-trade', 'also open, change and close the smallest position (demo or simulated accounts)')
    .option('--real-account <LOGIN>', 'do so on this real account, with real money', parseLogin)
    .action(async (options) => finish(await (await import('./commands/doctor.ts')).doctor(shell, options)));

  withTerminalOptions(program.command('call'))
    .description('Run one tool, as an MCP client would. Without a tool: list them.')
    .argument('[TOOL]', 'name of the tool')
    .argument('[KEY=VALUE...]', 'its arguments; lists with commas')
    .option('--json-args <JSON>', 'arguments as a JSON object', parseJsonObject)
    .option('--out <FILE>', 'a new file for the picture of get_chart_image (PNG)')
    .addOption(outputOption())
    .action(async (tool, words, options) =>
      finish(await (await import('./commands/call.ts')).call(shell, tool, words, options)),
    );

  withTerminalOptions(program.command('watch'))
    .description('Follow quotes, the account or the positions: one JSON object a line at every change.')
    .addArgument(new Argument('<WHAT>', 'what to follow').choices(['quotes', 'account', 'positions']))
    .argument('[SYMBOL...]', 'for quotes: the symbols')
    .option('--count <N>', 'end after so many lines', parseCount)
    .action(async (what, symbols, options) =>
      (await import('./commands/watch.ts')).watch(shell, what, symbols, options),
    );

  addOwnerCommands(program, shell, finish);
  addAlertCommands(program, shell);

  const config = program.command('config').description('Look at the configuration file.');
  withConfigOption(config.command('check'))
    .description('Say what the configuration means, or everything that is wrong with it.')
    .action(async (options) => (await import('./commands/config.ts')).configCheck(shell, options));
  withConfigOption(config.command('path'))
    .description('Print where the file is, or would be.')
    .action(async (options) => (await import('./commands/config.ts')).configPath(shell, options));
  withConfigOption(config.command('init'))
    .description('Write a commented file with the defaults.')
    .option('--force', 'overwrite a file that is there')
    .action(async (options) => (await import('./commands/config.ts')).configInit(shell, options));

  withMarketOptions(program.command('demo'))
    .description('Show what an MCP client sees of a simulated terminal, then keep serving that terminal.')
    .option('--once', 'end after the tour')
    .option('--terminal <FILE>', "a program for Node in FakeMT5's place, which takes its options")
    .action(async (options) => (await import('./commands/demo.ts')).demo(shell, options));

  return program;
}
