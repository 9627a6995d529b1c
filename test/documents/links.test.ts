import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { anchorOf } from '../../docs/.vitepress/markdown.ts';
import { allPages, CHAPTERS, docs, sidebar, sourceOf } from '../../docs/.vitepress/pages.ts';
import { pages, proseOf } from './blocks.ts';
import { root, textOf } from './page.ts';

interface Link {
  readonly file: string;
  readonly anchor: string | undefined;
}

/** Links to files, and to places in them, from the root of the repository. */
const linksOf = (page: string): readonly Link[] =>
  [...proseOf(page).matchAll(/\]\(([^)\s]*?)(?:#([^)\s]*))?\)/g)].flatMap(([, target = '', anchor]) =>
    /^[a-z]+:/.test(target)
      ? []
      : [{ file: target === '' ? page : join(dirname(page), decodeURI(target)).replace(/\/$/, ''), anchor }],
  );

/** The anchors of a page; one that shows another file has those of that file. */
function anchorsOf(page: string): ReadonlySet<string> {
  const inDocs = relative(docs, join(root, page));
  const source = inDocs.startsWith('..') ? undefined : sourceOf(inDocs);
  const text = proseOf(source === undefined ? page : relative(root, source));
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(headings.map((heading) => anchorOf(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'))));
}

test.each(pages)('%s links only to what is there', (page) => {
  const links = linksOf(page);
  const missing = links.filter(({ file }) => !existsSync(join(root, file)));
  expect(missing.map(({ file }) => file)).toEqual([]);
  const lost = links.filter(({ file, anchor }) => anchor && file.endsWith('.md') && !anchorsOf(file).has(anchor));
  expect(lost.map(({ file, anchor }) => `${file}#${anchor}`)).toEqual([]);
});

const linksIn = (items: ReturnType<typeof sidebar>): string[] =>
  items.flatMap(({ link, items: inner = [] }) => [
    ...(link === undefined ? [] : [`${link.slice(1)}.md`]),
    ...linksIn(inner),
  ]);

test('every page of docs/ is in the sidebar of the site, once', () => {
  expect(linksIn(sidebar()).sort()).toEqual(allPages().filter((page) => page !== 'index.md'));
});

test('every page that the sidebar has a place for is written', () => {
  const missing = Object.values(CHAPTERS)
    .flat()
    .filter((page) => !existsSync(join(docs, `${page}.md`)));
  expect(missing).toEqual([]);
});

test('the home page leads to pages that there are', () => {
  const [, ...links] = textOf('docs/index.md').split(/^ +link: /m);
  expect(links.length).toBeGreaterThan(2);
  expect(
    links.map((link) => `${link.split('\n')[0]?.slice(1)}.md`).filter((page) => !allPages().includes(page)),
  ).toEqual([]);
});

/** What no page says: where packages are kept (that is the reader's setting), and folders of one machine. */
const NOT_SAID = [
  /\bregistry\.npm\w*\.org\b/,
  /\bghcr\.io\b/,
  /\b(?:docker|quay)\.io\b/,
  /(?<![\w.])\/(?:work|root)\/\w/,
  /\/tmp\/(?:sdk|pn)\b/,
];

test.each(pages)('%s names no registry and no machine', (page) => {
  const text = textOf(page);
  expect(NOT_SAID.flatMap((pattern) => pattern.exec(text)?.[0] ?? [])).toEqual([]);
});
