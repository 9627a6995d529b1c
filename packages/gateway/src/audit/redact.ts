/** Longest text that is kept of what comes from outside. */
export const LONGEST_TEXT = 2_000;

/** Stands where a secret stood. */
export const REDACTED = '[redacted]';

const SECRET =
  /pass(?:phrase|word|wd)|token|secret|credential|authorization|cookie|^(?:(?:api|private|access|auth|curve)[_-]?)?key$/i;

/** The value as it may be kept for years: secrets by the name of their key are left out, long texts are cut. */
export function redacted(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? cut(value) : value;
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    kept[key] = isSecret(key) && item !== null && item !== undefined ? REDACTED : redacted(item);
  }
  return kept;
}

/** The names of keys are few, and the same in every record. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 10_000;

function isSecret(key: string): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  if (judged.size >= MOST_JUDGED) judged.clear();
  const secret = SECRET.test(key);
  judged.set(key, secret);
  return secret;
}

const cut = (text: string): string =>
  `${text.slice(0, LONGEST_TEXT)} [${text.length - LONGEST_TEXT} more characters cut]`;
