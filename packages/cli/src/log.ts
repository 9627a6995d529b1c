import { createRequire } from 'node:module';
import type { Mt5ClientOptions } from '@mt5-bridge/client';
import type { Config } from '@mt5-bridge/config';
import type * as Pino from 'pino';

export type Log = Mt5ClientOptions['log'];

type Level = Config['logging']['level'];
/** Most talkative first. */
const levels: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export interface Logger {
  readonly log: Log;
  setLevel(level: Level): void;
}

/** One JSON line an entry, on stderr. Written at once: what a process says before it dies is not lost. */
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

/** The library is loaded for the first entry: a quiet process starts without it. */
function open(): Pino.Logger {
  const { destination, pino, stdTimeFunctions } = createRequire(import.meta.url)('pino') as typeof Pino;
  const options = { level: 'trace', base: null, timestamp: stdTimeFunctions.isoTime };
  return pino(options, destination({ dest: process.stderr.fd, sync: true }));
}
