import { splitAtCommas } from './brackets.ts';
import type { Found, Rule } from './check.ts';
import { isPlain } from './declarations.ts';
import type { Names } from './names.ts';
import type { FunctionDeclaration, Span, TypeDeclaration, Variable } from './program.ts';
import { scalars } from './words.ts';

/** Rules about types, functions and variables as they are declared. */
export const declarationRules: Readonly<Record<string, Rule>> = {
  *'by-value'({ program, names }) {
    for (const { parameters } of program.functions)
      for (const { name, type, dimensions } of parameters) {
        if (type.isReference) continue;
        const title = names.text(type.name);
        if (dimensions.length > 0) yield [name, `the array ${names.text(name)} is passed by value: T &name[]`];
        else if (isObject(names, title)) yield [name, `${title} is passed by reference only`];
      }
  },

  *reference({ program, names }) {
    for (const { kind, variables } of program.declarations)
      for (const { name, type } of variables)
        if (type.isReference) yield [name, `a ${kind} variable is no reference: only parameters are`];
    for (const { name, type } of program.functions)
      if (type?.isReference) yield [name, `${names.text(name)} returns a reference: only parameters are`];
  },

  *'pointer-type'({ program, names }) {
    for (const { parameters, type, name } of program.functions) {
      if (type?.isPointer) yield [name, `${names.text(name)} returns a pointer`];
      yield* pointersAmong(parameters);
    }
    for (const { variables } of program.declarations) yield* pointersAmong(variables);
  },

  *dimensions({ program }) {
    for (const { variables } of program.declarations)
      for (const { name, dimensions } of variables)
        if (dimensions.length > 1) yield [name, 'arrays have one dimension'];
    for (const { parameters } of program.functions)
      for (const { name, dimensions } of parameters)
        if (dimensions.length > 1) yield [name, 'arrays have one dimension'];
  },

  *'one-name'({ program }) {
    const inFor = new Set(
      [...new Set(program.functions.flatMap(({ body }) => (body ? [body] : [])))].flatMap((body) => forHeads(body)),
    );
    for (const declaration of program.declarations)
      if (declaration.variables.length > 1 && !inFor.has(declaration.span.from))
        yield [declaration.span.from, 'one variable a declaration'];
  },

  *'member-initialiser'({ program }) {
    for (const { kind, variables } of program.declarations)
      for (const { name, initial } of variables)
        if (kind === 'member' && initial) yield [name, 'members get their values in the constructor'];
  },

  *'constant-initialiser'({ program, names }) {
    for (const { kind, isStatic, variables } of program.declarations) {
      if (kind !== 'global' && kind !== 'input' && !isStatic) continue;
      for (const { initial } of variables)
        if (initial)
          for (const call of names.calls)
            if (initial.from <= call.name && call.name < initial.to)
              yield [call.name, `globals and statics begin with constants, not with a call of ${call.title}`];
    }
  },

  *union({ program }) {
    for (const type of program.types)
      if (type.kind === 'union' && !isPlain(program, type))
        yield [type.keyword, `the union ${type.title} holds more than numbers and plain structures`];
  },

  *overload({ program, names }) {
    const groups = new Map<string, FunctionDeclaration[]>();
    for (const declaration of program.functions) {
      if (declaration.outside) continue;
      const { owner, title, parameters } = declaration;
      const shape = parameters.map((parameter) => family(names.text(parameter.type.name), parameter, names));
      const key = `${owner ?? ''}::${title}(${shape.join(',')})`;
      groups.set(key, [...(groups.get(key) ?? []), declaration]);
    }
    for (const group of groups.values()) {
      const types = new Set(
        group.map(({ parameters }) => parameters.map(({ type }) => names.text(type.name)).join(',')),
      );
      if (types.size > 1)
        yield [group.at(-1)?.name ?? 0, `${group[0]?.title} is overloaded on kinds of numbers: C++ chooses otherwise`];
    }
  },

  *enumeration({ program }) {
    for (const type of program.types) {
      if (type.kind !== 'enum') continue;
      if (type.level !== 'top') yield [type.keyword, 'enumerations stand at global level'];
      if (type.name === undefined) yield [type.keyword, 'this enumeration has no name'];
      if (type.bases.from < type.bases.to) yield [type.keyword, 'enumerations are plain: enum NAME { ... }'];
    }
  },

  *'local-type'({ program }) {
    for (const { kind, keyword, level } of program.types)
      if (level === 'local') yield [keyword, `a ${kind} is declared at global level`];
  },

  *'local-prototype'({ names }) {
    for (const { kind, span } of names.statements())
      if (kind === 'prototype') yield [span.from, 'functions are declared at global level'];
  },

  *inheritance({ program, names }) {
    for (const { kind, bases, title } of program.types) {
      if (kind === 'enum' || bases.from === bases.to) continue;
      const words = names.texts(bases);
      if (words.includes(',')) yield [bases.from, `${title} has more than one base`];
      else if (words[0] !== ':' || words[1] !== 'public' || words.length !== 3)
        yield [bases.from, `a base is written ": public NAME"`];
    }
  },

  *'virtual-struct'({ program }) {
    for (const { kind, methods } of program.types)
      if (kind === 'struct')
        for (const { name, modifiers } of methods) if (modifiers.has('virtual')) yield [name, 'virtual is for classes'];
  },

  *template({ program, names }) {
    for (const [at, token] of program.tokens.entries()) {
      if (token.text !== 'template' || names.text(at + 1) !== '<') continue;
      let to = at + 2;
      while (to < program.tokens.length && names.text(to) !== '>') to++;
      const parts = splitAtCommas(program.tokens, { from: at + 2, to });
      const plain = parts.every((part) => part.to - part.from === 2 && names.text(part.from) === 'typename');
      if (parts.length === 0 || !plain) yield [at, 'a template is written template<typename T>'];
    }
  },

  *'default-value'({ program, names }) {
    for (const { parameters } of program.functions)
      for (const { name, type, dimensions, initial } of parameters) {
        if (!initial) continue;
        if (type.isReference || dimensions.length > 0) yield [name, 'a reference has no default value'];
        if (names.texts(initial).some((text) => text === '(' || text === '{'))
          yield [name, 'default values are constants'];
      }
  },

  *'type-order'({ program, names }) {
    const later = new Map<string, TypeDeclaration>();
    for (const type of program.types) if (type.level === 'top') later.set(type.title, type);
    const members = new Map(
      program.types.flatMap((type) => type.enumerators.map((at) => [names.text(at), type] as const)),
    );
    const announced = new Map<string, number>();
    for (const [at, { text, kind }] of program.tokens.entries()) {
      if (kind !== 'word') continue;
      if (/^(class|struct|union|interface)$/.test(text) && names.text(at + 2) === ';')
        announced.set(names.text(at + 1), at);
      const type = later.get(text) ?? members.get(text);
      if (!type || at >= type.span.from || names.text(at - 1) === '.') continue;
      const known = announced.get(text);
      if (known === undefined || known > at) yield [at, `${text} is declared further down`];
    }
  },

  *'builtin-name'({ program, names, builtins }) {
    const own = [
      ...program.functions.filter(({ owner }) => owner === undefined).map(({ name }) => name),
      ...program.functions.flatMap(({ parameters }) => parameters.map(({ name }) => name)),
      ...program.declarations.flatMap(({ kind, variables }) =>
        kind === 'member' ? [] : variables.map(({ name }) => name),
      ),
    ];
    for (const at of own) if (builtins.has(names.text(at))) yield [at, `${names.text(at)} is a function of MQL5`];
  },

  *'static-function'({ program }) {
    for (const { name, owner, modifiers } of program.functions)
      if (owner === undefined && modifiers.has('static')) yield [name, 'a global function is not static'];
  },

  *'constructed-with-braces'({ program, names }) {
    for (const { variables } of program.declarations)
      for (const { name, type, dimensions, initial } of variables) {
        if (dimensions.length > 0 || !initial || names.text(initial.from) !== '{') continue;
        const own = names.types.get(names.text(type.name));
        const isClass = own && (own.kind === 'class' || own.methods.some(({ title }) => title === own.title));
        if (isClass) yield [name, `${own.title} has a constructor: it begins without {}`];
      }
  },
};

function* pointersAmong(variables: readonly Variable[]): Found {
  for (const { name, type } of variables) if (type.isPointer) yield [name, 'pointers are outside the subset'];
}

/** Whether a type is a structure, a union or a class: the program's own or the terminal's. */
export function isObject(names: Names, title: string): boolean {
  const own = names.types.get(title);
  return own ? own.kind !== 'enum' : /^Mql[A-Z]/.test(title);
}

/** Types that C++ converts into each other are one family. */
function family(title: string, { dimensions, type }: Variable, names: Names): string {
  const isNumber = scalars.has(title) ? title !== 'string' : !isObject(names, title);
  if (dimensions.length > 0 || (type.isReference && !type.isConst)) return `${title}${dimensions.length}`;
  return isNumber ? 'number' : title;
}

type Body = NonNullable<FunctionDeclaration['body']>;

/** Where declarations in the heads of `for` begin. */
function forHeads(statement: Body): number[] {
  const own = statement.kind === 'for' ? (statement.parts[0]?.declaration?.span as Span | undefined) : undefined;
  return [...(own ? [own.from] : []), ...statement.parts.flatMap(forHeads)];
}
