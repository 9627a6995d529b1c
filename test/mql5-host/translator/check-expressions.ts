import { closing } from './brackets.ts';
import type { Rule } from './check.ts';
import { isObject } from './check-declarations.ts';
import { isPlain } from './declarations.ts';
import { prototypesIn } from './imports.ts';
import type { Call, Names } from './names.ts';
import type { Span, Variable } from './program.ts';
import { controlWords, scalars } from './words.ts';

const changes: ReadonlySet<string> = new Set([
  '++',
  '--',
  '=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
  '<<=',
  '>>=',
]);

/** Rules about statements and expressions. */
export const expressionRules: Readonly<Record<string, Rule>> = {
  *'unknown-call'({ names, builtins }) {
    for (const { name, title, isMember } of names.calls) {
      const known = isMember
        ? builtins.has(title) || names.functions.get(title)?.some(({ owner }) => owner !== undefined)
        : names.functions.has(title) ||
          names.types.has(title) ||
          names.macros.has(title) ||
          names.imported.has(title) ||
          builtins.has(title);
      if (!known) yield [name, `${title} is neither this program's nor a function of MQL5 that the host knows`];
    }
  },

  /** MQL5 evaluates arguments from right to left, C++ in any order. */
  *'argument-effect'({ names }) {
    for (const { arguments: list } of names.calls)
      for (const span of list)
        for (let at = span.from; at < span.to; at++)
          if (changes.has(names.text(at)) && names.tokens[at]?.kind === 'sign')
            yield [at, `${names.text(at)} within an argument: do it before the call`];
  },

  *'argument-order'({ names }) {
    for (const { arguments: list, title, name } of names.calls) {
      const acting = list.filter((span) =>
        names.calls.some((call) => isWithin(call.span, span) && mayAct(names, call)),
      );
      if (acting.length > 1) yield [name, `two arguments of ${title} call methods that change something`];
    }
  },

  *'index-effect'({ names }) {
    for (const code of names.code())
      for (let at = code.from; at < code.to; at++) {
        if (names.text(at) !== '[' || names.tokens[at]?.kind !== 'sign') continue;
        const inside = names.texts({ from: at + 1, to: closing(names.tokens, at) });
        if (inside.some((text) => changes.has(text))) yield [at, 'an index that changes something: do it before'];
      }
  },

  *brace({ names }) {
    const allowed = new Set<number>();
    const blocks = new Set([...names.statements()].filter(({ kind }) => kind === 'block').map(({ span }) => span.from));
    for (const { variables } of names.program.declarations)
      for (const { initial } of variables)
        if (initial && names.text(initial.from) === '{')
          for (let at = initial.from; at < initial.to; at++) allowed.add(at);
    for (const { body } of names.program.types) allowed.add(body.from - 1);
    for (const code of names.code())
      for (let at = code.from; at < code.to; at++)
        if (names.text(at) === '{' && names.tokens[at]?.kind === 'sign' && !allowed.has(at) && !blocks.has(at))
          yield [at, 'braces stand around statements and after = in a declaration'];
  },

  *'designated-initialiser'({ names }) {
    for (const { variables } of names.program.declarations)
      for (const { initial } of variables)
        if (initial)
          for (let at = initial.from; at < initial.to; at++)
            if (names.text(at) === '.' && /^[{,]$/.test(names.text(at - 1)))
              yield [at, 'values in braces have no names in MQL5'];
  },

  *lambda({ names }) {
    for (const code of names.code())
      for (let at = code.from; at < code.to; at++) {
        if (names.text(at) !== '[' || names.tokens[at]?.kind !== 'sign') continue;
        const before = names.tokens[at - 1];
        const isIndex = before?.kind === 'word' ? !controlWords.has(before.text) : /^[)\]]$/.test(before?.text ?? '');
        if (!isIndex) yield [at, '[ after this is a lambda or an attribute of C++'];
      }
  },

  *'condition-declaration'({ names }) {
    for (const { kind, head } of names.statements()) {
      if (!head || !['if', 'while', 'switch'].includes(kind)) continue;
      const [first, second] = names.tokens.slice(head.from, head.from + 2);
      if (first?.kind === 'word' && second?.kind === 'word') yield [head.from, 'a condition declares nothing'];
    }
  },

  *'unused-ternary'({ names }) {
    for (const { kind, head } of names.statements()) {
      if (kind !== 'expression' || !head) continue;
      const outer = outerTexts(names, head);
      const question = outer.indexOf('?');
      if (question >= 0 && !outer.slice(0, question).some((text) => changes.has(text)))
        yield [head.from, '?: chooses a value; use if for statements'];
    }
  },

  *'assigned-array'({ names }) {
    for (const { kind, head } of names.statements()) {
      if (kind !== 'expression' || !head) continue;
      for (let at = head.from + 1; at < head.to; at++)
        if (names.text(at) === '=' && names.tokens[at - 1]?.kind === 'word' && isArray(names, at - 1))
          yield [at, `${names.text(at - 1)} is an array: ArrayCopy`];
    }
  },

  *'temporary-reference'({ names }) {
    for (const call of names.calls)
      for (const [index, span] of call.arguments.entries())
        if (takesReference(names, call, index) && !isVariable(names, span))
          yield [span.from, `${call.title} takes a reference here: give it a variable`];
  },

  *uninitialised({ program, names }) {
    for (const { kind, declaration, span } of names.statements()) {
      if (kind !== 'declaration' || !declaration || declaration.isStatic) continue;
      for (const { name, type, dimensions, initial, construct } of declaration.variables) {
        if (initial || construct || dimensions.some(({ from, to }) => from === to)) continue;
        const title = names.text(type.name);
        const own = names.types.get(title);
        const isNumber = scalars.has(title) ? title !== 'string' : !isObject(names, title);
        if (isNumber && dimensions.length === 0) yield [name, `${names.text(name)} has no value yet`];
        else if (
          own &&
          isPlain(program, own) &&
          !hasConstructor(own) &&
          dimensions.length === 0 &&
          !isFilled(names, name, span)
        )
          yield [name, `${names.text(name)} has no values yet: ={} or ZeroMemory`];
      }
    }
  },

  *'zeroed-text'({ program, names }) {
    for (const { title, arguments: list } of names.calls) {
      const [first] = list;
      if (title !== 'ZeroMemory' || !first) continue;
      const variable = names.variable(first.to - 1);
      const type = variable && names.types.get(names.text(variable.type.name));
      if (type && !isPlain(program, type)) yield [first.from, `${type.title} holds more than numbers: ={} or a method`];
    }
  },

  *'enum-scope'({ names }) {
    for (const code of names.code())
      for (let at = code.from; at < code.to; at++)
        if (names.text(at + 1) === '::' && names.types.get(names.text(at))?.kind === 'enum')
          yield [at, 'members of enumerations are global names'];
  },
};

function isWithin(inner: Span, outer: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** Whether a call may change its object: own methods that are not const. */
function mayAct(names: Names, { title, isMember }: Call): boolean {
  const methods = names.functions.get(title)?.filter(({ owner, outside }) => owner !== undefined && !outside) ?? [];
  return isMember && methods.length > 0 && methods.every(({ modifiers }) => !modifiers.has('const method'));
}

/** The texts of an expression outside all brackets. */
function outerTexts(names: Names, span: Span): string[] {
  const found: string[] = [];
  for (let at = span.from; at < span.to; at++) {
    found.push(names.text(at));
    if ('([{'.includes(names.text(at)) && names.tokens[at]?.kind === 'sign') at = closing(names.tokens, at);
  }
  return found;
}

function isArray(names: Names, at: number): boolean {
  const isPart = names.text(at - 1) === '.' && names.text(at - 2) !== 'this';
  if (!isPart) return (names.variable(at)?.dimensions.length ?? 0) > 0;
  const members = names.members.get(names.text(at)) ?? [];
  return members.length > 0 && members.every((member: Variable) => member.dimensions.length > 0);
}

/** Whether every function that a call can mean takes this argument by reference. */
function takesReference(names: Names, call: Call, index: number): boolean {
  const own = (names.functions.get(call.title) ?? []).filter(
    ({ owner, parameters }) => (owner !== undefined) === call.isMember && parameters.length >= call.arguments.length,
  );
  const methods = call.isMember
    ? []
    : (names.functions.get(call.title) ?? []).filter(({ owner }) => owner !== undefined);
  const candidates = own.length > 0 ? own : methods;
  const imported = names.program.source.imports
    .flatMap(prototypesIn)
    .filter(({ name, parameters }) => name.text === call.title && parameters.length === call.arguments.length);
  const byOwn = candidates.map(({ parameters }) => {
    const parameter = parameters[index];
    return parameter?.type.isReference === true;
  });
  const byImport = imported.map(({ parameters }) => /reference|array/.test(parameters[index]?.passed ?? ''));
  const all = [...byOwn, ...(call.isMember ? [] : byImport)];
  return all.length > 0 && all.every(Boolean);
}

/** `a`, `a.b[i].c`, `this`: something that lies in memory. */
function isVariable(names: Names, span: Span): boolean {
  for (let at = span.from; at < span.to; at++) {
    const token = names.tokens[at];
    if (token?.text === '[') at = closing(names.tokens, at);
    else if (token?.kind !== 'word' && token?.text !== '.') return false;
    else if (names.macros.has(token.text)) return false;
  }
  return !/^(true|false|NULL)$/.test(names.text(span.from));
}

function hasConstructor(type: {
  readonly title: string;
  readonly methods: readonly { readonly title: string }[];
}): boolean {
  return type.methods.some(({ title }) => title === type.title);
}

/** Whether the first thing that happens to a variable is that a member gets a value, or that a function gets it. */
function isFilled(names: Names, name: number, declared: Span): boolean {
  const title = names.text(name);
  const use = names.tokens.findIndex((token, at) => at >= declared.to && token.kind === 'word' && token.text === title);
  if (use < 0 || (names.text(use + 1) === '.' && names.text(use + 3) === '=')) return true;
  return names.calls.some((call) => call.arguments.some(({ from, to }) => from === use && to === use + 1));
}
