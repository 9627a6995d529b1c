import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, textOf } from './page.ts';

const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !/(^|\/)(node_modules|\.vitepress)\//.test(name))
    .map((name) => `${folder}/${name}`);

/** Every page that people read, by its path. */
export const pages: readonly string[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'examples', 'docker', 'mql5', 'packages/cli'].flatMap(markdownIn),
]
  .filter((page) => !page.includes('node_modules'))
  .sort();

export interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

/** Everything that stands in fences. */
export const blocks: readonly Block[] = pages.flatMap((page) =>
  [...textOf(page).matchAll(/^( *)(```+)([\w.-]*)[^\n]*\n([\s\S]*?)^\1\2 *$/gm)].map(
    ([, indent = '', , language = '', text = '']) => ({
      ...{ page, language },
      text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  ),
);

/** Prose without what stands in fences. */
export const proseOf = (page: string): string => textOf(page).replaceAll(/^( *)(```+)[\s\S]*?^\1\2 *$/gm, '');

export const SHELLS = new Set(['sh', 'powershell']);

/** One simple command: its words, without the quotes of the shell. */
export interface ShellLine {
  readonly page: string;
  readonly shell: string;
  readonly words: readonly string[];
}

const WORD = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(&&|\|\||[|;&]|[<>]+)|([^\s"'|;&<>]+)/g;

/** The commands of a line, told apart at `&&`, `|` and `;`; what stands behind `#` is for people. */
function commandsIn(line: string): string[][] {
  const commands: string[][] = [[]];
  let glued = -1;
  for (const { 0: whole, 1: double, 2: single, 3: operator, 4: plain, index } of line.matchAll(WORD)) {
    const current = commands.at(-1) as string[];
    if (plain?.startsWith('#') && index !== glued) break;
    if (operator === undefined) {
      const text = double ?? single ?? plain ?? '';
      if (index === glued) current[current.length - 1] += text;
      else current.push(text);
      glued = index + whole.length;
    } else if (/^[<>]/.test(operator)) current.push(operator);
    else commands.push([]);
  }
  return commands.filter(([first]) => first !== undefined && first !== '}');
}

/** Every command of every block for a shell, a line that goes on taken as one. */
export const shellLines: readonly ShellLine[] = blocks
  .filter(({ language }) => SHELLS.has(language))
  .flatMap(({ page, language, text }) =>
    text
      .replaceAll(/[\\`]\n\s*/g, ' ')
      .split('\n')
      .flatMap(commandsIn)
      .map((words) => ({ page, shell: language, words })),
  );
