import { parse } from 'smol-toml';

/** One-based, as editors count; the column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Keys and list indices from the document's root inwards. */
export type TomlPath = readonly PropertyKey[];

const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y;
const SPACE = /[ \t]*/y;
const BARE_KEY = /[\w-]+/y;
const MULTILINE_STRING = /"""(?:[^\\]|\\[\s\S])*?""""{0,2}|'''[\s\S]*?''''{0,2}/y;
const STRING = /"(?:[^"\\]+|\\.)*"|'[^']*'/y;
/** Numbers, booleans and dates (which may hold one space). */
const SCALAR = /[^,\]}#\r\n]*/y;

/** Deeper keys count as the one they are in. Far below any real file, and it keeps absurd ones from costing much. */
const DEEPEST = 16;

/**
 * Where each key and each list entry of a TOML text stands. The text must be valid: the parser (smol-toml) is the judge
 * and tells no positions, this scanner only follows it. A key that is opened more than once counts where it is first.
 */
export class TomlPositions {
  readonly #text: string;
  readonly #offsets = new Map<string, number>();
  readonly #listLengths = new Map<string, number>();
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
    this.#document();
  }

  /** The offset of `path`, or of the nearest enclosing key that the text names; 0 if it names none. */
  offsetOf(path: TomlPath): number {
    for (let length = Math.min(path.length, DEEPEST); length > 0; length--) {
      const offset = this.#offsets.get(idOf(path.slice(0, length)));
      if (offset !== undefined) return offset;
    }
    return 0;
  }

  #document(): void {
    let table: TomlPath = [];
    for (this.#take(BLANK); this.#at < this.#text.length; this.#take(BLANK)) {
      if (this.#text.startsWith('[[', this.#at)) table = this.#listHeader();
      else if (this.#text[this.#at] === '[') table = this.#header(1);
      else this.#pair(table);
    }
  }

  #header(brackets: number): TomlPath {
    this.#at += brackets;
    const path = this.#key([]);
    this.#at += brackets;
    return path;
  }

  #listHeader(): TomlPath {
    const path = this.#header(2);
    const index = this.#listLengths.get(idOf(path)) ?? 0;
    this.#listLengths.set(idOf(path), index + 1);
    return [...path, index];
  }

  #pair(table: TomlPath): void {
    const path = this.#key(table);
    this.#at += 1; // the equals sign
    this.#take(SPACE);
    this.#value(path);
  }

  /** Reads a dotted key up to what ends it. Below a list of tables, a key belongs to the list's last entry. */
  #key(table: TomlPath): TomlPath {
    let path = this.#keyPart(table);
    while (this.#text[this.#at] === '.') {
      this.#at += 1;
      const entries = this.#listLengths.get(idOf(path));
      path = this.#keyPart(entries === undefined ? path : [...path, entries - 1]);
    }
    return path;
  }

  #keyPart(parent: TomlPath): TomlPath {
    this.#take(SPACE);
    const start = this.#at;
    const name = this.#take(BARE_KEY) || String(parse(`key = ${this.#take(STRING)}`).key);
    this.#take(SPACE);
    return this.#mark(parent, name, start);
  }

  #value(path: TomlPath): void {
    const first = this.#text[this.#at];
    if (first === '[') this.#entries(']', (index) => this.#value(this.#mark(path, index, this.#at)));
    else if (first === '{') this.#entries('}', () => this.#pair(path));
    else if (first === '"' || first === "'") this.#take(MULTILINE_STRING) || this.#take(STRING);
    else this.#take(SCALAR);
  }

  #entries(end: ']' | '}', read: (index: number) => void): void {
    this.#at += 1;
    this.#take(BLANK);
    for (let index = 0; this.#text[this.#at] !== end; index++) {
      read(index);
      this.#take(BLANK);
      if (this.#text[this.#at] === ',') this.#at += 1;
      this.#take(BLANK);
    }
    this.#at += 1;
  }

  #mark(parent: TomlPath, step: string | number, offset: number): TomlPath {
    if (parent.length >= DEEPEST) return parent;
    const path = [...parent, step];
    const id = idOf(path);
    if (!this.#offsets.has(id)) this.#offsets.set(id, offset);
    return path;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += text.length;
    return text;
  }
}

const idOf = (path: TomlPath): string => JSON.stringify(path);

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
