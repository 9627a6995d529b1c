import type { Shell } from '../shell.ts';
import { type Answer, formatted } from './format.ts';
import type { Format } from './formats.ts';

/** Without a format asked for: a table where a person looks, JSON where not. */
export const formatFor = ({ stdout }: Shell, asked: Format | undefined): Format =>
  asked ?? (stdout.isTerminal ? 'table' : 'json');

export async function writeAnswer(shell: Shell, answer: Answer, asked: Format | undefined): Promise<void> {
  await shell.stdout.write(formatted(answer, formatFor(shell, asked), shell.stdout));
}
