import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../mql5-host/compile.ts';

export interface LocalExpert {
  readonly command: string;
  readonly events: string;
  kill(): void;
}

/** The expert advisor with a terminal in its own process: a million ticks of each symbol lie in memory, as in a real one. */
export async function localExpert(inputs: readonly string[]): Promise<LocalExpert> {
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-local-'));
  const addresses = { command: `ipc://${folder}/command`, events: `ipc://${folder}/events` };
  const all = [`InpCommandAddress=${addresses.command}`, `InpEventsAddress=${addresses.events}`, ...inputs];
  const words = ['--terminal', 'local', '--files', folder, ...all.flatMap((input) => ['--set', input])];
  const child = spawn(await build({ variant: 'plain' }), words, { stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    ...addresses,
    kill() {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
}
