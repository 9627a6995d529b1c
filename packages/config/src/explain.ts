import { type ConfigKey, keysIn, valueAt, written } from './keys.ts';
import type { LoadedConfig } from './load.ts';
import type { Config } from './schema.ts';

/** What a configuration says, in sentences: where it comes from, what differs from the defaults, what has no effect. */
export function explain({ config, origins, location, exists }: LoadedConfig): string[] {
  const given = keysIn(config).filter((key) => origins.has(key.path));
  return [
    exists
      ? `The configuration is read from ${location.file}.`
      : `There is no file at ${location.file}; the defaults are in force.`,
    ...given.map((key) => (key.effect === 'none' ? withoutEffect(key) : inForce(key, config, origins.get(key.path)))),
    ...(exists ? ['Everything else is at its default.'] : []),
  ];
}

function inForce(key: ConfigKey, config: Config, origin: string | undefined): string {
  const value = `${key.secret ? 'set' : written(valueAt(config, key.path))}${key.unit ? ` ${key.unit}` : ''}`;
  const source = origin === 'file' ? '' : `, set by ${origin}`;
  const restart = key.effect === 'restart' ? ' A change counts after a restart.' : '';
  return `${key.path} is ${value}${source}. ${key.description}${restart}`;
}

function withoutEffect(key: ConfigKey): string {
  return `${key.path} is accepted and has no effect. ${key.description}`;
}
