import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const example = (name: string): string => `${root}examples/config/${name}.toml`;
export const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/**
 * A page whose marked parts are these: each stands between `<!-- NAME -->` and `<!-- /NAME -->`. `vitest run test/documents --update` writes it.
 */
export async function expectParts(path: string, parts: ReadonlyMap<string, string>): Promise<void> {
  let page = textOf(path);
  for (const [name, part] of parts) {
    const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->\n`];
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`${path} has no place for ${name}`);
    page = `${page.slice(0, from + begin.length)}\n${part}\n${page.slice(to)}`;
  }
  await expect(page).toMatchFileSnapshot(`${root}${path}`);
}

export const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `${[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
