import { setImmediate } from 'node:timers/promises';
import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { Actor, AuditFilter, AuditRecord, AuditVerdict } from '../api.ts';
import { checkWritable } from './check-writable.ts';
import { type AuditCursor, Cursor } from './cursor.ts';
import { type ExportFormat, exported } from './export.ts';
import { type FileSystem, logFiles } from './files.ts';
import { matches } from './filter.ts';
import { type CutRest, LogFile, type Place } from './log-file.ts';
import { type AuditHead, sealed } from './record.ts';
import { redacted } from './redact.ts';
import { verdict } from './verify.ts';
import { logLines, recordsBackward } from './walk.ts';

/** What happened, before it has a place in the log. `data` may hold anything; secrets and overlong texts are taken out. */
export type AuditEntry = Pick<AuditRecord, 'event' | 'actor' | 'account' | 'request_id' | 'data'>;

/**
 * The append-only log: one JSON record a line, each with the hash of the one before. Several processes may write to one
 * file as long as a lock that they share is held around `append`.
 */
export interface AuditLog {
  readonly file: string;
  /**
   * Writes all of it or nothing. `flush`: on the disk when it returns, with everything before it. What a crash left of
   * a line is cut, and records that are remembered and gone are counted as written; a record `recovered` tells of both.
   * @throws Mt5Error AUDIT_UNAVAILABLE; AUDIT_BROKEN, the file does not end in a record of this log
   */
  append(entries: readonly AuditEntry[], options: { flush: boolean }): AuditHead;
  /** Of all files, oldest first, up to the first problem. @throws Mt5Error AUDIT_UNAVAILABLE */
  verify(): AuditVerdict;
  /** Newest first; damaged lines are left out. @throws Mt5Error AUDIT_UNAVAILABLE */
  read(filter: AuditFilter): Promise<readonly AuditRecord[]>;
  /** Oldest first, in pieces that end with a line; damaged lines are left out. @throws Mt5Error AUDIT_UNAVAILABLE */
  export(filter: Omit<AuditFilter, 'count'>, format: ExportFormat): Iterable<string>;
  /** Whether it could be written now; writes nothing. @throws Mt5Error AUDIT_UNAVAILABLE */
  check(): Promise<void>;
  /** Reads what comes after this number, now and later. */
  cursor(after: number): AuditCursor;
}

export interface AuditLogOptions {
  readonly file: string;
  /** A file that would grow beyond is closed and named after its first record. */
  readonly maxBytes: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly fs: FileSystem;
  /** The last record that is known elsewhere to have been flushed: what shows that the end was cut off. */
  readonly remembered?: () => AuditHead | undefined;
}

const DEFAULT_COUNT = 50;
/** Lines that are looked at before other work gets a turn. */
const TURN = 200;

export function createAuditLog({ file, maxBytes, clock, fs, remembered }: AuditLogOptions): AuditLog {
  const files = logFiles(fs, file);
  let place: Place | undefined;
  /** Cut, and not told of yet. */
  let rest: CutRest | undefined;

  function linesOf(entries: readonly AuditEntry[], from: AuditHead): { bytes: Buffer; head: AuditHead } {
    const ts = new Date(clock.now()).toISOString();
    let head = from;
    const lines = entries.map(({ event, actor, account, request_id, data }) => {
      const content = redacted({ account, request_id, data }) as Omit<AuditEntry, 'event' | 'actor'>;
      const next = sealed({ ...content, actor: named(actor), event, seq: head.seq + 1, ts, prev: head.hash });
      head = next.head;
      return next.line;
    });
    return { bytes: Buffer.from(lines.join('')), head };
  }

  /** @returns undefined when the file was full, and the next one is to be tried */
  function appendTo(log: LogFile, entries: readonly AuditEntry[], flush: boolean): AuditHead | undefined {
    const settled = log.settle(place);
    rest = settled.rest ?? rest;
    place = undefined;
    const at = settled.place;
    const known = remembered?.();
    const gone = known !== undefined && known.seq > at.head.seq ? { from: at.head.seq + 1, to: known } : undefined;
    const all = rest === undefined && gone === undefined ? entries : [recovered(rest, gone), ...entries];
    const { bytes, head } = linesOf(all, gone?.to ?? at.head);
    if (at.size > 0 && at.size + bytes.length > maxBytes) {
      log.retire();
      return undefined;
    }
    log.write(at, bytes, flush);
    place = { ...at, size: at.size + bytes.length, head };
    rest = undefined;
    return head;
  }

  function* oldestFirst(filter: Omit<AuditFilter, 'count'>): Generator<AuditRecord> {
    for (const { read } of logLines(fs, files)) {
      if ('record' in read && matches(read.record, filter)) yield read.record;
    }
  }

  /** What the file system says, in the log's own words. */
  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof Mt5Error) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      const details = { file: files.current, ...(code !== undefined && { errno: code }) };
      throw new Mt5Error('AUDIT_UNAVAILABLE', `The audit log cannot be used: ${message}.`, { details, cause: error });
    }
  }

  return {
    file,

    append: (entries, { flush }) =>
      guarded(() => {
        for (;;) {
          const log = new LogFile(fs, files);
          try {
            const head = appendTo(log, entries, flush);
            if (head !== undefined) return head;
          } finally {
            log.close();
          }
        }
      }),

    verify: () =>
      guarded(() => {
        const first = verdict(fs, files, remembered?.());
        // Another process may have been in the middle of a line; what is really broken stays so.
        return first.ok ? first : verdict(fs, files, remembered?.());
      }),

    async read({ count = DEFAULT_COUNT, ...filter }) {
      const found: AuditRecord[] = [];
      const records = recordsBackward(fs, files, filter);
      for (let looked = 1; found.length < count; looked++) {
        const next = guarded(() => records.next());
        if (next.done) break;
        if (next.value !== undefined) found.push(next.value);
        if (looked % TURN === 0) await setImmediate();
      }
      records.return(undefined);
      return found;
    },

    *export(filter, format) {
      const pieces = exported(oldestFirst(filter), format);
      try {
        for (;;) {
          const next = guarded(() => pieces.next());
          if (next.done) return;
          yield next.value;
        }
      } finally {
        pieces.return(undefined);
      }
    },

    async check() {
      try {
        await checkWritable(fs, files);
      } catch (error) {
        guarded(() => {
          throw error;
        });
      }
    },

    cursor(after) {
      const cursor = new Cursor(fs, files, after);
      return {
        get last() {
          return cursor.last;
        },
        next: (limit, count) => guarded(() => cursor.next(limit, count)),
      };
    },
  };
}

function recovered(rest: CutRest | undefined, gone: { from: number; to: AuditHead } | undefined): AuditEntry {
  return {
    event: 'recovered',
    actor: { kind: 'gateway', name: 'audit' },
    account: null,
    request_id: null,
    data: { ...rest, ...(gone && { missing_from: gone.from, missing_to: gone.to.seq, missing_hash: gone.to.hash }) },
  };
}

/** `token` of an actor is the name of one, and stays. */
function named({ token, ...actor }: Actor): Actor {
  return { ...(redacted(actor) as Actor), ...(token !== undefined && { token }) };
}
