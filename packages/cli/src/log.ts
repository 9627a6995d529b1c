import { createRequire } from 'node:module';
import type { Mt5ClientOptions } from '@mt5-bridge/client';
import type { Config } from '@mt5-bridge/config';
import type * as Pino from 'pino';
import { escapedJson } from './output/plain-text.ts';

export type Log = Mt5ClientOptions['log'];

type Level = Config['logging']['level'];
/** Most talkative first. */
const levels: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export interface Logger {
  readonly log: Log;
  setLevel(level: Level): void;
}

/** One JSON line an entry, on stderr. Written at once where its reader keeps up: what a process says before it dies is not lost. */
export function createLogger(initial: Level): Logger {
  let level = initial;
  let logger: Pino.Logger | undefined;
  return {
    log(at, message, facts = {}) {
      if (levels.indexOf(at) < levels.indexOf(level)) return;
      logger ??= open();
      logger[at](facts, message);
    },
    setLevel(changed) {
      level = changed;
    },
  };
}

/** As much may wait for a reader of stderr who has stopped reading; what comes then is dropped, for a full pipe must not stop the program. */
const MOST_UNREAD = 1_048_576;

/** The library is loaded for the first entry: a quiet process starts without it. */
function open(): Pino.Logger {
  const { pino, stdTimeFunctions } = createRequire(import.meta.url)('pino') as typeof Pino;
  const { stderr } = process;
  return pino(
    { level: 'trace', base: null, timestamp: stdTimeFunctions.isoTime },
    {
      write(line) {
        // A person may look at it, and what a terminal side or a client says can stand in it.
        if (stderr.writableLength < MOST_UNREAD) stderr.write(escapedJson(line));
      },
    },
  );
}
