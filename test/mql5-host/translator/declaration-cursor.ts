import { Cursor } from './cursor.ts';
import type { TypeUse } from './program.ts';
import { controlWords, scalars } from './words.ts';

const typeKinds: ReadonlySet<string> = new Set(['class', 'struct', 'union', 'interface', 'enum']);
const modifierWords: ReadonlySet<string> = new Set(['static', 'const', 'virtual', 'extern', 'input', 'sinput']);

/** Tells what begins at a place: a type, a function, a variable, or none of them. */
export class DeclarationCursor extends Cursor {
  protected modifiers(): Set<string> {
    const found = new Set<string>();
    for (;;) {
      if (this.is('template') && this.is('<', 1)) {
        found.add('template');
        this.skipTo('>');
      } else if (modifierWords.has(this.text())) {
        found.add(this.text());
        this.at++;
      } else return found;
    }
  }

  /** A type and what belongs to it, up to the name that it declares; nothing, and no progress, where there is none. */
  protected typeUse(modifiers: ReadonlySet<string>): TypeUse | undefined {
    const start = this.at;
    let isConst = modifiers.has('const');
    while (this.is('const')) {
      isConst = true;
      this.at++;
    }
    const name = this.at;
    const isName = this.kind() === 'word' && !controlWords.has(this.text());
    if (!isName) {
      this.at = start;
      return undefined;
    }
    this.at++;
    if (this.is('<') && !scalars.has(this.textAt(name))) {
      const close = this.angle(this.at);
      if (close !== undefined) this.at = close + 1;
    }
    let isPointer = false;
    while (this.is('*')) {
      isPointer = true;
      this.at++;
    }
    const isReference = this.is('&');
    if (isReference) this.at++;
    const declares = this.kind() === 'word' && (!controlWords.has(this.text()) || this.is('operator'));
    if (!declares) {
      this.at = start;
      return undefined;
    }
    return { name, span: { from: name, to: this.at }, isConst, isReference, isPointer };
  }

  private angle(open: number): number | undefined {
    let depth = 0;
    for (let at = open; at < open + 16; at++) {
      const text = this.textAt(at);
      if (text === '<') depth++;
      else if (text === '>') {
        if (--depth === 0) return at;
      } else if (text !== ',' && this.tokens[at]?.kind !== 'word') return undefined;
    }
    return undefined;
  }

  protected startsFunction(): boolean {
    if (this.is('::', 1)) return this.is('(', 3) || this.is('operator', 2);
    return this.is('operator') || this.is('(', 1);
  }

  protected isType(): boolean {
    if (!typeKinds.has(this.text())) return false;
    for (let at = this.at + 1; ; at++) {
      const text = this.textAt(at);
      if (text === '{') return true;
      if (text === '(' && this.textAt(at - 1) !== 'pack') return false;
      if (text === ';' || text === '=' || at >= this.tokens.length) return this.textAt(this.at + 2) === ';';
    }
  }

  /** `(int)`, `(const string name, ...)`: types in parentheses, where a constructor's arguments would stand. */
  protected isParameterList(open: number): boolean {
    const first = open + 1;
    const text = this.textAt(first);
    if (text === ')') return true;
    if (text === 'const') return true;
    const next = this.tokens[first + 1];
    return this.tokens[first]?.kind === 'word' && (next?.kind === 'word' || (scalars.has(text) && next?.text !== '('));
  }
}
