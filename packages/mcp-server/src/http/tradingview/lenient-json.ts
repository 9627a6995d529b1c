/** A value of JSON; absent are the kinds that only this program makes. */
export type LooseValue = string | number | boolean | null | readonly LooseValue[] | LooseObject;
/** In the order in which they came; names can repeat, and can be any text. */
export type LooseObject = ReadonlyMap<string, LooseValue>;

/** What lies deeper is read as null. */
const MOST_DEPTH = 8;
/** Longest name that can stand without quotes. */
const LONGEST_NAME = 64;
/** What templates leave where there is no number. */
const NOTHING = new Set(['', 'null', 'undefined', 'none', 'na', 'n/a', 'nan', 'infinity', '-infinity']);
export const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/**
 * Reads an object that was meant to be JSON and is none, as a template makes it: a placeholder without quotes that became
 * words or nothing, quotes inside a text, a comma too many, an end that is missing. Every text that begins with `{` gives
 * an object, in a time that grows with its length alone. undefined for any other.
 */
export function parseLoosely(text: string): LooseObject | undefined {
  const reader = new Reader(text);
  reader.skipSpace();
  return reader.peek() === '{' ? reader.object(0) : undefined;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  peek(): string {
    return this.#text.charAt(this.#at);
  }

  skipSpace(): void {
    this.#at = this.#afterSpace(this.#at);
  }

  /** Behind its `{`, up to its end or that of the text. */
  object(depth: number): LooseObject {
    const members = new Map<string, LooseValue>();
    this.#at++;
    for (;;) {
      this.skipSpace();
      const next = this.peek();
      if (next === '' || next === '}' || next === ']') break;
      if (next === ',' || next === ':') {
        this.#at++;
        continue;
      }
      const name = this.#name();
      this.skipSpace();
      if (this.peek() === ':') {
        this.#at++;
        members.set(name, this.#value(depth));
      } else members.set(name, null);
    }
    this.#at++;
    return members;
  }

  #list(depth: number): readonly LooseValue[] {
    const items: LooseValue[] = [];
    this.#at++;
    for (;;) {
      this.skipSpace();
      const next = this.peek();
      if (next === '' || next === ']' || next === '}') break;
      if (next === ',' || next === ':') this.#at++;
      else items.push(this.#value(depth));
    }
    this.#at++;
    return items;
  }

  #value(depth: number): LooseValue {
    this.skipSpace();
    switch (this.peek()) {
      case '"':
        return this.#quoted();
      case '{':
        return this.#text.startsWith('{{', this.#at) ? this.#bare() : this.#nested(() => this.object(depth + 1), depth);
      case '[':
        return this.#nested(() => this.#list(depth + 1), depth);
      default:
        return this.#bare();
    }
  }

  #nested(read: () => LooseValue, depth: number): LooseValue {
    if (depth < MOST_DEPTH) return read();
    // The rest of what is nested that deep is nobody's template.
    this.#at = this.#text.length;
    return null;
  }

  #name(): string {
    if (this.peek() === '"') return this.#quoted();
    const start = this.#at;
    this.#at++;
    while (this.peek() !== '' && !':,}]\n'.includes(this.peek())) this.#at++;
    return this.#text.slice(start, this.#at).trim();
  }

  /** Ends at the quote that something structural follows: a text may hold quotes that nobody escaped. */
  #quoted(): string {
    const start = ++this.#at;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.peek();
      if (character === '\\') this.#at++;
      else if (character === '"' && this.#endsQuotedAt(this.#afterSpace(this.#at + 1))) break;
    }
    const inside = this.#text.slice(start, this.#at);
    this.#at++;
    return unescaped(inside);
  }

  #endsQuotedAt(at: number): boolean {
    const next = this.#text.charAt(at);
    return next === ',' ? this.#isEndAt(at + 1) : ':}]'.includes(next);
  }

  /** Up to the end of the line, of the object or, where a name follows it, a comma. */
  #bare(): LooseValue {
    const start = this.#at;
    let braces = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.peek();
      if (character === '{') braces++;
      else if (character === '}' && braces > 0) braces--;
      else if (character === '}' || character === ']' || character === '\n') break;
      else if (character === ',' && this.#isEndAt(this.#at + 1)) break;
    }
    return meaningOf(this.#text.slice(start, this.#at).trim());
  }

  /** Whether what stands here can follow a value's comma. */
  #isEndAt(at: number): boolean {
    const next = this.#afterSpace(at);
    const first = this.#text.charAt(next);
    if (first === '' || '"},]'.includes(first)) return true;
    return /^[A-Za-z_][\w. -]*:/.test(this.#text.slice(next, next + LONGEST_NAME));
  }

  #afterSpace(from: number): number {
    let at = from;
    while (at < this.#text.length && this.#text.charCodeAt(at) <= 32) at++;
    return at;
  }
}

function meaningOf(text: string): LooseValue {
  const word = text.toLowerCase();
  if (NOTHING.has(word)) return null;
  if (word === 'true' || word === 'false') return word === 'true';
  return text.length <= LONGEST_NAME && DECIMAL.test(text) ? Number(text) : text;
}

function unescaped(inside: string): string {
  if (!inside.includes('\\')) return inside;
  try {
    return JSON.parse(`"${inside.replace(/\p{Cc}/gu, ' ')}"`) as string;
  } catch {
    // Nobody escaped what stands there.
    return inside;
  }
}
