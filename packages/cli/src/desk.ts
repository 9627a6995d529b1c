import { configLocation, loadConfig } from '@mt5-bridge/config';
import type { TradingGateway } from '@mt5-bridge/gateway';
import { fixed, openBridge } from './bridge.ts';
import { filesOf } from './files.ts';
import { createLogger } from './log.ts';
import { type Records, recordsIn } from './records.ts';
import type { Shell } from './shell.ts';
import type { Addresses } from './terminal.ts';
import type { PlaceOptions } from './terminal-options.ts';

/** Where the owner decides: the gateway, and a way to show to be the owner. */
export interface Desk extends AsyncDisposable {
  readonly gateway: TradingGateway;
  /** Asks for the passphrase. @throws Mt5Error WRONG_PASSPHRASE, PASSPHRASE_NOT_SET, PASSPHRASE_LOCKED; CliError NO_INPUT */
  checkOwner(): Promise<void>;
}

/** A desk with a connection of its own: to the terminal named, else to the configured one. */
export async function openDesk(shell: Shell, place: PlaceOptions, terminal?: Addresses): Promise<Desk> {
  const { config } = await loadConfig(configLocation(shell, place.config), shell.env);
  const { log } = createLogger(config.logging.level);
  const files = filesOf(shell, place, config);
  const bridge = openBridge({ terminal: terminal ?? config.mt5, config: fixed(config), files, log });
  const records = recordsIn(files, config);
  return {
    gateway: bridge.gateway.value,
    checkOwner: () => checkOwner(shell, records),
    async [Symbol.asyncDispose]() {
      records[Symbol.dispose]();
      await bridge.close();
    },
  };
}

/** @throws Mt5Error WRONG_PASSPHRASE, PASSPHRASE_NOT_SET, PASSPHRASE_LOCKED; CliError NO_INPUT */
export async function checkOwner({ input }: Shell, { owner }: Records): Promise<void> {
  // Before anybody types one for nothing.
  owner.requireSet();
  await owner.check(await input.secret('Passphrase: '));
}
