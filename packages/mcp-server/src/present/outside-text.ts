import { outsideText } from '@mt5-bridge/gateway/read';
import type { JsonRecord } from './presentation.ts';

export { outsideText };

export function outsideTextOrNull(text: string | null): string | null {
  return text === null ? null : outsideText(text);
}

/** The same for every text in a record, whatever its shape. */
export function cleaned(record: object): JsonRecord {
  const clean = (_key: string, value: unknown) => (typeof value === 'string' ? outsideText(value) : value);
  return JSON.parse(JSON.stringify(record, clean)) as JsonRecord;
}
