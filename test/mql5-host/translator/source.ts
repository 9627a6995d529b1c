import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { SourceError, type Token, tokenize } from './tokens.ts';

/** `#define NAME body` or `#define NAME(parameters) body`; `before`: the index of the token after it. */
export interface Macro {
  readonly before: number;
  readonly name: Token;
  readonly parameters: readonly string[] | undefined;
  readonly body: readonly Token[];
}

/** What stands between `#import "library"` and the next `#import`; `before`: the index of the token after it. */
export interface ImportBlock {
  readonly before: number;
  readonly library: string;
  readonly tokens: readonly Token[];
}

/** `name`: how `#line` and messages call the file. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

/** A program and all it includes, in order, without directives and without what conditions leave out. */
export interface Source {
  readonly files: readonly SourceFile[];
  readonly tokens: readonly Token[];
  readonly macros: readonly Macro[];
  readonly imports: readonly ImportBlock[];
  readonly directives: readonly Token[];
}

export interface SourceOptions {
  /** Where `#include <X>` is looked up. */
  readonly includes: readonly string[];
  /** Files are named relative to this folder in `#line` and in messages. */
  readonly root: string;
}

const predefined = ['__MQL5__', '__MQL__', '__MQLBUILD__', '__LINE__', '__FILE__', '__FUNCTION__', '__DATETIME__'];

/** Reads a .mq5 or .mqh file and what it includes; as in MetaEditor a file is read once. */
export function load(main: string, options: SourceOptions): Source {
  const files: SourceFile[] = [];
  const tokens: Token[] = [];
  const macros = new Map<string, Macro>();
  const imports: ImportBlock[] = [];
  const directives: Token[] = [];
  const defined = new Set(predefined);

  const read = (path: string): void => {
    const inside = relative(options.root, path);
    const name = inside.startsWith('..') || isAbsolute(inside) ? path : inside.replaceAll('\\', '/');
    const text = readFileSync(path, 'utf8');
    files.push({ path, name, text });
    const list = tokenize(text, name);
    const conditions: { readonly at: Token; active: boolean; readonly outer: boolean }[] = [];
    let block: { library: string; before: number; tokens: Token[] } | undefined;
    for (const token of list) {
      const active = conditions.at(-1)?.active ?? true;
      if (token.kind === 'end') continue;
      if (token.kind !== 'directive') {
        if (active) (block?.tokens ?? tokens).push(token);
        continue;
      }
      directives.push(token);
      const [word, ...rest] = token.body ?? [];
      const [argument] = rest;
      switch (word?.text) {
        case 'ifdef':
        case 'ifndef': {
          if (!argument) throw new SourceError(token, `#${word.text} without a name`);
          const holds = defined.has(argument.text) === (word.text === 'ifdef');
          conditions.push({ at: token, active: active && holds, outer: active });
          continue;
        }
        case 'else': {
          const condition = conditions.at(-1);
          if (!condition) throw new SourceError(token, '#else without #ifdef');
          condition.active = condition.outer && !condition.active;
          continue;
        }
        case 'endif':
          if (!conditions.pop()) throw new SourceError(token, '#endif without #ifdef');
          continue;
      }
      if (!active) continue;
      switch (word?.text) {
        case 'include': {
          const found = findInclude(token, rest, path, options.includes);
          if (!files.some((file) => file.path === found)) read(found);
          break;
        }
        case 'define':
          define(token, rest);
          break;
        case 'undef':
          if (argument && macros.has(argument.text))
            throw new SourceError(token, `#undef ${argument.text}: a macro keeps its meaning here`);
          if (argument) defined.delete(argument.text);
          break;
        case 'import': {
          if (block) imports.push(block);
          block = argument && {
            library: argument.text.replace(/^["<]|[">]$/g, ''),
            before: tokens.length,
            tokens: [],
          };
          break;
        }
        case 'property':
        case 'resource':
          break;
        default:
          throw new SourceError(token, `#${word?.text ?? ''} is no directive of MQL5`);
      }
    }
    const open = conditions.at(-1);
    if (open) throw new SourceError(open.at, 'this condition has no #endif');
    if (block) throw new SourceError(list.at(-1) as Token, `#import "${block.library}" is not closed by #import`);
  };

  const define = (token: Token, rest: readonly Token[]): void => {
    const [name, open] = rest;
    if (name?.kind !== 'word') throw new SourceError(token, '#define without a name');
    if (defined.has(name.text)) throw new SourceError(name, `${name.text} is defined already`);
    defined.add(name.text);
    const takes = open?.text === '(' && !open.spaced;
    const close = takes ? rest.findIndex((part) => part.text === ')') : 0;
    if (close < 0) throw new SourceError(token, `the parameters of ${name.text} are not closed`);
    macros.set(name.text, {
      before: tokens.length,
      name,
      parameters: takes ? rest.slice(2, close).flatMap((part) => (part.text === ',' ? [] : [part.text])) : undefined,
      body: rest.slice(close + 1),
    });
  };

  read(resolve(main));
  return { files, tokens, macros: [...macros.values()], imports, directives };
}

function findInclude(at: Token, rest: readonly Token[], from: string, includes: readonly string[]): string {
  const text = rest.map((part) => part.text).join('');
  const name = text.slice(1, -1).replaceAll('\\', '/');
  const folders = text.startsWith('<') ? includes : [dirname(from), ...includes];
  const found = folders.map((folder) => resolve(join(folder, name))).find((path) => existsSync(path));
  if (!found) throw new SourceError(at, `${name} is not in ${folders.join(', ')}`);
  return found;
}
