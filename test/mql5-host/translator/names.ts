import { closing, splitAtCommas } from './brackets.ts';
import { prototypesIn } from './imports.ts';
import type { FunctionDeclaration, Program, Span, Statement, TypeDeclaration, Variable } from './program.ts';
import type { Token } from './tokens.ts';
import { controlWords, scalars } from './words.ts';

/** A call: `name` is the index of the function's name, `arguments` what stands between the commas. */
export interface Call {
  readonly name: number;
  readonly title: string;
  readonly isMember: boolean;
  readonly arguments: readonly Span[];
  readonly span: Span;
}

/** What the names of a program stand for, as far as declarations tell without types of expressions. */
export class Names {
  readonly program: Program;
  readonly tokens: readonly Token[];
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly functions: ReadonlyMap<string, readonly FunctionDeclaration[]>;
  readonly macros: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, readonly Variable[]>;
  readonly globals: ReadonlyMap<string, Variable>;
  readonly calls: readonly Call[];
  readonly #locals: readonly { readonly variable: Variable; readonly scope: Span }[];

  constructor(program: Program) {
    this.program = program;
    this.tokens = program.tokens;
    this.types = new Map(program.types.map((type) => [type.title, type]));
    this.functions = grouped(program.functions, (declaration) => declaration.title);
    this.macros = new Set(program.source.macros.map((macro) => macro.name.text));
    this.imported = new Set(program.source.imports.flatMap(prototypesIn).map((prototype) => prototype.name.text));
    const variables = program.declarations.flatMap((declaration) => declaration.variables);
    this.members = grouped(
      variables.filter((variable) => variable.kind === 'member'),
      (variable) => this.text(variable.name),
    );
    this.globals = new Map(
      variables
        .filter((variable) => variable.kind === 'global' || variable.kind === 'input')
        .map((variable) => [this.text(variable.name), variable]),
    );
    this.#locals = program.functions.flatMap((declaration) => [
      ...declaration.parameters.map((variable) => ({ variable, scope: declaration.body?.span ?? declaration.head })),
      ...(declaration.body ? localsIn(declaration.body, declaration.body.span) : []),
    ]);
    this.calls = this.#calls();
  }

  text(at: number): string {
    return this.tokens[at]?.text ?? '';
  }

  texts(span: Span): string[] {
    return this.tokens.slice(span.from, span.to).map((token) => token.text);
  }

  /** The variable that a name means at a place: a local one, a member of the method's class, or a global one. */
  variable(at: number): Variable | undefined {
    const title = this.text(at);
    if (this.text(at - 1) === '.' && this.text(at - 2) !== 'this') return undefined;
    const local = this.#locals.findLast(
      ({ variable, scope }) =>
        scope.from <= at && at < scope.to && variable.name <= at && this.text(variable.name) === title,
    );
    if (local) return local.variable;
    const owner = this.functionAt(at)?.owner;
    const type = owner === undefined ? undefined : this.types.get(owner);
    return this.#member(type, title) ?? this.globals.get(title);
  }

  functionAt(at: number): FunctionDeclaration | undefined {
    return this.program.functions.find(
      ({ body, initializers }) =>
        (body && body.span.from <= at && at < body.span.to) ||
        (initializers && initializers.from <= at && at < initializers.to),
    );
  }

  /** All statements of all functions, outer ones first. */
  *statements(): Generator<Statement> {
    for (const { body } of this.program.functions) if (body) yield* within(body);
  }

  /** Where expressions stand: bodies, and what initialises members and variables. */
  *code(): Generator<Span> {
    for (const { body, initializers } of this.program.functions) {
      if (initializers) yield initializers;
      if (body) yield body.span;
    }
    for (const { kind, variables } of this.program.declarations)
      if (kind !== 'local')
        for (const { initial, construct } of variables) yield* [initial, construct].filter((span) => !!span);
  }

  #member(type: TypeDeclaration | undefined, title: string): Variable | undefined {
    if (!type) return undefined;
    const own = type.members.flatMap((member) => member.variables).find((member) => this.text(member.name) === title);
    if (own) return own;
    for (const base of this.texts(type.bases)) {
      const inherited = base === type.title ? undefined : this.#member(this.types.get(base), title);
      if (inherited) return inherited;
    }
    return undefined;
  }

  #calls(): Call[] {
    const initialized = this.program.functions.flatMap(({ initializers }) =>
      initializers ? splitAtCommas(this.tokens, initializers).map((part) => part.from) : [],
    );
    const declared = new Set([...this.#locals.map(({ variable }) => variable.name), ...initialized]);
    const found: Call[] = [];
    for (const { from, to } of this.code())
      for (let at = from; at < to; at++) {
        const title = this.text(at);
        if (this.tokens[at]?.kind !== 'word' || this.text(at + 1) !== '(') continue;
        if (declared.has(at) || controlWords.has(title) || scalars.has(title)) continue;
        const close = closing(this.tokens, at + 1);
        found.push({
          name: at,
          title,
          isMember: this.text(at - 1) === '.',
          arguments: splitAtCommas(this.tokens, { from: at + 2, to: close }),
          span: { from: at, to: close + 1 },
        });
      }
    return found;
  }
}

function* within(statement: Statement): Generator<Statement> {
  yield statement;
  for (const part of statement.parts) yield* within(part);
}

function localsIn(statement: Statement, scope: Span): { variable: Variable; scope: Span }[] {
  const inner = statement.kind === 'block' || statement.kind === 'for' ? statement.span : scope;
  const own = (statement.declaration?.variables ?? []).map((variable) => ({ variable, scope }));
  return [...own, ...statement.parts.flatMap((part) => localsIn(part, inner))];
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
