import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { ConfigError, unreadable } from './errors.ts';
import { type Environment, type ParsedConfig, parseConfig } from './parse.ts';
import type { ConfigLocation } from './paths.ts';

/** A configuration as loaded: from the file, or the defaults because there is none. */
export interface LoadedConfig extends ParsedConfig {
  readonly location: ConfigLocation;
  readonly exists: boolean;
}

/**
 * Loads the configuration file.
 * @throws ConfigError: CONFIG_UNREADABLE (also for a file that was named and is missing), CONFIG_SYNTAX,
 *   CONFIG_UNKNOWN_KEY, CONFIG_INVALID_VALUE
 */
export async function loadConfig(location: ConfigLocation, env: Environment): Promise<LoadedConfig> {
  return loaded((await readConfigText(location.file))?.text, location, env);
}

/** The configuration that a text (undefined: no such file) stands for. */
export function loaded(text: string | undefined, location: ConfigLocation, env: Environment): LoadedConfig {
  if (text === undefined && location.namedBy !== 'default') {
    throw unreadable(
      location.file,
      `There is no such file, but ${location.namedBy} names it.`,
      'Correct the path, or write a first file there with `mt5-bridge config init`.',
    );
  }
  return { ...parseConfig(text ?? '', location.file, env), location, exists: text !== undefined };
}

const MOST_BYTES = 1_048_576;

export interface ConfigText {
  /** Without a byte order mark. */
  readonly text: string;
  /** Differs from save to save, even where the text does not. */
  readonly stamp: string;
}

/** The file's text; undefined if there is no such file. */
export async function readConfigText(file: string): Promise<ConfigText | undefined> {
  try {
    const facts = await stat(file);
    // Opening a pipe or a device could wait for ever.
    if (!facts.isFile()) {
      const kind = facts.isDirectory() ? 'a directory' : 'not a regular file';
      throw unreadable(file, `It is ${kind}.`, 'Name a TOML file, such as config.toml in that place.');
    }
    if (facts.size > MOST_BYTES) {
      const megabytes = (facts.size / MOST_BYTES).toFixed(1);
      throw unreadable(
        file,
        `It has ${megabytes} MB; a configuration has at most 1.`,
        'Check that this is the right file.',
      );
    }
    return { text: decoded(await readFile(file), file), stamp: `${facts.ino} ${facts.mtimeMs} ${facts.size}` };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    const denied = code === 'EACCES' || code === 'EPERM';
    throw unreadable(
      file,
      denied ? `Permission to read it is missing (${code}).` : `It can't be read (${code}).`,
      denied ? 'Let the user that runs mt5-bridge read it.' : 'Check the path and the disk.',
    );
  }
}

function decoded(bytes: Buffer, file: string): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  // No byte of a longer UTF-8 sequence is a line feed, so lines can be looked at one by one.
  const lines = bytes.toString('latin1').split('\n');
  const line = 1 + lines.findIndex((text) => !isUtf8(Buffer.from(text, 'latin1')));
  const utf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
  throw unreadable(
    file,
    utf16 ? 'The text is UTF-16, not UTF-8.' : 'The text is not valid UTF-8.',
    'Save it again as UTF-8: editors offer this under "Save as" or "Encoding".',
    line,
  );
}
