import { Mt5Error } from '@mt5-bridge/protocol';

/** The terminal owner's hard limits on trading, as an expert advisor's inputs: no message can raise them. */
export interface Guard {
  readonly read_only?: boolean;
  /** Nothing else is traded; absent = any symbol. */
  readonly symbols?: readonly string[];
  /** Of one order. */
  readonly max_lots?: number;
  /** Nothing else is sent or touched; absent = any number. */
  readonly magics?: readonly bigint[];
}

/** What a trade request is about, as far as the guard cares. */
export interface Guarded {
  /** The order to come, or the positions or orders that would be changed. */
  readonly about: readonly { readonly symbol: string; readonly magic: bigint }[];
  /** Lots of an order that opens or adds. */
  readonly lots?: number;
}

/** @throws Mt5Error GUARD_READ_ONLY, GUARD_SYMBOL, GUARD_VOLUME, GUARD_MAGIC */
export function assertGuarded({ read_only, symbols, max_lots, magics }: Guard, { about, lots = 0 }: Guarded): void {
  if (read_only) throw new Mt5Error('GUARD_READ_ONLY');
  for (const { symbol, magic } of about) {
    if (symbols !== undefined && !symbols.includes(symbol)) {
      throw new Mt5Error('GUARD_SYMBOL', `${symbol} is not one of ${symbols.join(', ') || 'no symbols'}`);
    }
    if (magics !== undefined && !magics.includes(magic)) {
      throw new Mt5Error('GUARD_MAGIC', `magic number ${magic} is not one of ${magics.join(', ') || 'no numbers'}`);
    }
  }
  if (max_lots !== undefined && lots > max_lots) {
    throw new Mt5Error('GUARD_VOLUME', `${lots} lots are more than ${max_lots}`);
  }
}
