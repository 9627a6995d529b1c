/** JSON in which 64-bit tickets keep their type and every digit. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? { $bigint: String(item) } : item));
}

/** What {@link encode} wrote; the ledger is its only writer, so the type is the caller's knowledge. */
export function decode<T>(text: string): T {
  return JSON.parse(text, (_key, item) => (isTagged(item) ? BigInt(item.$bigint) : item)) as T;
}

function isTagged(item: unknown): item is { $bigint: string } {
  return typeof item === 'object' && item !== null && '$bigint' in item && typeof item.$bigint === 'string';
}
