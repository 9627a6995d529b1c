import { defaults, Rewriting, signature } from './declarations.ts';
import { emitImports } from './imports.ts';
import type { FunctionDeclaration, Program, TypeDeclaration } from './program.ts';
import { rewriteTokens } from './rewrite.ts';
import type { Macro } from './source.ts';
import type { Place, Token } from './tokens.ts';
import { eventHandlers } from './words.ts';

/**
 * One C++ translation unit. MQL5 knows a name before its declaration, so macros, enumerations, types and functions are
 * declared first; what follows keeps the order of the sources. `#line` names the MQL5 file and line everywhere.
 */
export function emit(program: Program, symbols: ReadonlyMap<string, string>): string {
  const rewriting = new Rewriting(program);
  const enums = program.types.filter((type) => type.kind === 'enum');
  const out = ['#include "mql.hpp"', 'namespace ea {', 'using namespace ::mql;'];
  for (const macro of program.source.macros) out.push(lineOf(macro.name), emitMacro(macro));
  for (const type of enums) {
    const text = rewriting.render({ from: type.span.from, to: type.span.to });
    out.push(lineOf(place(program, type.keyword)), `${text};`, emitEnumNames(program, type));
    rewriting.drop({ from: type.span.from, to: type.span.to + 1 });
  }
  for (const type of program.types) {
    if (type.kind === 'enum' || type.isTemplate || type.level !== 'top') continue;
    out.push(`${type.kind === 'interface' ? 'struct' : type.kind} ${type.title};`);
  }
  out.push(...emitPrototypes(program, rewriting));
  out.push(emitBody(program, rewriting, symbols));
  out.push('#line 1 "(generated)"', '} // namespace ea', emitHandlers(program), '');
  return out.join('\n');
}

function place(program: Program, at: number): Token {
  return program.tokens[at] as Token;
}

function lineOf({ file, line }: Place): string {
  return `#line ${line} ${JSON.stringify(file)}`;
}

function emitMacro({ name, parameters, body }: Macro): string {
  const texts = rewriteTokens(body).map((text, at) => (body[at]?.spaced ? ` ${text}` : text));
  return `#define ${name.text}${parameters ? `(${parameters.join(',')})` : ''} ${texts.join('').trim()}`;
}

function emitEnumNames(program: Program, type: TypeDeclaration): string {
  const names = type.enumerators.map((at) => place(program, at).text).map((name) => `{${name},u"${name}"}`);
  return (
    `static inline mqlrt::string EnumToString(${type.title} value) { ` +
    `static constexpr mqlrt::EnumName names[]={${names.join(',')}}; ` +
    `return mqlrt::enum_name(names,sizeof names/sizeof *names,u"${type.title}",(int)value); }`
  );
}

/** One prototype for each function, with its default values, which then appear nowhere else. */
function emitPrototypes(program: Program, rewriting: Rewriting): string[] {
  const groups = new Map<string, FunctionDeclaration[]>();
  for (const declaration of program.functions) {
    if (declaration.owner !== undefined) continue;
    const key = signature(program, declaration);
    groups.set(key, [...(groups.get(key) ?? []), declaration]);
  }
  const out: string[] = [];
  for (const group of groups.values()) {
    const told = group.find((declaration) => defaults(declaration).length > 0) ?? group[0];
    if (!told) continue;
    out.push(lineOf(place(program, told.name)), `${rewriting.render(told.head)};`);
    for (const declaration of group) {
      for (const span of defaults(declaration)) rewriting.drop(span);
      if (!declaration.body) rewriting.drop({ from: declaration.head.from, to: declaration.end });
    }
  }
  return out;
}

/** The tokens on the lines where they stood. */
function emitBody(program: Program, rewriting: Rewriting, symbols: ReadonlyMap<string, string>): string {
  let out = '';
  let file = '';
  let line = 0;
  const imports = [...program.source.imports];
  program.tokens.forEach((token, at) => {
    while (imports[0] && imports[0].before <= at) {
      out += `\n${emitImports(imports[0], symbols, lineOf)}`;
      file = '';
      imports.shift();
    }
    const text = rewriting.text(at);
    if (!text) return;
    if (token.file !== file || token.line < line || token.line > line + 8) out += `\n${lineOf(token)}\n`;
    else if (token.line > line) out += '\n'.repeat(token.line - line);
    if (token.file !== file || token.line !== line) out += ' '.repeat(token.column - 1);
    else if (token.spaced) out += ' ';
    out += text;
    file = token.file;
    line = token.line;
  });
  for (const block of imports) out += `\n${emitImports(block, symbols, lineOf)}`;
  return out;
}

function emitHandlers(program: Program): string {
  const set = eventHandlers
    .filter((name) => program.functions.some((declaration) => declaration.title === name && !declaration.owner))
    .map((name) => `  h.${name} = mqlrt::handler_cast<decltype(h.${name})>(&::ea::${name});`);
  return ['const mqlrt::Handlers &mqlrt::handlers() {', '  static mqlrt::Handlers h;', ...set, '  return h;', '}'].join(
    '\n',
  );
}
