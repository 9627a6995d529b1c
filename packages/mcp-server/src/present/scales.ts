import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import { decimalsOf, MOST_DECIMALS } from './numbers.ts';

/** How a symbol's numbers are written: decimals of its prices and of its volumes. */
export interface Scale {
  readonly price: number;
  readonly volume: number;
}

export function scaleOf(info: { readonly digits: number; readonly volume_step: number }): Scale {
  return { price: info.digits, volume: decimalsOf(info.volume_step) };
}

/** For records of no symbol, and for symbols that the broker no longer lists. */
export const NO_SCALE: Scale = { price: MOST_DECIMALS, volume: MOST_DECIMALS };

/**
 * The scales of symbols, read once each. A new link may be another account with another broker's digits, so it starts
 * anew.
 */
export class Scales {
  readonly #reads: TerminalReads;
  readonly #known = new Map<string, Scale>();
  readonly close: () => void;

  constructor(reads: TerminalReads) {
    this.#reads = reads;
    this.close = reads.onLink(() => this.#known.clear());
  }

  /** At once for a symbol seen before. @throws Mt5Error when the terminal can't be asked */
  of(symbol: string): Scale | Promise<Scale> {
    return this.#known.get(symbol) ?? this.#read(symbol);
  }

  /** For what must be shown whatever happens: a terminal that can't be asked costs the digits, never the answer. */
  async ofOrNone(symbol: string | null): Promise<Scale> {
    try {
      return symbol === null ? NO_SCALE : await this.of(symbol);
    } catch {
      return NO_SCALE;
    }
  }

  /** Of every symbol that the rows name. */
  async ofAll(rows: readonly { readonly symbol: string }[]): Promise<ReadonlyMap<string, Scale>> {
    const symbols = [...new Set(rows.map((row) => row.symbol))];
    return new Map(await Promise.all(symbols.map(async (symbol) => [symbol, await this.of(symbol)] as const)));
  }

  async #read(symbol: string): Promise<Scale> {
    const scale = await this.#fromTerminal(symbol);
    this.#known.set(symbol, scale);
    return scale;
  }

  async #fromTerminal(symbol: string): Promise<Scale> {
    // Balance deals name no symbol.
    if (symbol === '') return NO_SCALE;
    try {
      return scaleOf(await this.#reads.symbolInfo(symbol));
    } catch (error) {
      if (error instanceof Mt5Error && error.code === 'SYMBOL_NOT_FOUND') return NO_SCALE;
      throw error;
    }
  }
}
