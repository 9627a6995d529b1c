import { SCOPES } from '@mt5-bridge/gateway/api';
import type { Command } from 'commander';
import { parseScopes } from './option-values.ts';
import { outputOption } from './output-option.ts';
import type { Shell } from './shell.ts';
import { withPlaceOptions } from './terminal-options.ts';

/** Who may come to the HTTP server: programs with tokens, the owner with passkeys. */
export function addAccessCommands(program: Command, shell: Shell): void {
  const token = program
    .command('token')
    .description('Show, make and remove the tokens of programs that use HTTP; alone, show the first one.');
  withPlaceOptions(token.command('show', { isDefault: true }))
    .description('Print a token.')
    .argument('[NAME]', 'of the token (default: "default", which is made if there is none)')
    .action(async (name, options) => (await import('./commands/token.ts')).tokenShow(shell, name, options));
  withPlaceOptions(token.command('list'))
    .description('List the tokens, without the tokens themselves.')
    .addOption(outputOption())
    .action(async (options) => (await import('./commands/token.ts')).tokenList(shell, options));
  withPlaceOptions(token.command('create'))
    .description('Make a token and print it.')
    .argument('<NAME>', 'what the audit log calls whoever comes with it')
    .option('--scopes <LIST>', `what it allows, with commas: ${SCOPES.join(', ')}`, parseScopes, ['read'])
    .option('--profile <NAME>', 'section of [profiles] whose limits hold for it')
    .action(async (name, options) => (await import('./commands/token.ts')).tokenCreate(shell, name, options));
  withPlaceOptions(token.command('remove'))
    .description('Let nobody in with a token any more.')
    .argument('<NAME>', 'of the token')
    .action(async (name, options) => (await import('./commands/token.ts')).tokenRemove(shell, name, options));

  const passkey = program.command('passkey').description("Add and remove the owner's passkeys; needs the passphrase.");
  withPlaceOptions(passkey.command('add'))
    .description('Print a link that adds one passkey in a browser.')
    .argument('[NAME]', 'what approvals made with it are signed with')
    .action(async (name, options) => (await import('./commands/passkey.ts')).passkeyAdd(shell, name, options));
  withPlaceOptions(passkey.command('list'))
    .description('List the passkeys.')
    .addOption(outputOption())
    .action(async (options) => (await import('./commands/passkey.ts')).passkeyList(shell, options));
  withPlaceOptions(passkey.command('remove'))
    .description('Remove a passkey, and sign out the browsers that it signed in.')
    .argument('<ID>', 'of the passkey, as the list has it')
    .action(async (id, options) => (await import('./commands/passkey.ts')).passkeyRemove(shell, id, options));
}
