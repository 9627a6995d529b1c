import { emit } from './emit.ts';
import { parse } from './parse.ts';
import type { Program } from './program.ts';
import { load, type SourceOptions } from './source.ts';

export interface TranslateOptions extends SourceOptions {
  /** Library functions in whose place another symbol is called. */
  readonly symbols: ReadonlyMap<string, string>;
}

/** Reads an MQL5 program and everything it includes. Throws `SourceError`. */
export function readProgram(main: string, options: SourceOptions): Program {
  return parse(load(main, options));
}

/** An MQL5 program as C++17. Throws `SourceError`. */
export function translate(main: string, options: TranslateOptions): string {
  return emit(readProgram(main, options), options.symbols);
}
