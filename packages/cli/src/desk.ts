import { type Config, configLocation, loadConfig } from '@mt5-bridge/config';
import type { TradingGateway } from '@mt5-bridge/gateway';
import { openBridge } from './bridge.ts';
import { filesOf } from './files.ts';
import { createLogger } from './log.ts';
import { type Records, recordsIn } from './records.ts';
import type { Shell } from './shell.ts';
import type { Addresses } from './terminal.ts';
import type { PlaceOptions } from './terminal-options.ts';

/** Where the owner decides: the gateway, and a way to show to be the owner. */
export interface Desk extends AsyncDisposable {
  readonly gateway: TradingGateway;
  /**
   * Asks for the passphrase; from then on the rules are those saved by then, not those of when the question was asked.
   * @throws Mt5Error WRONG_PASSPHRASE, PASSPHRASE_NOT_SET, PASSPHRASE_LOCKED; CliError NO_INPUT; ConfigError
   */
  checkOwner(): Promise<void>;
}

/** A desk with a connection of its own: to the terminal named, else to the configured one. */
export async function openDesk(shell: Shell, place: PlaceOptions, terminal?: Addresses): Promise<Desk> {
  const load = async (): Promise<Config> => (await loadConfig(configLocation(shell, place.config), shell.env)).config;
  let config = await load();
  const source = {
    get current() {
      return config;
    },
    subscribe: () => () => {},
  };
  const { log } = createLogger(config.logging.level);
  const files = filesOf(shell, place, config);
  const bridge = openBridge({ terminal: terminal ?? config.mt5, config: source, files, log });
  const records = recordsIn(files, config);
  return {
    gateway: bridge.gateway.value,
    async checkOwner() {
      await checkOwner(shell, records);
      config = await load();
    },
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
