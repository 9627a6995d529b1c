import { readFileSync } from 'node:fs';

const { version: ownVersion } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Of this package; all packages of mt5-bridge carry the same. */
export const version = ownVersion;
