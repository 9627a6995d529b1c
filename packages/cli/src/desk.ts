import {
  type Config,
  ConfigError,
  configLocation,
  type DataFiles,
  DEFAULT_CONFIG,
  loadConfig,
} from '@mt5-bridge/config';
import type { TradingGateway } from '@mt5-bridge/gateway';
import { Mt5Error } from '@mt5-bridge/protocol';
import { openBridge } from './bridge.ts';
import { filesOf } from './files.ts';
import { createLogger } from './log.ts';
import { lastAuditFile, type Records, recordsIn } from './records.ts';
import type { Shell } from './shell.ts';
import { type Addresses, curveKeysFor } from './terminal.ts';
import type { PlaceOptions } from './terminal-options.ts';

/** Where the owner decides: the gateway, and a way to show to be the owner. */
export interface Desk extends AsyncDisposable {
  readonly gateway: TradingGateway;
  /**
   * Asks for the passphrase; from then on the rules are those saved by then, not those of when the question was asked.
   * @throws Mt5Error WRONG_PASSPHRASE, PASSPHRASE_NOT_SET, PASSPHRASE_LOCKED; CliError NO_INPUT; ConfigError
   */
  checkOwner(): Promise<void>;
  /** Gives the terminal, which need not be there, a moment to answer. */
  awaitTerminal(): Promise<void>;
}

const CONNECT_MS = 3_000;

export interface DeskOptions {
  /** Instead of the configured one. */
  readonly terminal?: Addresses;
  /** Opens with the defaults, and says so, where the configuration cannot be used. */
  readonly evenIfBroken?: boolean;
}

/** A desk with a connection of its own. @throws ConfigError */
export async function openDesk(
  shell: Shell,
  place: PlaceOptions,
  { terminal, evenIfBroken = false }: DeskOptions = {},
): Promise<Desk> {
  const load = async (): Promise<Config> => (await loadConfig(configLocation(shell, place.config), shell.env)).config;
  let config = await (evenIfBroken ? load().catch((error) => defaultsFor(error, shell, place)) : load());
  const source = {
    get current() {
      return config;
    },
    subscribe: () => () => {},
  };
  const { log } = createLogger(config.logging.level);
  const files = filesOf(shell, place, config);
  if (evenIfBroken) config = await unencryptedIfKeyless(config, files, shell);
  const bridge = openBridge({ terminal: terminal ?? config.mt5, config: source, files, log });
  const records = recordsIn(files, config);
  return {
    gateway: bridge.gateway.value,
    async checkOwner() {
      await checkOwner(shell, records);
      config = await load();
    },
    async awaitTerminal() {
      await bridge.client.ready(CONNECT_MS).catch((error: unknown) => {
        if (!(error instanceof Mt5Error)) throw error;
      });
    },
    async [Symbol.asyncDispose]() {
      records[Symbol.dispose]();
      await bridge.close();
    },
  };
}

/** The audit log goes on where it was written last, so that its chain does not break. */
async function defaultsFor(error: unknown, shell: Shell, place: PlaceOptions): Promise<Config> {
  if (!(error instanceof ConfigError)) throw error;
  const path = lastAuditFile(filesOf(shell, place, DEFAULT_CONFIG), DEFAULT_CONFIG);
  await shell.stderr.write(`${error.message}\nSo the defaults are used, and records go to ${path}.\n`);
  return { ...DEFAULT_CONFIG, audit: { ...DEFAULT_CONFIG.audit, path } };
}

/** The ledger is usable without a terminal, and so without its keys. */
async function unencryptedIfKeyless(config: Config, files: DataFiles, shell: Shell): Promise<Config> {
  try {
    curveKeysFor(config.mt5, config, files);
    return config;
  } catch (error) {
    if (!(error instanceof Mt5Error)) throw error;
    await shell.stderr.write(`${error.message} ${error.whatToDo}\n`);
    return { ...config, mt5: { ...config.mt5, curve: false } };
  }
}

/** @throws Mt5Error WRONG_PASSPHRASE, PASSPHRASE_NOT_SET, PASSPHRASE_LOCKED; CliError NO_INPUT */
export async function checkOwner({ input }: Shell, { owner }: Records): Promise<void> {
  // Before anybody types one for nothing.
  owner.requireSet();
  await owner.check(await input.secret('Passphrase: '));
}
