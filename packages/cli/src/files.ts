import { type Config, type DataFiles, dataDirectory, dataFiles, type Surroundings } from '@mt5-bridge/config';
import type { PlaceOptions } from './terminal-options.ts';

/** Where what is written goes, by the options, the environment and the configuration. */
export function filesOf(surroundings: Surroundings, { dataDir }: PlaceOptions, config: Config): DataFiles {
  return dataFiles(surroundings, dataDirectory(surroundings, dataDir), config.audit.path);
}
