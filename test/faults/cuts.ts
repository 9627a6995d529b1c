import fs, { type PathLike } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { operationByNumber, operations, SchemaError } from '@mt5-bridge/protocol';
import {
  type ClientTransport,
  type ConnectTransport,
  decodeReply,
  decodeRequest,
  type Frames,
} from '@mt5-bridge/protocol/wire';

/** Places in the server where the power can go off: each right before and right after it happened. */
export const serverPoints = [
  'audit.write',
  'audit.fsync',
  'ledger.write',
  'ledger.commit',
  'wire.send',
  'wire.reply',
] as const;
export type ServerPoint = (typeof serverPoints)[number];
export const moments = ['before', 'after'] as const;

/** What can happen to the server while it works on one order. */
export type ServerFault =
  | {
      readonly kind: 'kill';
      readonly at: ServerPoint;
      readonly when: (typeof moments)[number] /** The nth time, from 1. */;
      readonly hit: number;
    }
  /** The disk is full from the nth write of this place on, for as many writes. */
  | {
      readonly kind: 'full';
      readonly at: 'audit.write' | 'ledger.write' | 'ledger.commit';
      readonly hit: number;
      readonly times: number;
    }
  /** The terminal's answer to a trade request on its way here. */
  | { readonly kind: 'reply'; readonly does: 'drop' | 'duplicate' | 'delay' | 'reorder' }
  | { readonly kind: 'clock' /** ms, either way. */; readonly jump: number };

/** The fault that waits to strike; one at a time. */
export class Cuts {
  private fault: ServerFault | undefined;
  private hits = 0;
  struck = false;
  jumped = 0;

  arm(fault: ServerFault | undefined): void {
    this.fault = fault;
    this.hits = 0;
    this.struck = false;
    if (fault?.kind === 'clock') {
      this.jumped += fault.jump;
      this.struck = true;
    }
  }

  /** Runs what happens at a place, or does not live to see it. @throws what a full disk would */
  at<T>(point: ServerPoint, run: () => T): T {
    const { fault } = this;
    if (fault === undefined || !('at' in fault) || fault.at !== point) return run();
    this.hits++;
    if (fault.kind === 'full') {
      if (this.hits < fault.hit || this.hits >= fault.hit + fault.times) return run();
      this.struck = true;
      throw Object.assign(new Error('no space left on device'), {
        code: point === 'audit.write' ? 'ENOSPC' : 'SQLITE_FULL',
      });
    }
    const isNow = this.hits === fault.hit;
    if (isNow && fault.when === 'before') die();
    const result = run();
    if (isNow) die();
    return result;
  }

  takeReplyFault(): (ServerFault & { kind: 'reply' })['does'] | undefined {
    if (this.fault?.kind !== 'reply' || this.struck) return undefined;
    this.struck = true;
    return this.fault.does;
  }
}

/** As a power cut would: no handler runs, nothing is flushed. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** Puts the places of the disk under the cuts' hand: writes and flushes of the audit log, statements of the ledger. */
export function cutDisk(cuts: Cuts, auditPath: string): void {
  const audited = new Set<number>();
  const { openSync, writeSync, fsyncSync, fdatasyncSync, closeSync } = fs;
  fs.openSync = ((path: PathLike, ...rest: [never]) => {
    const fd = openSync(path, ...rest);
    if (String(path) === auditPath) audited.add(fd);
    return fd;
  }) as typeof openSync;
  fs.closeSync = (fd) => {
    audited.delete(fd);
    closeSync(fd);
  };
  fs.writeSync = ((fd: number, ...rest: [never]) =>
    audited.has(fd)
      ? cuts.at('audit.write', () => writeSync(fd, ...rest))
      : writeSync(fd, ...rest)) as typeof writeSync;
  fs.fsyncSync = (fd) => (audited.has(fd) ? cuts.at('audit.fsync', () => fsyncSync(fd)) : fsyncSync(fd));
  fs.fdatasyncSync = (fd) => (audited.has(fd) ? cuts.at('audit.fsync', () => fdatasyncSync(fd)) : fdatasyncSync(fd));
  syncBuiltinESMExports();
  cutStatements(cuts);
}

interface Statement {
  readonly source: string;
  run(...parameters: unknown[]): unknown;
}

interface Statement {
  readonly source: string;
  run(...parameters: unknown[]): unknown;
}

interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): unknown;
  close(): void;
}

/** The addon's own classes, as the gateway's copy of the library uses them. */
function cutStatements(cuts: Cuts): void {
  const DatabaseClass = createRequire(import.meta.url)('better-sqlite3') as new (path: string) => Database;
  const scratch = new DatabaseClass(':memory:');
  const statement = Object.getPrototypeOf(scratch.prepare('SELECT 1')) as Statement;
  const database = DatabaseClass.prototype as Database;
  scratch.close();
  const { run } = statement;
  statement.run = function cut(this: Statement, ...parameters: unknown[]) {
    return cuts.at('ledger.write', () => run.apply(this, parameters));
  };
  const { exec } = database;
  database.exec = function cut(this: Database, sql: string) {
    const go = () => exec.call(this, sql);
    return sql === 'COMMIT' ? cuts.at('ledger.commit', go) : go();
  };
}

const isTrade = (op: number): boolean => {
  const name = operationByNumber(op);
  return name !== undefined && operations[name].kind === 'write';
};

/** 0 of what can't be read. */
function idOf([head = new Uint8Array()]: Frames): number {
  try {
    return decodeReply(head).id;
  } catch (error) {
    if (error instanceof SchemaError) return 0;
    throw error;
  }
}

/** Puts the two ends of the wire under the cuts' hand, for trade requests and their answers. */
export function cutWire(cuts: Cuts, connect: ConnectTransport): ConnectTransport {
  return (handlers) => {
    const trades = new Set<number>();
    let held: Frames | undefined;
    const deliver = (frames: Frames): void => {
      handlers.reply(frames);
      if (held === undefined) return;
      const late = held;
      held = undefined;
      handlers.reply(late);
    };
    const transport: ClientTransport = connect({
      ...handlers,
      reply(frames) {
        if (!trades.delete(idOf(frames))) return deliver(frames);
        const fault = cuts.takeReplyFault();
        if (fault === 'drop') return;
        if (fault === 'reorder') {
          held = frames;
          return;
        }
        if (fault === 'delay') return void setTimeout(() => handlers.reply(frames), 400);
        cuts.at('wire.reply', () => deliver(frames));
        if (fault === 'duplicate') deliver(frames);
      },
    });
    return {
      peer: transport.peer,
      reconnect: () => transport.reconnect(),
      subscribe: (topic) => transport.subscribe(topic),
      unsubscribe: (topic) => transport.unsubscribe(topic),
      close: () => transport.close(),
      send(frames) {
        const { id, op } = decodeRequest(frames[0] ?? new Uint8Array());
        if (!isTrade(op)) return transport.send(frames);
        trades.add(id);
        cuts.at('wire.send', () => transport.send(frames));
      },
    };
  };
}
