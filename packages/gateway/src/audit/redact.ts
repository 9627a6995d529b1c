/** Longest text that is kept of what comes from outside. */
export const LONGEST_TEXT = 2_000;

const SECRET =
  /pass(?:phrase|word|wd)|token|secret|credential|authorization|cookie|^(?:(?:api|private|access|auth|curve)[_-]?)?key$/i;

/** The value as it may be kept for years: secrets by the name of their key are left out, long texts are cut. */
export function redacted(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? cut(value) : value;
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      SECRET.test(key) && item !== null && item !== undefined ? '[redacted]' : redacted(item),
    ]),
  );
}

const cut = (text: string): string =>
  `${text.slice(0, LONGEST_TEXT)} [${text.length - LONGEST_TEXT} more characters cut]`;
