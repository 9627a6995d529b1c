import type { Out, Style } from './out.ts';

const badges: Readonly<Record<string, Style>> = {
  live: ['bgRed', 'white', 'bold'],
  demo: ['bgBlue', 'white', 'bold'],
  paper: ['bgCyan', 'black', 'bold'],
  fake: ['bgMagenta', 'white', 'bold'],
};

/** The environment in a box of its own colour; in brackets where there is no colour. */
export function badge(environment: string, style: Out['style']): string {
  const text = ` ${environment.toUpperCase()} `;
  const coloured = style(badges[environment] ?? 'inverse', text);
  return coloured === text ? `[${environment.toUpperCase()}]` : coloured;
}

/** Money with separators, as people read it. */
export const money = (amount: number): string =>
  amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const points = (count: number): string => `${count} ${count === 1 ? 'point' : 'points'}`;
