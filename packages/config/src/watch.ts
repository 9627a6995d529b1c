import { once } from 'node:events';
import type { Clock } from '@mt5-bridge/protocol';
import { type FSWatcher, watch } from 'chokidar';
import { ConfigError, unreadable } from './errors.ts';
import type { Effect } from './key-facts.ts';
import { changedKeys, toldAt } from './keys.ts';
import { type ConfigText, type LoadedConfig, loaded, readConfigText } from './load.ts';
import type { Environment } from './parse.ts';
import type { ConfigLocation } from './paths.ts';
import type { Config } from './schema.ts';

/** What became of the latest state of the file. `at`: epoch ms. */
export type ConfigVerdict =
  | { readonly at: number; readonly ok: true }
  | { readonly at: number; readonly ok: false; readonly error: ConfigError };

/** Values as JSON: a 64-bit number is text, null is "not set, as `policy.preset` has it", and a secret `[redacted]`. */
export interface ConfigChange {
  readonly key: string;
  readonly effect: Effect;
  readonly from: unknown;
  readonly to: unknown;
}

/** Told after each save, once the file has settled: what is in force now and what that changed. */
export interface ConfigEvent {
  /** Refused (`ok: false`): nothing changed, the last good configuration stays in force. */
  readonly verdict: ConfigVerdict;
  /** In force now. */
  readonly config: Config;
  readonly changed: readonly ConfigChange[];
  /** Keys whose values in force differ from those at the start and count only after a restart. */
  readonly restart_needed: readonly string[];
}

/** The configuration of a running process. */
export interface ConfigHolder {
  /** The last good configuration. Read it at each use: a later save replaces it. */
  readonly current: Config;
  readonly loaded: LoadedConfig;
  readonly verdict: ConfigVerdict;
  readonly restart_needed: readonly string[];
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: ConfigEvent) => void): () => void;
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly location: ConfigLocation;
  readonly env: Environment;
  readonly clock: Clock;
}

/**
 * One look at one file every 200 ms. Native notification would be sooner but misses what a look sees: a link in the path
 * that is turned to another folder (as Kubernetes does), network drives, folders that a container or a virtual machine
 * shares with its host.
 */
const LOOK_MS = 200;

/** A file that is still being written differs a moment later: only what two reads agree on is taken. */
const SETTLE_MS = 50;

type Seen = ConfigText | { readonly missing: true } | { readonly error: ConfigError };

async function look(file: string): Promise<Seen> {
  try {
    return (await readConfigText(file)) ?? { missing: true };
  } catch (error) {
    if (error instanceof ConfigError) return { error };
    throw error;
  }
}

function contentOf(seen: Seen): string {
  if ('error' in seen) return `error: ${seen.error.message}`;
  return 'text' in seen ? `text: ${seen.text}` : 'missing';
}

const stampOf = (seen: Seen): string | undefined => ('stamp' in seen ? seen.stamp : undefined);

/**
 * Loads the configuration and follows its file: replaced by renaming, deleted and created again, created later. Does not
 * keep the process alive.
 * @throws ConfigError when the file can't be used now, since there is no last good configuration yet
 */
export async function watchConfig(options: WatchOptions): Promise<ConfigHolder> {
  const watcher = watch(options.location.file, {
    backend: 'polling',
    pollingInterval: LOOK_MS,
    ignoreInitial: true,
    persistent: false,
  });
  try {
    // Ready before the first read, so that no save falls between the two.
    await once(watcher, 'ready');
    return new FileHolder(options, watcher, await look(options.location.file));
  } catch (error) {
    await watcher.close();
    throw error;
  }
}

class FileHolder implements ConfigHolder {
  readonly #options: WatchOptions;
  readonly #watcher: FSWatcher;
  readonly #listeners = new Set<(event: ConfigEvent) => void>();
  readonly #atStart: Config;
  /** Of the latest state of the file that was taken. */
  #content: string;
  #loaded: LoadedConfig;
  #verdict: ConfigVerdict;
  #stale = false;
  #closed = false;
  #work: Promise<void> | undefined;
  #endPause = () => {};

  constructor(options: WatchOptions, watcher: FSWatcher, seen: Seen) {
    this.#options = options;
    this.#watcher = watcher;
    this.#content = contentOf(seen);
    if ('error' in seen) throw seen.error;
    this.#loaded = loaded('text' in seen ? seen.text : undefined, options.location, options.env);
    this.#atStart = this.#loaded.config;
    this.#verdict = { at: options.clock.now(), ok: true };
    watcher.on('all', () => this.#recheck());
    watcher.on('error', () => this.#recheck());
  }

  get current(): Config {
    return this.#loaded.config;
  }

  get loaded(): LoadedConfig {
    return this.#loaded;
  }

  get verdict(): ConfigVerdict {
    return this.#verdict;
  }

  get restart_needed(): readonly string[] {
    return changedKeys(this.#atStart, this.current)
      .filter((key) => key.effect === 'restart')
      .map((key) => key.path);
  }

  subscribe(listener: (event: ConfigEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    this.#endPause();
    await this.#watcher.close();
    await this.#work;
  }

  #recheck(): void {
    this.#stale = true;
    this.#work ??= this.#catchUp().finally(() => {
      this.#work = undefined;
    });
  }

  async #catchUp(): Promise<void> {
    while (this.#stale && !this.#closed) {
      this.#stale = false;
      const seen = await this.#settled();
      if (!this.#closed && contentOf(seen) !== this.#content) this.#take(seen);
    }
  }

  async #settled(): Promise<Seen> {
    let seen = await look(this.#options.location.file);
    while (!this.#closed) {
      await this.#pause();
      const next = await look(this.#options.location.file);
      if (contentOf(next) === contentOf(seen) && stampOf(next) === stampOf(seen)) break;
      seen = next;
    }
    return seen;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.setTimer(SETTLE_MS, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }

  #take(seen: Seen): void {
    this.#content = contentOf(seen);
    const { location, env, clock } = this.#options;
    const before = this.current;
    const at = clock.now();
    try {
      if ('error' in seen) throw seen.error;
      if ('missing' in seen) throw gone(location.file);
      this.#loaded = loaded(seen.text, location, env);
      this.#verdict = { at, ok: true };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#verdict = { at, ok: false, error };
    }
    const event: ConfigEvent = {
      verdict: this.#verdict,
      config: this.current,
      changed: changedKeys(before, this.current).map((key) => ({
        key: key.path,
        effect: key.effect,
        from: toldAt(before, key),
        to: toldAt(this.current, key),
      })),
      restart_needed: this.restart_needed,
    };
    for (const listener of this.#listeners) listener(event);
  }
}

/** Falling back to the defaults would be a change that nobody wrote. */
function gone(file: string): ConfigError {
  return unreadable(file, 'The file is gone.', 'Write it again, or restart mt5-bridge to run without it.');
}
