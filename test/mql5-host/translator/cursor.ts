import { closing } from './brackets.ts';
import type { Span } from './program.ts';
import { SourceError, type Token } from './tokens.ts';

const opening: ReadonlySet<string> = new Set(['(', '[', '{']);

/** A place in a list of tokens, and the steps that a parser takes from there. */
export class Cursor {
  protected readonly tokens: readonly Token[];
  protected at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** One token on, or past a whole pair of brackets. */
  protected advance(): void {
    if (this.at >= this.tokens.length) throw this.error('the file ends within a declaration');
    this.at = opening.has(this.text()) && this.kind() === 'sign' ? this.closing(this.at) + 1 : this.at + 1;
  }

  protected closing(open: number): number {
    const close = closing(this.tokens, open);
    if (close < this.tokens.length) return close;
    this.at = open;
    throw this.error(`${this.here()} is never closed`);
  }

  /** What stands in the brackets here; reading goes on after them. */
  protected brackets(open: string): Span {
    if (!this.is(open)) throw this.error(`${JSON.stringify(open)} was expected before ${this.here()}`);
    const close = this.closing(this.at);
    const inside = { from: this.at + 1, to: close };
    this.at = close + 1;
    return inside;
  }

  protected skipTo(text: string): void {
    while (!this.is(text)) this.advance();
    this.at++;
  }

  protected expect(text: string): void {
    if (!this.is(text)) throw this.error(`${JSON.stringify(text)} was expected before ${this.here()}`);
    this.at++;
  }

  protected textAt(at: number): string {
    return this.tokens[at]?.text ?? '';
  }

  protected text(): string {
    return this.textAt(this.at);
  }

  protected here(): string {
    return this.at < this.tokens.length ? JSON.stringify(this.text()) : 'the end';
  }

  protected kind(): Token['kind'] | undefined {
    return this.tokens[this.at]?.kind;
  }

  protected is(text: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.text === text && token.kind !== 'string' && token.kind !== 'char';
  }

  protected isOneOf(texts: readonly string[], ahead = 0): boolean {
    return texts.some((text) => this.is(text, ahead));
  }

  protected error(message: string): SourceError {
    const place = this.tokens[this.at] ?? this.tokens.at(-1) ?? { file: '', line: 1, column: 1 };
    return new SourceError(place, message);
  }
}
