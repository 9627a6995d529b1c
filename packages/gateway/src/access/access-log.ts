import type { Clock } from '@mt5-bridge/protocol';
import { canonicalJson } from '../audit/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import type { AccessEvent, AccessLog } from './api.ts';

const GATHER_MS = 60_000;
/** So many different tries of one kind from one place are told apart; whoever goes on varying them is gathered. */
const MOST_TOLD_APART = 5;
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
  /** What of it is told apart. */
  readonly kind: string;
  readonly cancel: () => void;
  last: AccessEvent;
  count: number;
  first_at: number;
}

/**
 * `data.address` tells where an event came from. The first of its kind is written at once, the same again once a minute:
 * the last one's data with `count` and `first_at`, and with the address null where it is of several.
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

  function open(key: string, kind: string, event: AccessEvent): void {
    const cancel = clock.setTimer(GATHER_MS, () => {
      gathered.delete(key);
      if (entry.count === 0) return;
      tell(entry);
      open(key, kind, entry.last);
    });
    const entry: Gathered = { kind, cancel, last: event, count: 0, first_at: 0 };
    gathered.set(key, entry);
  }

  function take(key: string, kind: string, event: AccessEvent): void {
    const entry = gathered.get(key);
    if (entry === undefined) {
      write(event);
      open(key, kind, event);
      return;
    }
    if (entry.count === 0) entry.first_at = clock.now();
    entry.count += 1;
    entry.last = event;
  }

  return {
    note(event) {
      const { what, actor, data } = event;
      const kind = JSON.stringify([what, actor.token, data.address]);
      const exact = canonicalJson([kind, data]);
      const apart = [...gathered.values()].filter((entry) => entry.kind === kind).length;
      const key = gathered.has(exact) || apart < MOST_TOLD_APART ? exact : kind;
      if (gathered.has(key) || gathered.size < MOST_GATHERED) take(key, kind, event);
      else take(what, what, { ...event, data: { ...data, address: null } });
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
