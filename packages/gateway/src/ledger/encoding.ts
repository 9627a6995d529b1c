import { Mt5Error } from '@mt5-bridge/protocol';

/** JSON in which 64-bit tickets keep their type and every digit. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? { $bigint: String(item) } : item));
}

/**
 * What {@link encode} wrote; the ledger is its only writer, so the type is the caller's knowledge.
 * @throws Mt5Error LEDGER_UNAVAILABLE for what is no such text any more
 */
export function decode<T>(text: string): T {
  try {
    return JSON.parse(text, (_key, item) => (isTagged(item) ? BigInt(item.$bigint) : item)) as T;
  } catch (cause) {
    const problem = 'The ledger holds a record that cannot be read: it was damaged, or changed by hand.';
    throw new Mt5Error('LEDGER_UNAVAILABLE', problem, { cause });
  }
}

function isTagged(item: unknown): item is { $bigint: string } {
  return typeof item === 'object' && item !== null && '$bigint' in item && typeof item.$bigint === 'string';
}
