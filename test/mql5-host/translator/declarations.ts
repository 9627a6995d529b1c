import type { Declaration, FunctionDeclaration, Program, Span, TypeDeclaration, Variable } from './program.ts';
import { rewriteTokens } from './rewrite.ts';
import { SourceError, type Token } from './tokens.ts';
import { scalars } from './words.ts';

/** The C++ of a program, token by token; an empty text stands for nothing. */
export class Rewriting {
  readonly program: Program;
  readonly #out: string[];

  constructor(program: Program) {
    this.program = program;
    this.#out = rewriteTokens(program.tokens);
    for (const type of program.types) this.#type(type);
    for (const declaration of program.declarations) this.#declaration(declaration);
    for (const definition of program.functions)
      for (const parameter of definition.parameters) this.#arrays(parameter, 'parameter');
    for (const group of program.groups) this.drop(group);
  }

  text(at: number): string {
    return this.#out[at] ?? '';
  }

  /** A span in one line. */
  render(span: Span): string {
    let out = '';
    for (let at = span.from; at < span.to; at++) {
      const text = this.text(at);
      if (text) out += (this.program.tokens[at]?.spaced ? ' ' : '') + text;
    }
    return out.trim();
  }

  drop(span: Span): void {
    for (let at = span.from; at < span.to; at++) this.#out[at] = '';
  }

  #replace(span: Span, text: string): void {
    this.drop(span);
    this.#out[span.from] = text;
  }

  #prepend(at: number, text: string): void {
    this.#out[at] = `${text}${this.text(at)}`;
  }

  #append(at: number, text: string): void {
    this.#out[at] = `${this.text(at)}${text}`;
  }

  #type(type: TypeDeclaration): void {
    if (type.name === undefined) throw this.#error(type.keyword, `this ${type.kind} has no name`);
    const alignment = type.pack ? this.render(type.pack) : '1';
    if (type.pack) this.drop({ from: type.pack.from - 2, to: type.pack.to + 1 });
    switch (type.kind) {
      case 'enum':
        if (type.level !== 'top') throw this.#error(type.name, 'enumerations stand at global level');
        this.#append(type.name, ' : int');
        break;
      case 'interface':
        this.#replace({ from: type.keyword, to: type.keyword + 1 }, 'struct');
        for (const method of type.methods) {
          this.#prepend(method.head.from, 'virtual ');
          this.#prepend(method.end - 1, '=0');
        }
        break;
      case 'struct':
      case 'union':
        if (type.isTemplate || !isPlain(this.program, type)) break;
        this.#prepend(type.span.from, `_Pragma("pack(push,${alignment})") `);
        this.#append(type.span.to, ' _Pragma("pack(pop)")');
        break;
    }
  }

  #declaration(declaration: Declaration): void {
    const first = declaration.variables[0] as Variable;
    if (declaration.kind === 'input') {
      this.#input(declaration, first);
      return;
    }
    if (declaration.variables.every((variable) => variable.dimensions.length === 0)) return;
    const prefix = this.render({ from: declaration.span.from, to: first.type.span.from });
    const element = this.render(first.type.span);
    declaration.variables.forEach((variable, index) => {
      const type = variable.dimensions.length > 0 ? this.#arrayType(variable, element, declaration.owner) : element;
      if (index === 0) this.#replace(variable.type.span, type);
      else this.#replace({ from: variable.name - 1, to: variable.name }, `; ${prefix} ${type} `);
      this.#dropDimensions(variable);
    });
  }

  /** A variable that the command line sets and the program reads. */
  #input(declaration: Declaration, variable: Variable): void {
    const name = this.#token(variable.name).text;
    if (declaration.variables.length > 1 || variable.dimensions.length > 0)
      throw this.#error(variable.name, 'one input a line, and no arrays');
    if (!variable.initial) throw this.#error(variable.name, `the input ${name} has no default`);
    const type = this.render(variable.type.span);
    const value = this.render(variable.initial);
    this.#replace(
      declaration.span,
      `static ${type} ${name}__v=${value}; static const ${type} &${name}=${name}__v; ` +
        `static mqlrt::InputReg ${name}__r("${name}",${name}__v)`,
    );
  }

  #arrays(variable: Variable, kind: 'parameter'): void {
    if (variable.dimensions.length === 0) return;
    if (!variable.type.isReference) throw this.#error(variable.name, `an array ${kind} is a reference: T &name[]`);
    const { from, to } = variable.type.span;
    this.#replace({ from, to: to - 1 }, `mqlrt::Array<${this.render({ from, to: to - 1 })}>`);
    this.#dropDimensions(variable);
  }

  #arrayType(variable: Variable, element: string, owner: TypeDeclaration | undefined): string {
    const [size, ...others] = variable.dimensions as readonly [Span, ...Span[]];
    if (others.length > 0) throw this.#error(variable.name, 'arrays have one dimension');
    if (size.from === size.to) return `mqlrt::Array<${element}>`;
    const isMemory = owner?.kind === 'struct' || owner?.kind === 'union';
    // `={}` is a default constructor in C++ and zeros in MQL5.
    const { initial } = variable;
    if (initial && initial.to - initial.from === 2) this.#append(initial.from, '{}');
    return `mqlrt::${isMemory ? 'Fixed' : 'FixedArr'}<${element},${this.render(size)}>`;
  }

  #dropDimensions(variable: Variable): void {
    for (const dimension of variable.dimensions) this.drop({ from: dimension.from - 1, to: dimension.to + 1 });
  }

  #token(at: number): Token {
    return this.program.tokens[at] as Token;
  }

  #error(at: number, message: string): SourceError {
    return new SourceError(this.#token(at), message);
  }
}

/** Memory without text, dynamic arrays and virtual methods: its layout counts, and MQL5 packs it by 1. */
export function isPlain(program: Program, type: TypeDeclaration): boolean {
  if (type.kind !== 'struct' && type.kind !== 'union') return false;
  const plainType = (name: string): boolean => {
    if (scalars.has(name)) return name !== 'string';
    const own = program.types.find((other) => other.title === name);
    return own ? own.kind === 'enum' || isPlain(program, own) : /^(ENUM_|MqlRates$|MqlTick$|MqlDateTime$)/.test(name);
  };
  const baseNames = program.tokens
    .slice(type.bases.from, type.bases.to)
    .flatMap((token) => (token.kind === 'word' && token.text !== 'public' ? [token.text] : []));
  const fields = type.members.flatMap((member) => (member.isStatic ? [] : member.variables));
  return (
    baseNames.every(plainType) &&
    !type.methods.some((method) => method.modifiers.has('virtual')) &&
    fields.every(
      (field) =>
        !field.type.isPointer &&
        plainType(program.tokens[field.type.name]?.text ?? '') &&
        field.dimensions.every((dimension) => dimension.from < dimension.to),
    )
  );
}

/** What makes two declarations the same function. */
export function signature(program: Program, declaration: FunctionDeclaration): string {
  const text = (span: Span): string =>
    program.tokens
      .slice(span.from, span.to)
      .map((token) => token.text)
      .join(' ');
  const types = declaration.parameters.map((parameter) => `${text(parameter.type.span)}${parameter.dimensions.length}`);
  return `${declaration.title}(${types.join(',')})`;
}

/** The default values of a function's parameters, each with its `=`. */
export function defaults(declaration: FunctionDeclaration): Span[] {
  return declaration.parameters.flatMap(({ initial }) => (initial ? [{ from: initial.from - 1, to: initial.to }] : []));
}
