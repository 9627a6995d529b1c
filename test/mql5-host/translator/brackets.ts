import type { Span } from './program.ts';
import type { Token } from './tokens.ts';

const pairs: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** The index of the bracket that closes the one at `open`; the number of tokens where none does. */
export function closing(tokens: readonly Token[], open: number): number {
  const opens = tokens[open]?.text ?? '';
  const closes = pairs.get(opens);
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.kind !== 'sign') continue;
    if (tokens[at]?.text === opens) depth++;
    else if (tokens[at]?.text === closes && --depth === 0) return at;
  }
  return tokens.length;
}

/** Parts of a list that commas divide outside all brackets. */
export function splitAtCommas(tokens: readonly Token[], span: Span): Span[] {
  if (span.from >= span.to) return [];
  const parts: Span[] = [];
  let from = span.from;
  let depth = 0;
  for (let at = span.from; at < span.to; at++) {
    const text = tokens[at]?.text ?? '';
    if (tokens[at]?.kind !== 'sign') continue;
    if ('([{'.includes(text)) depth++;
    else if (')]}'.includes(text)) depth--;
    else if (text === ',' && depth === 0) {
      parts.push({ from, to: at });
      from = at + 1;
    }
  }
  parts.push({ from, to: span.to });
  return parts;
}
