import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Who answers: hello and terminal_info say it. */
export const PROGRAM = {
  name: 'FakeMT5',
  version: manifest.version,
  company: 'mt5-bridge (simulated broker)',
  /** The build of the terminal that is simulated. */
  terminal_build: 5_260,
} as const;
