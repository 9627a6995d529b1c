import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';
import { docs, pagesOfFiles, root, sourceOf } from './pages.ts';

export const repository = 'https://github.com/mt5-bridge/mt5-bridge';

/** The anchor of a heading as the repository's own pages have it, so that a link leads to the same place in both. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** The address of a file or folder of the repository. */
const inRepository = (file: string): string =>
  `${repository}/${statSync(file).isDirectory() ? 'tree' : 'blob'}/main/${relative(root, file).split(sep).join('/')}`;

/**
 * Lets a link to a file of the repository lead where a reader of the site finds it: to the page that shows that file, or
 * to the repository. The same link leads to the file itself where the page is read in the repository.
 */
export function repositoryLinks(md: MarkdownRenderer): void {
  const pages = pagesOfFiles();
  md.core.ruler.push('repository_links', ({ tokens, env }) => {
    const { relativePath } = env as MarkdownEnv;
    const page = join(docs, relativePath);
    const source = sourceOf(relativePath);
    const bases = source === undefined ? [dirname(page)] : [dirname(source), dirname(page)];
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const key = token.type === 'image' ? 'src' : 'href';
      const [target = '', anchor] = (token.attrGet(key) ?? '').split('#');
      if (target === '' || /^[a-z]+:/.test(target)) continue;
      const file = bases.map((base) => join(base, decodeURI(target))).find((path) => existsSync(path));
      // What is nowhere is left as it is: the build fails on it.
      if (file === undefined) continue;
      const shown = key === 'src' || file === source ? undefined : (pages.get(file) ?? pageOf(file));
      const beside = key === 'src' ? `./${relative(dirname(page), file)}` : inRepository(file);
      const href = shown === undefined ? beside : relative(dirname(relativePath), shown);
      token.attrSet(key, anchor === undefined ? href : `${href}#${anchor}`);
    }
  });
}

function pageOf(file: string): string | undefined {
  return file.startsWith(docs + sep) && file.endsWith('.md') ? relative(docs, file) : undefined;
}

/** Lists of boxes to tick, as the repository's pages show them. */
export function checklists(md: MarkdownRenderer): void {
  md.core.ruler.push('checklists', ({ tokens }) => {
    for (const [i, { type, children }] of tokens.entries()) {
      const [item, text] = [tokens[i - 2], children?.[0]];
      if (type !== 'inline' || item?.type !== 'list_item_open' || !text?.content.startsWith('[ ] ')) continue;
      text.content = text.content.replace('[ ]', '☐');
      item.attrSet('class', 'box');
    }
  });
}
