import type { SymbolBrief } from '@mt5-bridge/protocol';

/** A symbol as a broker may list it; `more` overrides. */
export function symbol(name: string, description = '', more: Partial<SymbolBrief> = {}): SymbolBrief {
  return {
    name,
    path: `Forex\\${name}`,
    description,
    currency_base: 'EUR',
    currency_profit: 'USD',
    digits: 5,
    trade_mode: 'full',
    trade_contract_size: 100_000,
    volume_min: 0.01,
    volume_max: 100,
    volume_step: 0.01,
    select: false,
    ...more,
  };
}
