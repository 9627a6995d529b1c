const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const LONGEST = 40;
/** No alert fired before or after: a number or a date beyond is something else. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** An instant in ms UTC, of ISO 8601 (without an offset: UTC) or Unix seconds or milliseconds; undefined if it is none. */
export function timeOf(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const ms = /^\d{10}(?:\.\d{1,9})?$/.test(text)
    ? Math.round(Number(text) * 1_000)
    : /^\d{13}$/.test(text)
      ? Number(text)
      : ofIso(text);
  return ms !== undefined && ms >= EARLIEST && ms < LATEST ? ms : undefined;
}

function ofIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const time = Date.parse(match[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time;
}
