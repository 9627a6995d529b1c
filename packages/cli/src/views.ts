import { existsSync, readFileSync } from 'node:fs';
import { viewFiles } from '@mt5-bridge/dashboard/files';
import type { Views } from '@mt5-bridge/mcp-server';

/** The views as they were built; none where they were not, as in a checkout of which only the packages are compiled. */
export function builtViews(): Views | undefined {
  const { approval, positions } = viewFiles;
  if (!existsSync(approval) || !existsSync(positions)) return undefined;
  return { approval: () => readFileSync(approval, 'utf8'), positions: () => readFileSync(positions, 'utf8') };
}
