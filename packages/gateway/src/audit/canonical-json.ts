/**
 * JSON that is the same for the same content, whoever wrote it: keys in the order of their code units, no white space,
 * absent keys left out. What JSON lacks is written as text: 64-bit tickets exactly, NaN and infinities by name.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return `"${value}"`;
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      return `{${members(value).join(',')}}`;
    }
    default:
      return 'null';
  }
}

/** `"key":value` of every key, in order. */
export function members(value: object): string[] {
  const found: string[] = [];
  // Without a comparison of its own, sort goes by code units.
  for (const key of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[key];
    if (item !== undefined) found.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  }
  return found;
}
