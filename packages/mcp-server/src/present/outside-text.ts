import type { JsonRecord } from './presentation.ts';

/**
 * Free text that others wrote: brokers, other programs, whoever placed an order. It reaches the model as data. Control
 * and format characters (line breaks, bidirectional marks, invisible tag letters) could hide words in it, so each run of
 * them becomes one space.
 */
export function outsideText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

export function outsideTextOrNull(text: string | null): string | null {
  return text === null ? null : outsideText(text);
}

/** The same for every text in a record, whatever its shape. */
export function cleaned(record: object): JsonRecord {
  const clean = (_key: string, value: unknown) => (typeof value === 'string' ? outsideText(value) : value);
  return JSON.parse(JSON.stringify(record, clean)) as JsonRecord;
}
