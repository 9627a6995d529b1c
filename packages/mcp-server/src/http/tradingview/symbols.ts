import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';

/** How long the sender waits for the broker's word on a name, ms; the answer must not wait for a terminal. */
const PATIENCE_MS = 20;
/** How long a no is remembered, ms; a yes holds for as long as the terminal has the same account. */
const NO_MS = 60_000;
const MOST_KEPT = 1_000;

/** The names under which a ticker can stand in the owner's list, the most exact first. */
function namesOf(ticker: string): string[] {
  const at = ticker.indexOf(':');
  if (at < 0) return [ticker];
  const [exchange, name] = [ticker.slice(0, at), ticker.slice(at + 1)];
  // Exchanges whose prices are delayed have a name of their own.
  const plain = exchange.replace(/_DLY?$/i, '');
  return [...new Set([ticker, `${plain}:${name}`, name])];
}

/** By `[tradingview.symbols]`, texts like "BINANCE:BTCUSDT=BTCUSD"; upper and lower case are the same. */
export function listedSymbol(ticker: string, list: readonly string[]): string | undefined {
  const entries = new Map(list.map((entry) => [entry.slice(0, entry.indexOf('=')).trim().toLowerCase(), entry]));
  for (const name of namesOf(ticker)) {
    const entry = entries.get(name.toLowerCase());
    if (entry !== undefined) return entry.slice(entry.indexOf('=') + 1).trim();
  }
  return undefined;
}

/** Asks a terminal that is there whether the broker has a ticker under its own name. */
export class BrokerNames {
  readonly #reads: Pick<TerminalReads, 'link' | 'symbolInfo'>;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly name: string | null; readonly until: number }>();
  /** Of the terminal's connection that they were heard on. */
  #epoch: number | undefined;

  constructor(reads: Pick<TerminalReads, 'link' | 'symbolInfo'>, clock: Clock) {
    this.#reads = reads;
    this.#clock = clock;
  }

  async find(ticker: string): Promise<string | null> {
    const { link } = this.#reads;
    const name = namesOf(ticker).at(-1) ?? ticker;
    if (link.state === 'up' && link.hello.epoch !== this.#epoch) {
      this.#kept.clear();
      this.#epoch = link.hello.epoch;
    }
    const kept = this.#kept.get(name);
    if (kept !== undefined && this.#clock.now() < kept.until) return kept.name;
    if (link.state !== 'up') return null;
    return await Promise.race([this.#ask(name, link.hello.epoch), this.#wait()]);
  }

  /** Goes on after nobody waits any more: the next alert finds the answer. */
  async #ask(name: string, epoch: number): Promise<string | null> {
    try {
      const info = await this.#reads.symbolInfo(name);
      return this.#keep(name, info.name, epoch);
    } catch (error) {
      if (!(error instanceof Mt5Error)) throw error;
      return error.code === 'SYMBOL_NOT_FOUND' || error.code === 'INVALID_SYMBOL'
        ? this.#keep(name, null, epoch)
        : null;
    }
  }

  #keep(name: string, found: string | null, epoch: number): string | null {
    if (epoch !== this.#epoch) return found;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const until = found === null ? this.#clock.now() + NO_MS : Number.POSITIVE_INFINITY;
    this.#kept.set(name, { name: found, until });
    return found;
  }

  #wait(): Promise<null> {
    return new Promise((resolve) => {
      this.#clock.setTimer(PATIENCE_MS, () => resolve(null));
    });
  }
}
