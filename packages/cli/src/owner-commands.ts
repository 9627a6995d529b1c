import { Argument, type Command, Option } from 'commander';
import { addAccessCommands } from './access-commands.ts';
import { parseCount, parseInstant } from './option-values.ts';
import { outputOption } from './output-option.ts';
import type { Shell } from './shell.ts';
import { withPlaceOptions } from './terminal-options.ts';

/** What the owner decides and looks up beside the server; none of it can be reached through MCP. */
export function addOwnerCommands(program: Command, shell: Shell, finish: (code: number) => void): void {
  withPlaceOptions(program.command('passphrase'))
    .description('Set or change the passphrase with which the owner approves orders.')
    .action(async (options) => (await import('./commands/passphrase.ts')).passphrase(shell, options));

  withPlaceOptions(program.command('approvals'))
    .description('List the orders that wait for the owner.')
    .addOption(new Option('--state <STATE>', 'which of them').choices(['pending', 'all']).default('pending'))
    .addOption(outputOption())
    .action(async (options) => (await import('./commands/approvals.ts')).approvals(shell, options));

  withPlaceOptions(program.command('approve'))
    .description('Show an order that waits, ask for the passphrase, and send the order.')
    .argument('<ID>', 'of the approval')
    .addOption(outputOption())
    .action(async (id, options) => finish(await (await import('./commands/approve.ts')).approve(shell, id, options)));

  withPlaceOptions(program.command('deny'))
    .description('Refuse an order that waits.')
    .argument('<ID>', 'of the approval')
    .option('--reason <TEXT>', 'for the audit log, and for whoever proposed it')
    .addOption(outputOption())
    .action(async (id, options) => (await import('./commands/deny.ts')).deny(shell, id, options));

  withPlaceOptions(program.command('settle'))
    .description('Say what became of an order that stays unknown. Without an order: list them.')
    .argument('[REQUEST_ID]', 'of the order')
    .addArgument(new Argument('[WHAT]', 'what a look in the terminal showed').choices(['done', 'rejected']))
    .option('--reason <TEXT>', 'for the audit log, and for whoever asks')
    .addOption(outputOption())
    .action(async (id, what, options) => (await import('./commands/settle.ts')).settle(shell, id, what, options));

  withPlaceOptions(program.command('kill'))
    .description('Stop every order that adds risk, in all servers of this machine; off needs the passphrase.')
    .addArgument(new Argument('<WHAT>', 'pull it, release it, or look').choices(['on', 'off', 'status']))
    .option('--reason <TEXT>', 'for the audit log, and for whoever is refused')
    .addOption(outputOption())
    .action(async (what, options) => (await import('./commands/kill.ts')).kill(shell, what, options));

  withPlaceOptions(program.command('keys'))
    .description('Make, or show, the keys that encrypt the connection to the terminal.')
    .option('--new', 'make new ones, also where there are some')
    .option('--terminal-key <KEY>', 'public key of a terminal that has keys already: only those of this side are made')
    .addOption(outputOption())
    .action(async (options) => (await import('./commands/keys.ts')).keys(shell, options));

  addAccessCommands(program, shell);
  addAuditCommands(program, shell);
}

function addAuditCommands(program: Command, shell: Shell): void {
  const audit = program.command('audit').description('Look at the record of everything that was proposed and sent.');
  withPlaceOptions(audit.command('verify'))
    .description('Check that no record was changed, removed or put in between.')
    .addOption(outputOption())
    .action(async (options) => (await import('./commands/audit.ts')).auditVerify(shell, options));
  withPlaceOptions(audit.command('tail'))
    .description('Print the newest records.')
    .option('-n, --count <N>', 'how many', parseCount, 10)
    .option('-f, --follow', 'go on with those that come, until Ctrl-C')
    .addOption(
      new Option(
        '-o, --output <FORMAT>',
        'lines for people or for programs (default: table at a terminal, else ndjson)',
      ).choices(['table', 'ndjson']),
    )
    .action(async (options) => (await import('./commands/audit.ts')).auditTail(shell, options));
  withFilter(withPlaceOptions(audit.command('query')))
    .description('Find records, newest first.')
    .option('-n, --count <N>', 'at most so many', parseCount, 50)
    .addOption(outputOption())
    .action(async (options) => (await import('./commands/audit.ts')).auditQuery(shell, options));
  withFilter(withPlaceOptions(audit.command('export')))
    .description('Write out records, oldest first.')
    .addOption(
      new Option('--format <FORMAT>', 'lines as they stand in the log, or a table for spreadsheets')
        .choices(['ndjson', 'csv'])
        .default('ndjson'),
    )
    .option('--out <FILE>', 'a file instead of stdout')
    .action(async (options) => (await import('./commands/audit.ts')).auditExport(shell, options));
}

function withFilter(command: Command): Command {
  return command
    .option('--event <EVENT>', 'such as send or outcome')
    .option('--request-id <ID>', 'of one order')
    .option('--symbol <SYMBOL>', 'that it is about')
    .option('--profile <NAME>', 'that proposed it')
    .option('--from <TIME>', 'not before, UTC', parseInstant)
    .option('--to <TIME>', 'not after, UTC', parseInstant);
}
