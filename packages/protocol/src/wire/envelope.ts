import { type ErrorCode, isErrorCode, Mt5Error } from '../errors/index.ts';
import { bool, int, optional, record, SchemaError, serverZone, text } from '../schema/index.ts';
import { pack, unpack } from './codec.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from './version.ts';

/** `{v, id, op, ttl, e, a}`: version, correlation id, operation number, deadline, epoch, arguments still in wire form. */
export interface RequestFrame {
  readonly v: number;
  readonly id: number;
  readonly op: number;
  /** The instant on the terminal's clock (the `t` of replies) after which it must not be carried out; 0 = none. */
  readonly ttl: number;
  /**
   * The start of the terminal side that a write is meant for, as hello told it: another start may serve another account.
   * Reads need none.
   */
  readonly e?: number;
  readonly a: unknown;
}

export interface WireError {
  readonly code: string;
  /** MT5's own number: trade return code or runtime error. */
  readonly retcode?: number;
  readonly message: string;
}

/** `{id, ok, t, d}` or `{id, ok: false, t, e}`; `t` = the terminal's clock, ms since the epoch, UTC. */
export type ReplyFrame =
  | { readonly id: number; readonly ok: true; readonly t: number; readonly d: unknown }
  | { readonly id: number; readonly ok: false; readonly t: number; readonly e: WireError };

/** `{s, e, t, d}`: sequence number in its topic, epoch, terminal's clock, data still in wire form. */
export interface EventFrame {
  readonly s: number;
  readonly e: number;
  readonly t: number;
  readonly d: unknown;
}

const uint = int({ min: 0 });
const version = record({ v: uint });

/** The frames' own fields; what an operation or an event puts into `a` and `d` is described with it. */
export const envelope = {
  request: record({ v: uint, id: uint, op: uint, ttl: uint, e: optional(uint) }),
  reply: record({ id: uint, ok: bool(), t: uint }),
  error: record({ code: text(64), retcode: optional(int()), message: text(1024) }),
  event: record({ s: uint, e: uint, t: uint }),
} as const;

function open(bytes: Uint8Array, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = unpack(bytes);
  } catch (cause) {
    throw new SchemaError(what, `not MessagePack (${cause instanceof Error ? cause.message : cause})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new SchemaError(what, 'expected a map');
  }
  return value as Record<string, unknown>;
}

export function encodeRequest(frame: Omit<RequestFrame, 'v'>, v: number = PROTOCOL_VERSION): Uint8Array {
  const { id, op, ttl, e, a } = frame;
  return pack(e === undefined ? { v, id, op, ttl, a } : { v, id, op, ttl, e, a });
}

/** A request that can't be carried out, with the id to answer to (0 when even that is unreadable). */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly id: number;
  readonly code: ErrorCode;

  constructor(id: number, code: ErrorCode, message: string) {
    super(message);
    this.id = id;
    this.code = code;
  }
}

/** @throws RequestRefused with BAD_FRAME or VERSION_MISMATCH */
export function decodeRequest(bytes: Uint8Array): RequestFrame {
  let id = 0;
  try {
    const map = open(bytes, 'request');
    if (typeof map.id === 'number' && Number.isSafeInteger(map.id) && map.id > 0) id = map.id;
    // Before the other fields, which another version may lay out differently.
    const { v } = version.decode(map, 'request', serverZone);
    if (v < PROTOCOL_VERSION_MIN || v > PROTOCOL_VERSION) {
      throw new RequestRefused(
        id,
        'VERSION_MISMATCH',
        `the request speaks protocol version ${v}, this side ${PROTOCOL_VERSION_MIN} to ${PROTOCOL_VERSION}`,
      );
    }
    return { ...envelope.request.decode(map, 'request', serverZone), a: map.a };
  } catch (cause) {
    if (cause instanceof SchemaError) throw new RequestRefused(id, 'BAD_FRAME', cause.message);
    throw cause;
  }
}

export function encodeReply(frame: ReplyFrame): Uint8Array {
  return pack(frame);
}

/** @throws SchemaError */
export function decodeReply(bytes: Uint8Array): ReplyFrame {
  const map = open(bytes, 'reply');
  const { id, ok, t } = envelope.reply.decode(map, 'reply', serverZone);
  if (ok) return { id, ok, t, d: map.d };
  return { id, ok, t, e: envelope.error.decode(map.e, 'reply.e', serverZone) };
}

export function encodeEvent(frame: EventFrame): Uint8Array {
  return pack(frame);
}

/** @throws SchemaError */
export function decodeEvent(bytes: Uint8Array): EventFrame {
  const map = open(bytes, 'event');
  return { ...envelope.event.decode(map, 'event', serverZone), d: map.d };
}

/** A wire error as an exception; a code that this version does not know keeps its text and becomes INTERNAL. */
export function errorFromWire(error: WireError): Mt5Error {
  if (isErrorCode(error.code)) return new Mt5Error(error.code, error.message, { retcode: error.retcode });
  return new Mt5Error('INTERNAL', `${error.code}: ${error.message}`, { retcode: error.retcode });
}
