import { ALERT_STATES } from '@mt5-bridge/gateway/api';
import { type Command, Option } from 'commander';
import { parseCount } from './option-values.ts';
import { outputOption } from './output-option.ts';
import type { Shell } from './shell.ts';
import { withPlaceOptions } from './terminal-options.ts';

/** Alerts from TradingView: what has to be typed there, and what came. */
export function addAlertCommands(program: Command, shell: Shell): void {
  const alerts = program.command('alerts').description('Set up alerts from TradingView, and look at those that came.');
  withPlaceOptions(alerts.command('url'))
    .description('Print the address for the alert dialog; it is a secret.')
    .action(async (options) => (await import('./commands/alerts.ts')).alertsUrl(shell, options));
  alerts
    .command('template')
    .description('Print the message for the alert dialog.')
    .addOption(new Option('--strategy', 'of a strategy: its orders and positions (default)').conflicts('indicator'))
    .option('--indicator', 'of an indicator or a price: its bar, its plots and what you write into it')
    .option('--text', 'lines of name=value instead of JSON')
    .action(async (options) => (await import('./commands/alerts.ts')).alertsTemplate(shell, options));
  withPlaceOptions(alerts.command('list'))
    .description('List the alerts that came, newest first.')
    .option('--symbol <SYMBOL>', "broker's name, or the alert's where that is not known")
    .addOption(new Option('--state <STATE>', 'which of them').choices(ALERT_STATES))
    .option('-n, --count <N>', 'at most so many', parseCount, 20)
    .addOption(outputOption())
    .action(async (options) => (await import('./commands/alerts.ts')).alertsList(shell, options));
  withPlaceOptions(alerts.command('resolve'))
    .description('Mark an alert as dealt with, also one that an agent claimed and left.')
    .argument('<ID>', 'of the alert')
    .argument('<RESOLUTION>', 'what was done, for the audit log and for agents')
    .action(async (id, resolution, options) =>
      (await import('./commands/alerts.ts')).alertsResolve(shell, id, resolution, options),
    );
  withPlaceOptions(alerts.command('rotate'))
    .description('Make a new address and print it; the old one is worth nothing from then on.')
    .action(async (options) => (await import('./commands/alerts.ts')).alertsRotate(shell, options));
}
