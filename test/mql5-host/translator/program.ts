import type { Source } from './source.ts';
import type { Token } from './tokens.ts';

/** Token indexes, the end exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A type where something is declared with it; `name` is the index of its name. */
export interface TypeUse {
  readonly name: number;
  readonly span: Span;
  readonly isConst: boolean;
  readonly isReference: boolean;
  readonly isPointer: boolean;
}

export type VariableKind = 'global' | 'input' | 'local' | 'member' | 'parameter';

/** `dimensions`: what stands in each pair of brackets. `initial`: what follows `=`. `construct`: `T x(these)`. */
export interface Variable {
  readonly kind: VariableKind;
  readonly name: number;
  readonly type: TypeUse;
  readonly dimensions: readonly Span[];
  readonly span: Span;
  readonly initial: Span | undefined;
  readonly construct: Span | undefined;
}

/** `const int a=1,b[];`: the variables that one declaration names; `span` ends before the semicolon. */
export interface Declaration {
  readonly kind: VariableKind;
  readonly span: Span;
  readonly isStatic: boolean;
  readonly variables: readonly Variable[];
  /** The type that it is a member of. */
  readonly owner: TypeDeclaration | undefined;
}

/**
 * `head` reaches from the first modifier to the closing parenthesis. `owner`: the class, where it is a method;
 * `outside`: a method that is defined outside its class. Constructors and destructors have no `type`.
 */
export interface FunctionDeclaration {
  readonly name: number;
  readonly title: string;
  readonly type: TypeUse | undefined;
  readonly head: Span;
  readonly list: Span;
  readonly parameters: readonly Variable[];
  readonly owner: string | undefined;
  readonly outside: boolean;
  readonly modifiers: ReadonlySet<string>;
  readonly initializers: Span | undefined;
  readonly body: Statement | undefined;
  readonly end: number;
}

export type TypeKind = 'class' | 'struct' | 'union' | 'interface' | 'enum';

/** `body` lies between the braces. `level`: where it stands. `enumerators`: the names of an enumeration. */
export interface TypeDeclaration {
  readonly kind: TypeKind;
  readonly keyword: number;
  readonly name: number | undefined;
  readonly title: string;
  readonly pack: Span | undefined;
  readonly bases: Span;
  readonly body: Span;
  readonly span: Span;
  readonly isTemplate: boolean;
  readonly level: 'top' | 'member' | 'local';
  readonly enumerators: readonly number[];
  readonly members: Declaration[];
  readonly methods: FunctionDeclaration[];
}

export type StatementKind =
  | 'block'
  | 'declaration'
  | 'do'
  | 'empty'
  | 'expression'
  | 'for'
  | 'if'
  | 'jump'
  | 'label'
  | 'prototype'
  | 'return'
  | 'switch'
  | 'type'
  | 'while';

/** `head`: what stands in the parentheses, or the expression itself. `parts`: what it consists of, in order. */
export interface Statement {
  readonly kind: StatementKind;
  readonly span: Span;
  readonly head: Span | undefined;
  readonly declaration: Declaration | undefined;
  readonly parts: readonly Statement[];
}

/** A program as the translator and the checks see it. Methods are in `functions`, too, and members in `declarations`. */
export interface Program {
  readonly source: Source;
  readonly tokens: readonly Token[];
  readonly types: readonly TypeDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
  readonly declarations: readonly Declaration[];
  /** `input group "..."` and prototypes of methods that need no output of their own. */
  readonly groups: readonly Span[];
}
