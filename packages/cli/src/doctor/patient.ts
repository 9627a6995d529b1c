import { configLocation, type LoadedConfig, loadConfig } from '@mt5-bridge/config';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import type { AccountInfo, Result } from '@mt5-bridge/protocol';
import { type Bridge, openBridge } from '../bridge.ts';
import { createLogger } from '../log.ts';
import { type ServerProcess, spawnServer } from '../server-process.ts';
import type { Shell } from '../shell.ts';
import { type Addresses, terminalAddresses } from '../terminal.ts';
import { type TerminalOptions, wordsOf } from '../terminal-options.ts';

/** How long a terminal that listens may take to say hello. */
const HELLO_MS = 5_000;

const MOST_SYMBOLS = 20;

/** The installation under examination: everything is opened once, when the first check asks for it. */
export class Patient {
  readonly #shell: Shell;
  readonly #options: TerminalOptions;
  readonly #opened = new Map<string, Promise<unknown>>();

  constructor(shell: Shell, options: TerminalOptions) {
    this.#shell = shell;
    this.#options = options;
  }

  loadConfig(): Promise<LoadedConfig> {
    return this.#once('config', () => loadConfig(configLocation(this.#shell, this.#options.config), this.#shell.env));
  }

  addresses(): Promise<Addresses> {
    return this.#once('addresses', async () => {
      const { config } = await this.loadConfig();
      return terminalAddresses(this.#options, config.mt5, createLogger(config.logging.level).log);
    });
  }

  bridge(): Promise<Bridge> {
    return this.#once('bridge', async () => {
      const [addresses, { config }] = await Promise.all([this.addresses(), this.loadConfig()]);
      return openBridge(addresses, () => config, createLogger(config.logging.level).log);
    });
  }

  hello(): Promise<Result<'hello'>> {
    return this.#once('hello', async () => (await this.bridge()).client.ready(HELLO_MS));
  }

  terminal(): ReturnType<TerminalReads['terminal']> {
    return this.#once('terminal_info', async () => (await this.bridge()).reads.terminal());
  }

  account(): Promise<AccountInfo> {
    return this.#once('account', async () => (await this.bridge()).reads.account());
  }

  /** The first symbols of Market Watch, whose ticks are looked for. */
  symbols(): Promise<readonly string[]> {
    return this.#once('symbols', async () => {
      const { reads } = await this.bridge();
      const { items } = await reads.symbols({ selected: true, offset: 0, count: MOST_SYMBOLS });
      return items.map(({ name }) => name);
    });
  }

  /** What quotes are looked at with: EURUSD where it is among them, also with a suffix, else the first. */
  async symbol(): Promise<string> {
    const names = await this.symbols();
    return names.find((name) => name.startsWith('EURUSD')) ?? names[0] ?? 'EURUSD';
  }

  /** The server that an MCP client would start with the same options. */
  spawnServer(): Promise<ServerProcess> {
    return spawnServer(wordsOf(this.#options), this.#shell.env);
  }

  #once<T>(name: string, open: () => Promise<T>): Promise<T> {
    const opened = (this.#opened.get(name) as Promise<T> | undefined) ?? open();
    this.#opened.set(name, opened);
    return opened;
  }
}
