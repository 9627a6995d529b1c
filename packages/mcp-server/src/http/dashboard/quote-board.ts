import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { type Clock, isErrorCode, Mt5Error, type Quote } from '@mt5-bridge/protocol';
import { Paced } from './paced.ts';

export interface QuoteBoardOptions {
  readonly reads: TerminalReads;
  readonly clock: Clock;
  /** Least time between two reads, ms. */
  readonly pauseMs: number;
  readonly tell: (quotes: readonly Quote[]) => Promise<void>;
  readonly failed: (symbol: string, error: unknown) => void;
}

/** Quotes of a set of symbols, those that moved read together. */
export class QuoteBoard {
  readonly #options: QuoteBoardOptions;
  readonly #paced: Paced;
  readonly #watched = new Map<string, () => void>();
  readonly #due = new Set<string>();

  constructor(options: QuoteBoardOptions) {
    this.#options = options;
    this.#paced = new Paced(options.clock, options.pauseMs, () => this.#read());
  }

  /** From now on these and no others. */
  show(symbols: ReadonlySet<string>): void {
    for (const [symbol, unobserve] of this.#watched) {
      if (symbols.has(symbol)) continue;
      unobserve();
      this.#watched.delete(symbol);
      this.#due.delete(symbol);
    }
    for (const symbol of symbols) if (!this.#watched.has(symbol)) this.#watch(symbol);
  }

  close(): void {
    this.#paced.close();
    this.show(new Set());
  }

  #watch(symbol: string): void {
    const changed = (): void => {
      this.#due.add(symbol);
      this.#paced.wake();
    };
    try {
      this.#watched.set(symbol, this.#options.reads.observe({ kind: 'quote', symbol }, changed));
      changed();
    } catch (error) {
      this.#options.failed(symbol, error);
    }
  }

  async #read(): Promise<void> {
    const symbols = [...this.#due];
    this.#due.clear();
    if (symbols.length === 0) return;
    const { reads, tell, failed } = this.#options;
    try {
      const { quotes, missing } = await reads.quotes(symbols);
      if (this.#paced.isClosed) return;
      await tell(quotes.filter(({ symbol }) => this.#watched.has(symbol)));
      for (const { symbol, code } of missing) {
        failed(symbol, new Mt5Error(isErrorCode(code) ? code : 'NO_DATA', undefined, { details: { symbol } }));
      }
    } catch (error) {
      for (const symbol of symbols) failed(symbol, error);
    }
  }
}
