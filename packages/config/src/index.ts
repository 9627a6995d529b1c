export { ConfigError, type ConfigErrorCode, type ConfigProblem } from './errors.ts';
export { explain } from './explain.ts';
export { CONFIG_KEYS, type ConfigKey } from './keys.ts';
export { type LoadedConfig, loadConfig } from './load.ts';
export { type Environment, type ParsedConfig, parseConfig } from './parse.ts';
export { type ConfigLocation, configLocation, dataDirectory, type Surroundings } from './paths.ts';
export { renderDefaults } from './render.ts';
export { type Config, configSchema, DEFAULT_CONFIG, type Effect } from './schema.ts';
export { type ConfigEvent, type ConfigHolder, type ConfigVerdict, type WatchOptions, watchConfig } from './watch.ts';
