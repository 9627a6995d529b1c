/** A place in a source file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type TokenKind = 'word' | 'number' | 'string' | 'char' | 'literal' | 'sign' | 'directive' | 'end';

/** `spaced`: something lay between the token before and this one. `body`: what follows the name of a directive. */
export interface Token extends Place {
  readonly kind: TokenKind;
  readonly text: string;
  readonly spaced: boolean;
  readonly body?: readonly Token[];
}

/** What a person has to mend in an MQL5 file; the message is `file:line:column: reason`. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly place: Place;
  readonly reason: string;

  constructor(place: Place, reason: string) {
    super(`${place.file}:${place.line}:${place.column}: ${reason}`);
    this.place = place;
    this.reason = reason;
  }
}

const patterns: readonly (readonly [TokenKind | 'space' | 'comment' | 'line', RegExp])[] = [
  ['space', /[ \t\r\f\v]+|\\\r?\n/y],
  ['line', /\n/y],
  ['comment', /\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ['literal', /[DCB]'[^'\n]*'/y],
  ['string', /"(?:[^"\\\n]|\\.)*"/y],
  ['char', /'(?:\\x[0-9A-Fa-f]{1,4}|\\[0-9]{1,5}|\\.|[^'\\\n])'/y],
  ['number', /0[xX][0-9A-Fa-f]+[A-Za-z]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[A-Za-z]*/y],
  ['word', /[A-Za-z_]\w*/y],
  ['sign', /<<=|>>=|\.\.\.|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|->|::|##|[-+*/%&|^]=|[-+*/%=<>!&|^~?:;,.(){}[\]#\\]/y],
];

/** The tokens of one file. A directive is one token, whatever lines it is continued on. */
export function tokenize(source: string, file: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let spaced = true;
  let fresh = true;
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  let directive: { readonly head: Token; readonly body: Token[] } | undefined;
  const endDirective = (): void => {
    if (directive) tokens.push({ ...directive.head, body: directive.body });
    directive = undefined;
  };
  while (at < source.length) {
    const place = { file, line, column: at - lineStart + 1 };
    const [kind, text] = next(source, at, place);
    at += text.length;
    const breaks = text.split('\n').length - 1;
    if (breaks > 0) {
      line += breaks;
      lineStart = at - text.length + text.lastIndexOf('\n') + 1;
    }
    if (kind === 'space' || kind === 'comment' || kind === 'line') {
      spaced = true;
      if (kind === 'line') {
        endDirective();
        fresh = true;
      }
      continue;
    }
    const token: Token = { kind, text, spaced, ...place };
    if (directive) directive.body.push(token);
    else if (text === '#' && fresh) directive = { head: { ...token, kind: 'directive' }, body: [] };
    else tokens.push(token);
    spaced = false;
    fresh = false;
  }
  endDirective();
  tokens.push({ kind: 'end', text: '', spaced: true, file, line, column: at - lineStart + 1 });
  return tokens;
}

function next(source: string, at: number, place: Place): [TokenKind | 'space' | 'comment' | 'line', string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return [kind, text];
  }
  throw new SourceError(place, `cannot read ${JSON.stringify(source.slice(at, at + 20))}`);
}
