import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** One command of a script, as it is written. */
export interface PsCommand {
  readonly name: string;
  readonly line: number;
  /** Without the dash. */
  readonly parameters: readonly string[];
  /** Names of variables that are splatted, without the @. */
  readonly splatted: readonly string[];
  readonly text: string;
  readonly node: Node;
}

export interface PsScript {
  readonly name: string;
  readonly text: string;
  readonly root: Node;
  readonly commands: readonly PsCommand[];
  readonly functions: ReadonlyMap<string, Node>;
}

const require = createRequire(import.meta.url);

export async function powershellParser(): Promise<(name: string, text: string) => PsScript> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')));
  return (name, text) => {
    const root = parser.parse(text)?.rootNode;
    if (root === undefined) throw new Error(`${name} was not parsed`);
    const functions = new Map(all(root, 'function_statement').map((node) => [nameOf(node), node]));
    return { name, text, root, commands: all(root, 'command').map(commandOf), functions };
  };
}

const nameOf = (statement: Node): string => all(statement, 'function_name')[0]?.text ?? '';

function commandOf(node: Node): PsCommand {
  const elements = node.childForFieldName('command_elements');
  const own = (type: string) => (elements === null ? [] : elements.children.filter((child) => child?.type === type));
  return {
    name: node.childForFieldName('command_name')?.text ?? '',
    line: node.startPosition.row + 1,
    parameters: own('command_parameter').map((parameter) => parameter.text.replace(/^-|:$/g, '')),
    splatted: [...(elements?.text ?? '').matchAll(/(?:^|\s)@(\w+)/g)].map(([, variable = '']) => variable),
    text: node.text,
    node,
  };
}

/** Every node of a type below this one. */
export const all = (node: Node, type: string): Node[] => node.descendantsOfType(type).filter((found) => found !== null);

/** The function that a node stands in. */
export function functionAround(node: Node): Node | undefined {
  for (let at = node.parent; at !== null; at = at.parent) if (at.type === 'function_statement') return at;
  return undefined;
}

/** Whether a node is reached only after ShouldProcess said yes, within its function or script. */
export function isAsked(node: Node): boolean {
  for (let at = node; at.parent !== null && at.type !== 'function_statement'; at = at.parent) {
    const { parent } = at;
    const isBranch =
      at.type === 'statement_block' && (parent.type === 'if_statement' || parent.type === 'elseif_clause');
    if (isBranch && parent.childForFieldName('condition')?.text.includes('$PSCmdlet.ShouldProcess(')) return true;
  }
  return false;
}

/** Keys of the hash tables that a script assigns to a variable. */
export function keysOf({ root }: PsScript, variable: string): string[] {
  return all(root, 'assignment_expression')
    .filter((node) => node.namedChildren[0]?.text === `$${variable}`)
    .flatMap((node) => all(node, 'hash_entry'))
    .map((entry) => entry.namedChildren[0]?.text ?? '');
}

/** Parameters that a function or a script declares. */
export function declaredIn(node: Node): string[] {
  const [block] = all(node, 'param_block');
  const own = block === undefined ? [] : all(block, 'script_parameter');
  return own.map(
    (parameter) => parameter.namedChildren.find((child) => child?.type === 'variable')?.text.slice(1) ?? '',
  );
}

/** What Windows PowerShell 5.1 has. */
export const windowsPowerShell = JSON.parse(
  readFileSync(fileURLToPath(new URL('powershell-5.1.json', import.meta.url)), 'utf8'),
) as { readonly commands: Readonly<Record<string, readonly string[]>> };
