import { join } from 'node:path';
import type { Surroundings } from '@mt5-bridge/config';
import { plainText } from '../output/plain-text.ts';
import { posixWord } from '../shell-words.ts';
import { EXPERT_SOURCE } from './expert-files.ts';
import type { Plan } from './plan.ts';
import { programIn, type Terminal } from './terminals.ts';
import { toWindows, wineCommand } from './wine.ts';

/** How a person compiles what setup did not. */
export const compileSteps = ({ data }: Terminal): string[] => [
  'The expert advisor is not compiled yet:',
  '  1. Start the terminal and press F4: MetaEditor opens.',
  `  2. Open ${plainText(join(data, 'MQL5', EXPERT_SOURCE))} there and press F7.`,
  '  3. The last line of its log has to read 0 errors.',
];

/** What is left to do so that the terminal answers, in order. */
export function nextSteps(surroundings: Surroundings, { terminal, startFile }: Plan): string[] {
  const command = terminal && startFile && startCommand(surroundings, terminal, startFile);
  return [
    'The terminal is not connected yet. Next:',
    ...numbered([
      ...(command === undefined
        ? ['Start MetaTrader 5 with the expert advisor Mt5Bridge on a chart.']
        : [`Close the terminal if it runs, then start it with:\n       ${plainText(command)}`]),
      'Log in there: File, Login to Trade Account. Tick "Save password", so that it does so by itself from then on.',
      'A chart opens with the panel of mt5-bridge; the button Algo Trading in the toolbar is green.',
      'Run `mt5-bridge doctor`: it looks at everything between here and the market.',
    ]),
  ];
}

const numbered = (steps: readonly string[]): string[] => steps.map((step, index) => `  ${index + 1}. ${step}`);

/** For the shell of the machine: on Windows the Command Prompt. */
function startCommand(surroundings: Surroundings, terminal: Terminal, startFile: string): string | undefined {
  const { program, data, prefix } = terminal;
  const file = program && programIn(program);
  if (file === undefined) return undefined;
  const portable = program === data ? ' /portable' : '';
  if (prefix === undefined) return `"${file}"${portable} /config:"${startFile}"`;
  const config = posixWord(`/config:${toWindows(startFile, prefix)}`);
  return `WINEPREFIX=${posixWord(prefix)} ${posixWord(wineCommand(surroundings))} ${posixWord(file)}${portable} ${config}`;
}
