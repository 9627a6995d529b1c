import { join } from 'node:path';
import { build } from '../mql5-host/compile.ts';

/** Compiling all of it takes a minute or two. */
export const BUILDING_MS = 600_000;

/** Builds the expert for Windows; answers the option that makes the simulated terminal run it under Wine. */
export async function underWine(): Promise<string[]> {
  await build({ variant: 'windows' });
  return ['--expert', join(import.meta.dirname, 'expert.sh')];
}
