import { isDeepStrictEqual } from 'node:util';
import { type Config, ConfigError, parseConfig } from '@mt5-bridge/config';

type Value = string | boolean | number;

/** A key that has to have a value; dotted, as in `mt5.curve`. */
export interface WantedKey {
  readonly key: string;
  readonly value: Value;
}

const HEAD =
  '# Written by `mt5-bridge setup`; docs/configuration.md has every key, `mt5-bridge config check` says what this means.\n';

/** A first configuration. What it does not name is at its default. */
export function newConfig(wanted: readonly WantedKey[]): string {
  const sections = Map.groupBy(wanted, ({ key }) => split(key).section);
  return [HEAD, ...[...sections].map(([section, keys]) => `[${section}]\n${keys.map(lineOf).join('')}`)].join('\n');
}

/**
 * A configuration with these keys set; every other byte stays.
 * @returns undefined where this text is written in a way that can't be changed like that
 * @throws ConfigError the text is no configuration
 */
export function changedConfig(text: string, wanted: readonly WantedKey[]): string | undefined {
  const before = parseConfig(text, 'config.toml').config;
  const missing = wanted.filter(({ key, value }) => !isDeepStrictEqual(valueAt(before, key), value));
  const changed = missing.reduce(set, text);
  const goal = missing.reduce((config, { key, value }) => withValue(config, key, value), before);
  try {
    return isDeepStrictEqual(parseConfig(changed, 'config.toml').config, goal) ? changed : undefined;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** The lines that a person adds in their own way. */
export const linesFor = (wanted: readonly WantedKey[]): string[] =>
  wanted.map((one) => `${one.key} = ${written(one.value)}`);

function set(text: string, wanted: WantedKey): string {
  const { section, name } = split(wanted.key);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const line = `${name} = ${written(wanted.value)}${eol}`;
  const lines = text.split(/(?<=\n)/);
  const header = lines.findIndex((line) =>
    new RegExp(`^\\s*\\[\\s*${section}\\s*\\]\\s*(?:#.*)?$`).test(line.trimEnd()),
  );
  if (header < 0) {
    const gap = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
    return `${text}${gap}[${section}]${eol}${line}`;
  }
  const next = lines.findIndex((line, index) => index > header && /^\s*\[/.test(line));
  const own = new RegExp(`^(\\s*${name}\\s*=\\s*)[^#]*?(\\s*(?:#.*)?\\s*)$`);
  const end = next < 0 ? lines.length : next;
  const at = lines.findIndex((line, index) => index > header && index < end && own.test(line));
  if (at >= 0) {
    lines[at] = (lines[at] ?? '').replace(own, (_, head: string, tail: string) => head + written(wanted.value) + tail);
  } else {
    if (!lines[header]?.endsWith('\n')) lines[header] += eol;
    lines.splice(header + 1, 0, line);
  }
  return lines.join('');
}

function split(key: string): { section: string; name: string } {
  const dot = key.lastIndexOf('.');
  return { section: key.slice(0, dot), name: key.slice(dot + 1) };
}

const lineOf = ({ key, value }: WantedKey): string => `${split(key).name} = ${written(value)}\n`;

const written = (value: Value): string => (typeof value === 'string' ? JSON.stringify(value) : String(value));

function valueAt(config: Config, key: string): unknown {
  return key.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], config);
}

function withValue(config: Config, key: string, value: unknown): Config {
  const { section, name } = split(key);
  const parent = config[section as keyof Config];
  return { ...config, [section]: { ...parent, [name]: value } };
}
