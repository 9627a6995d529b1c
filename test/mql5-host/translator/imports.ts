import { splitAtCommas } from './brackets.ts';
import { rewriteTokens } from './rewrite.ts';
import type { ImportBlock } from './source.ts';
import { SourceError, type Token } from './tokens.ts';

/** A function of a library as the program declares it. */
export interface Prototype {
  readonly name: Token;
  readonly returns: string;
  readonly parameters: readonly ImportedParameter[];
}

export interface ImportedParameter {
  readonly name: string;
  readonly type: string;
  readonly isConst: boolean;
  readonly passed: 'value' | 'text' | 'reference' | 'array';
}

/**
 * The functions of a library. Each calls the symbol through exactly the types that the program declares, so a
 * declaration that the library contradicts fails here as it would in the terminal. `symbols`: names of other functions
 * that stand in for a library's.
 */
export function emitImports(
  block: ImportBlock,
  symbols: ReadonlyMap<string, string>,
  lineOf: (token: Token) => string,
): string {
  const named = new Set<string>();
  const out: string[] = [];
  for (const prototype of prototypesIn(block)) {
    const { name, returns, parameters } = prototype;
    out.push(lineOf(name));
    if (!named.has(name.text)) {
      named.add(name.text);
      out.push(`extern "C" void mqlimp_${name.text}() __asm__(MQL_ASM("${symbols.get(name.text) ?? name.text}"));`);
      out.push(lineOf(name));
    }
    const types = parameters.map(passedType).join(',');
    const call = `((${returns}(*)(${types}))&mqlimp_${name.text})(${parameters.map(argument).join(',')})`;
    const checks = lengthChecks(prototype);
    // A wrong length is reported where the program calls.
    const place = checks ? ['const char *mql_file=__builtin_FILE()', 'int mql_line=__builtin_LINE()'] : [];
    const list = [...parameters.map(declared), ...place].join(', ');
    out.push(
      `static inline ${returns} ${name.text}(${list}) { ${checks}${returns === 'void' ? '' : 'return '}${call}; }`,
    );
  }
  return out.join('\n');
}

/** The prototypes of a block. Throws `SourceError` where something else stands there. */
export function prototypesIn(block: ImportBlock): Prototype[] {
  const found: Prototype[] = [];
  let from = 0;
  block.tokens.forEach((token, at) => {
    if (token.text !== ';') return;
    found.push(readPrototype(block.tokens.slice(from, at), token));
    from = at + 1;
  });
  const rest = block.tokens[from];
  if (rest) throw new SourceError(rest, `a prototype of ${block.library} has no semicolon`);
  return found;
}

function readPrototype(tokens: readonly Token[], end: Token): Prototype {
  const open = tokens.findIndex((token) => token.text === '(');
  const name = tokens[open - 1];
  if (open < 2 || name?.kind !== 'word' || tokens.at(-1)?.text !== ')')
    throw new SourceError(tokens[0] ?? end, 'between #import lines stand prototypes only');
  const returns = rewriteTokens(tokens.slice(0, open - 1)).join(' ');
  const list = splitAtCommas(tokens, { from: open + 1, to: tokens.length - 1 }).map((part) =>
    tokens.slice(part.from, part.to),
  );
  const isVoid = list.length === 1 && list[0]?.length === 1 && list[0][0]?.text === 'void';
  return { name, returns, parameters: isVoid ? [] : list.map(readParameter) };
}

function readParameter(tokens: readonly Token[], index: number): ImportedParameter {
  const isConst = tokens[0]?.text === 'const';
  const [type, ...rest] = isConst ? tokens.slice(1) : tokens;
  if (!type) throw new SourceError(tokens[0] as Token, 'a parameter has a type');
  const has = (text: string): boolean => rest.some((token) => token.text === text);
  const passed = has('[') ? 'array' : has('&') ? 'reference' : type.text === 'string' ? 'text' : 'value';
  if (passed === 'array' && !has('&')) throw new SourceError(type, 'an array is passed by reference: T &name[]');
  const name = rest.find((token) => token.kind === 'word')?.text ?? `p${index}`;
  return { name, type: rewriteTokens([type])[0] as string, isConst, passed };
}

function declared({ name, type, isConst, passed }: ImportedParameter): string {
  const prefix = isConst ? 'const ' : '';
  switch (passed) {
    case 'value':
      return `${type} ${name}`;
    case 'text':
      return `const mqlrt::string &${name}`;
    case 'reference':
      return `${prefix}${type} &${name}`;
    case 'array':
      return `${prefix}mqlrt::Array<${type}> &${name}`;
  }
}

function passedType({ type, isConst, passed }: ImportedParameter): string {
  if (passed === 'value') return type;
  if (passed === 'text') return 'const char16_t *';
  return isConst ? 'const void *' : 'void *';
}

function argument({ name, passed }: ImportedParameter): string {
  switch (passed) {
    case 'value':
      return name;
    case 'text':
      return `${name}.wide()`;
    case 'reference':
      return `&${name}`;
    case 'array':
      return `${name}.dll()`;
  }
}

/** A number behind an array is its length: in elements where its name ends in `items` or `count`, else in bytes. */
function lengthChecks({ name, parameters }: Prototype): string {
  return parameters
    .map((parameter, at) => {
      const length = parameters[at + 1];
      if (parameter.passed !== 'array' || !length || length.passed === 'array' || length.passed === 'text') return '';
      const unit = /(items|count)$/i.test(length.name) ? `sizeof(${parameter.type})` : '1';
      return `mqlrt::dll_check("${name.text}",${parameter.name},(mqlrt::i64)${length.name}*(mqlrt::i64)${unit},mql_file,mql_line); `;
    })
    .join('');
}
