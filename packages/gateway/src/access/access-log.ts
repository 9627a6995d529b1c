import type { Clock } from '@mt5-bridge/protocol';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import type { AccessEvent, AccessLog } from './api.ts';

const GATHER_MS = 60_000;
/** Addresses are free for those who have many: beyond so many at a time, what comes is gathered over all of them. */
const MOST_GATHERED = 200;

export interface AccessLogOptions {
  readonly ledger: Pick<Ledger, 'write'>;
  /** Its timers should not keep a process alive. */
  readonly clock: Clock;
  readonly log: Log;
}

/** What came since it was told last. */
interface Gathered {
  readonly cancel: () => void;
  last: AccessEvent;
  count: number;
  first_at: number;
}

/**
 * `data.address` tells where an event came from. Of the same from the same place the first is written at once, the rest
 * once a minute: the last one's data with `count` and `first_at`, and with the address null where it is of several.
 */
export function createAccessLog({ ledger, clock, log }: AccessLogOptions): AccessLog & { close(): void } {
  const gathered = new Map<string, Gathered>();

  function write({ what, actor, data }: AccessEvent, more: object = {}): void {
    try {
      ledger.write('process', ({ audit }) =>
        audit({ event: 'access', actor, account: null, request_id: null, data: { what, ...data, ...more } }),
      );
    } catch (error) {
      log('error', `the audit log was not told of ${what}: ${(error as Error).message}`);
    }
  }

  const tell = ({ last, count, first_at }: Gathered): void =>
    write(last, { count, first_at: new Date(first_at).toISOString() });

  function open(key: string, event: AccessEvent): void {
    const cancel = clock.setTimer(GATHER_MS, () => {
      gathered.delete(key);
      if (entry.count === 0) return;
      tell(entry);
      open(key, entry.last);
    });
    const entry: Gathered = { cancel, last: event, count: 0, first_at: 0 };
    gathered.set(key, entry);
  }

  function take(key: string, event: AccessEvent): void {
    const entry = gathered.get(key);
    if (entry === undefined) {
      write(event);
      open(key, event);
      return;
    }
    if (entry.count === 0) entry.first_at = clock.now();
    entry.count += 1;
    entry.last = event;
  }

  return {
    note(event) {
      const own = JSON.stringify([event.what, event.actor.token, event.data.address]);
      if (gathered.has(own) || gathered.size < MOST_GATHERED) take(own, event);
      else take(event.what, { ...event, data: { ...event.data, address: null } });
    },

    /** Tells what is still to be told. */
    close() {
      for (const entry of gathered.values()) {
        entry.cancel();
        if (entry.count > 0) tell(entry);
      }
      gathered.clear();
    },
  };
}
