import type { TradeCommand } from '@mt5-bridge/protocol';
import { exact, iso } from '../output/records.ts';

/** Every field that will be sent, named as on the wire, with values that JSON can carry. */
export function commandFields({ operation, params }: TradeCommand): Record<string, unknown> {
  const fields = Object.entries(params).map(([name, value]) => [name, shown(name, value)]);
  return { operation, ...Object.fromEntries(fields) };
}

function shown(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return exact(value);
  return name === 'expiration' && typeof value === 'number' ? iso(value) : value;
}
