import { configLocation, type LoadedConfig, loadConfig } from '@mt5-bridge/config';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import type { AccountInfo, Result } from '@mt5-bridge/protocol';
import { type Bridge, fixed, openBridge } from '../bridge.ts';
import { CliError } from '../cli-error.ts';
import { checkOwner } from '../desk.ts';
import { filesOf } from '../files.ts';
import { createLogger } from '../log.ts';
import { openRecords, type Records } from '../records.ts';
import { type ServerProcess, spawnServer } from '../server-process.ts';
import type { Shell } from '../shell.ts';
import { type Addresses, curveKeysFor, terminalAddresses } from '../terminal.ts';
import { type TerminalOptions, wordsOf } from '../terminal-options.ts';
import { SmokeTrade } from './smoke/smoke-trade.ts';

/** How long a terminal that listens may take to say hello. */
const HELLO_MS = 5_000;

const MOST_SYMBOLS = 20;

/** The installation under examination: everything is opened once, when the first check asks for it. */
export class Patient {
  readonly #shell: Shell;
  readonly #options: TerminalOptions;
  readonly #opened = new Map<string, Promise<unknown>>();

  /** The real account that may be traded for the examination's sake. */
  readonly realAccount: bigint | undefined;

  constructor(shell: Shell, options: TerminalOptions, realAccount?: bigint) {
    this.#shell = shell;
    this.#options = options;
    this.realAccount = realAccount;
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

  /** @throws Mt5Error CURVE_KEYS_UNUSABLE */
  async isEncrypted(): Promise<boolean> {
    const [terminal, { config }] = await Promise.all([this.addresses(), this.loadConfig()]);
    return curveKeysFor(terminal, config, filesOf(this.#shell, this.#options, config)) !== undefined;
  }

  bridge(): Promise<Bridge> {
    return this.#once('bridge', async () => {
      const [terminal, { config }] = await Promise.all([this.addresses(), this.loadConfig()]);
      const files = filesOf(this.#shell, this.#options, config);
      return openBridge({ terminal, config: fixed(config), files, log: createLogger(config.logging.level).log });
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

  records(): Promise<Records> {
    return this.#once('records', () => openRecords(this.#shell, this.#options));
  }

  /** Asks whoever sits there for the passphrase. @throws Mt5Error, CliError: it is not the owner */
  async checkOwner(): Promise<void> {
    await checkOwner(this.#shell, await this.records());
  }

  smokeTrade(): Promise<SmokeTrade> {
    return this.#once('smoke trade', async () => {
      const [bridge, { margin_mode }] = await Promise.all([this.bridge(), this.account()]);
      return new SmokeTrade(bridge, await this.#symbolToTrade(margin_mode === 'retail_hedging'));
    });
  }

  /** Where positions are netted, one in a symbol that is held already could not be told apart. */
  async #symbolToTrade(hedging: boolean): Promise<string> {
    const preferred = await this.symbol();
    if (hedging) return preferred;
    const { reads } = await this.bridge();
    const [positions, orders] = await Promise.all([reads.positions({}), reads.orders({})]);
    const held = new Set([...positions, ...orders].map(({ symbol }) => symbol));
    const free = [preferred, ...(await this.symbols())].find((name) => !held.has(name));
    if (free !== undefined) return free;
    throw new CliError(
      'SMOKE_TRADE_REFUSED',
      'Every symbol of Market Watch is held or ordered on this netting account.',
    );
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
