import { parseAst } from 'vitest/node';

/** One place where a source text names a module. */
export interface Import {
  /** The module's name, or `undefined` where it is computed. */
  readonly specifier: string | undefined;
  readonly line: number;
  /** Whether the module runs before its importer does: not for types, not for `import()`. */
  readonly first: boolean;
}

interface Node extends Record<string, unknown> {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const LOADER = /^(require(\.resolve)?|import\.meta\.resolve|vi\.(mock|doMock|importActual))$/;

/** Every module that a source text names: imports, re-exports, `import()` of values and types, `require`, mocks. */
export function importsOf(text: string, lang: 'ts' | 'tsx' = 'ts'): Import[] {
  const found: Import[] = [];
  const add = (source: unknown, first: boolean) => {
    if (!isNode(source)) return;
    found.push({ specifier: textOf(source), line: text.slice(0, source.start).split('\n').length, first });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value)) return;
    switch (value.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        add(value.source, value.importKind !== 'type' && value.exportKind !== 'type');
        break;
      case 'ImportExpression':
      case 'TSImportType':
        add(value.source, false);
        break;
      case 'TSExternalModuleReference':
        add(value.expression, true);
        break;
      case 'CallExpression': {
        const { start, end } = value.callee as Node;
        const [source] = value.arguments as unknown[];
        if (LOADER.test(text.slice(start, end))) add(source, false);
      }
    }
    Object.values(value).forEach(visit);
  };
  visit(parseAst(text, { lang }));
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** The text of a string literal or of a template with nothing to fill in. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  const quasis = node.quasis as { value: { cooked: string } }[] | undefined;
  return quasis?.length === 1 ? quasis[0]?.value.cooked : undefined;
}
