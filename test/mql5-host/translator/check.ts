import { declarationRules } from './check-declarations.ts';
import { expressionRules } from './check-expressions.ts';
import { wordRules } from './check-words.ts';
import { Names } from './names.ts';
import type { Program } from './program.ts';
import type { SourceOptions } from './source.ts';
import { type Place, SourceError } from './tokens.ts';
import { readProgram } from './translate.ts';

/** Something that g++ accepts and MetaEditor refuses, or that means another thing there. */
export interface Finding {
  readonly rule: string;
  readonly place: Place;
  readonly message: string;
}

/** What a rule found: where, and what is wrong there. */
export type Found = Iterable<readonly [at: Place | number, message: string]>;

export interface Checked {
  readonly program: Program;
  readonly names: Names;
  /** The functions of MQL5 that the shim offers. */
  readonly builtins: ReadonlySet<string>;
}

export type Rule = (checked: Checked) => Found;

export const rules: Readonly<Record<string, Rule>> = { ...wordRules, ...declarationRules, ...expressionRules };

/**
 * Checks a .mq5 or .mqh file and what it includes for what leaves the subset of MQL5 that MetaEditor and g++ understand
 * alike. What can't even be read is the rule `syntax`.
 */
export function check(main: string, options: SourceOptions & { readonly builtins: ReadonlySet<string> }): Finding[] {
  try {
    const program = readProgram(main, options);
    const checked = { program, names: new Names(program), builtins: options.builtins };
    return Object.entries(rules).flatMap(([rule, find]) =>
      [...find(checked)].map(([at, message]) => ({
        rule,
        message,
        place: typeof at === 'number' ? (program.tokens[at] as Place) : at,
      })),
    );
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return [{ rule: 'syntax', place: error.place, message: error.reason }];
  }
}
