import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DefaultTheme } from 'vitepress';

export const docs = join(import.meta.dirname, '..');
export const root = join(docs, '..');

/** The pages in reading order, by their path in docs/ without `.md`; one that is not written yet is left out. */
export const CHAPTERS: Readonly<Record<string, readonly string[]>> = {
  Start: ['quick-start', 'install', 'docker', 'windows', 'linux', 'expert-advisor', 'migration'],
  Connect: ['clients', 'http', 'remote', 'tradingview', 'notices'],
  'Trade safely': ['approvals', 'policy-cookbook', 'orders', 'security', 'disclaimer'],
  'Run it': ['troubleshooting', 'ea-checklist', 'faults', 'benchmarks', 'ea-tests', 'conformance'],
  Reference: [
    'configuration',
    'reference/commands',
    'reference/tools',
    'reference/resources',
    'reference/errors',
    'reference/audit',
    'wire',
  ],
};

const INCLUDE = /^<!--\s*@include:\s*(\S+)\s*-->$/m;

/** The file of the repository whose text a page shows: what stands outside docs/ has its page here as well. */
export function sourceOf(page: string): string | undefined {
  const text = readFileSync(join(docs, page), 'utf8');
  const included = INCLUDE.exec(text)?.[1];
  return included === undefined ? undefined : join(dirname(join(docs, page)), included);
}

/** Every page that there is, as its path in docs/. */
export const allPages = (): string[] =>
  readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('.'))
    .sort();

function titleOf(page: string): string {
  const file = sourceOf(page) ?? join(docs, page);
  const title = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (title === undefined) throw new Error(`${file} has no heading that its line in the sidebar could take.`);
  return title.replaceAll('`', '');
}

const exists = (page: string): boolean => existsSync(join(docs, `${page}.md`));
const item = (page: string) => ({ text: titleOf(`${page}.md`), link: `/${page}` });

/** The pages above every other. */
export const nav = (): DefaultTheme.NavItem[] =>
  ['quick-start', 'troubleshooting', 'reference/tools'].filter(exists).map(item);

export function sidebar(): DefaultTheme.SidebarItem[] {
  const decisions = allPages()
    .filter((page) => page.startsWith('decisions/'))
    .map((page) => page.replace(/\.md$/, ''));
  const chapters = Object.entries(CHAPTERS).map(([text, pages]) => ({
    text,
    items: pages.filter(exists).map(item),
  }));
  return [...chapters, { text: 'Decisions', collapsed: true, items: decisions.map(item) }];
}

/** Files outside docs/ that have a page here, and which. */
export const pagesOfFiles = (): ReadonlyMap<string, string> =>
  new Map(
    allPages().flatMap((page) => {
      const source = sourceOf(page);
      return source === undefined ? [] : [[source, page] as const];
    }),
  );

/** Pages that a program writes: nobody edits them by hand. */
export const isGenerated = (page: string): boolean =>
  /^(reference\/.*|configuration|wire|troubleshooting|conformance)\.md$/.test(page);
