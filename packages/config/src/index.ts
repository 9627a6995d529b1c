export { ConfigError, type ConfigErrorCode, type ConfigProblem } from './errors.ts';
export { explain } from './explain.ts';
export type { Effect } from './key-facts.ts';
export { CONFIG_KEYS, type ConfigKey } from './keys.ts';
export { type LoadedConfig, loadConfig } from './load.ts';
export { type Environment, type ParsedConfig, parseConfig } from './parse.ts';
export {
  type ConfigLocation,
  configLocation,
  type DataFiles,
  dataDirectory,
  dataFiles,
  type Surroundings,
} from './paths.ts';
export { type Policy, type Profile, policyOf, profilesOf } from './policy.ts';
export { PRESET_NAMES, PRESETS, type Preset, type PresetLimits } from './presets.ts';
export { renderDefaults } from './render.ts';
export { type Config, configSchema, DEFAULT_CONFIG } from './schema.ts';
export { NOTICE_KINDS } from './sections/notify.ts';
export {
  type ConfigChange,
  type ConfigEvent,
  type ConfigHolder,
  type ConfigVerdict,
  type WatchOptions,
  watchConfig,
} from './watch.ts';
