import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventName, events, parseTopic } from './events/index.ts';
import { type OperationName, operationByNumber, operations } from './ops/index.ts';
import { type Field, SchemaError, serverZone } from './schema/index.ts';
import {
  assertPng,
  type BulkKind,
  decodeEvent,
  decodeReply,
  decodeRequest,
  encodeEvent,
  encodeReply,
  encodeRequest,
  errorFromWire,
  packRates,
  packTicks,
  RequestRefused,
  unpackRates,
  unpackTicks,
  type WireError,
} from './wire/index.ts';

/**
 * The golden messages of fixtures/: frames as hex (`91*3` = 91 three times), what they hold beside them. `{"$u64"}` is
 * an exact 64-bit number, `{"$hex"}` bytes. Messages that are not `canonical` have other spellings: they are only read.
 */
interface Named {
  readonly name: string;
  readonly canonical?: false;
}
type Columns = Readonly<Record<string, number | readonly number[]>>;

function fixture<T extends Named>(path: string): T[] {
  const text = readFileSync(new URL(`../fixtures/v1/${path}.json`, import.meta.url), 'utf8');
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$u64' in value) return BigInt(String(value.$u64));
    if ('$hex' in value) return bytes(String(value.$hex));
    return value;
  }) as T[];
}

function bytes(hex: string): Uint8Array {
  const runs = hex.split(' ').map((run) => {
    const [digits = '', times = '1'] = run.split('*');
    return digits.repeat(Number(times));
  });
  return Uint8Array.from(Buffer.from(runs.join(''), 'hex'));
}

const hexOf = (frame: Uint8Array): string => Buffer.from(frame).toString('hex');
const fieldOf = (field: unknown): Field<unknown> => field as Field<unknown>;
const unpackers = { rates: unpackRates, ticks: unpackTicks };
const packers = {
  rates: (columns: unknown) => packRates(columns as never),
  ticks: (columns: unknown) => packTicks(columns as never),
};

function plainColumns(columns: object): Columns {
  return Object.fromEntries(Object.entries(columns).map(([key, v]) => [key, typeof v === 'number' ? v : [...v]]));
}

/** The error that `act` throws. */
function thrownBy(act: () => unknown): unknown {
  try {
    return { nothingThrown: act() };
  } catch (cause) {
    return cause;
  }
}

function eventNameOf(topic: string): EventName {
  const parsed = parseTopic(topic);
  if (parsed === undefined) throw new Error(`${topic} is no topic`);
  return parsed.kind;
}

/** Header and arguments of a request, as the answering side reads them. */
function openRequest(frame: Uint8Array) {
  const { id, op, ttl, a } = decodeRequest(frame);
  const name = operationByNumber(op);
  if (name === undefined) throw new RequestRefused(id, 'UNKNOWN_OPERATION', `number ${op}`);
  return { op: name, id, ttl, params: fieldOf(operations[name].params).decode(a, 'a', serverZone) };
}

describe('golden messages that are accepted', () => {
  interface Request extends Named {
    readonly op: OperationName;
    readonly id: number;
    readonly ttl: number;
    readonly params: unknown;
    readonly frame: string;
  }
  const requests = fixture<Request>('accept/requests');
  it.each(requests)('request: $name', ({ canonical = true, op, id, ttl, params, frame }) => {
    expect(openRequest(bytes(frame))).toEqual({ op, id, ttl, params });
    if (!canonical) return;
    const operation = operations[op];
    const a = fieldOf(operation.params).encode(params, 'a', serverZone);
    expect(hexOf(encodeRequest({ id, op: operation.number, ttl, a }))).toBe(frame);
  });

  interface Reply extends Named {
    readonly op: OperationName;
    readonly id: number;
    readonly t: number;
    readonly result: unknown;
    readonly columns?: Columns;
    readonly frames: readonly [string, string?];
  }
  const replies = fixture<Reply>('accept/replies');
  it.each(replies)('reply: $name', ({ canonical = true, op, id, t, result, columns, frames }) => {
    const field = fieldOf(operations[op].result);
    const { d, ...head } = { d: undefined, ...decodeReply(bytes(frames[0])) };
    expect(head).toEqual({ id, ok: true, t });
    expect(field.decode(d, 'd', serverZone)).toEqual(result);
    if (canonical) {
      expect(hexOf(encodeReply({ id, ok: true, t, d: field.encode(result, 'd', serverZone) }))).toBe(frames[0]);
    }
    const kind = 'bulk' in operations[op] ? operations[op].bulk : undefined;
    expect(kind !== undefined && kind !== 'png').toBe(columns !== undefined);
    if (kind === undefined) return;
    if (kind === 'png') {
      const image = bytes(frames[1] ?? '');
      assertPng(image);
      expect(result).toEqual({ bytes: image.byteLength });
      return;
    }
    expect(plainColumns(unpackers[kind](bytes(frames[1] ?? '')))).toEqual(columns);
    expect(hexOf(packers[kind](columns))).toBe(frames[1]);
  });

  interface Failure extends Named {
    readonly id: number;
    readonly t: number;
    readonly error: WireError;
    /** The code that a caller meets. */
    readonly code: string;
    readonly frame: string;
  }
  it.each(fixture<Failure>('accept/errors'))('error: $name', ({ id, t, error, code, frame }) => {
    expect(decodeReply(bytes(frame))).toEqual({ id, ok: false, t, e: error });
    expect(hexOf(encodeReply({ id, ok: false, t, e: error }))).toBe(frame);
    expect(errorFromWire(error)).toMatchObject({ code, retcode: error.retcode });
    expect(errorFromWire(error).message).toContain(error.message);
  });

  interface Event extends Named {
    readonly topic: string;
    readonly seq: number;
    readonly epoch: number;
    readonly t: number;
    readonly data: unknown;
    readonly frame: string;
  }
  const published = fixture<Event>('accept/events');
  it.each(published)('event: $name', ({ topic, seq, epoch, t, data, frame }) => {
    const field = fieldOf(events[eventNameOf(topic)].data);
    const { d, ...head } = decodeEvent(bytes(frame));
    expect(head).toEqual({ s: seq, e: epoch, t });
    expect(field.decode(d, 'd', serverZone)).toEqual(data);
    expect(hexOf(encodeEvent({ s: seq, e: epoch, t, d: field.encode(data, 'd', serverZone) }))).toBe(frame);
  });

  interface Records extends Named {
    readonly kind: BulkKind;
    readonly bytes: string;
    readonly columns: Columns;
  }
  it.each(fixture<Records>('accept/records'))('records: $name', ({ kind, bytes: packed, columns }) => {
    expect(plainColumns(unpackers[kind](bytes(packed)))).toEqual(columns);
    expect(hexOf(packers[kind](columns))).toBe(packed);
  });

  it('has a request and a reply of every operation, and every kind of event', () => {
    const names = Object.keys(operations).sort();
    expect([...new Set(requests.map(({ op }) => op))].sort()).toEqual(names);
    expect([...new Set(replies.map(({ op }) => op))].sort()).toEqual(names);
    const kinds = new Set(published.map(({ topic }) => eventNameOf(topic)));
    expect([...kinds].sort()).toEqual(Object.keys(events).sort());
  });
});

describe('golden messages that are refused', () => {
  interface Request extends Named {
    readonly frame: string;
    readonly error: { readonly code: string; readonly id: number; readonly path?: string };
  }
  it.each(fixture<Request>('reject/requests'))('request: $name', ({ frame, error }) => {
    const thrown = thrownBy(() => openRequest(bytes(frame)));
    if (error.code === 'INVALID_PARAMS') {
      expect(thrown).toBeInstanceOf(SchemaError);
      expect(thrown).toMatchObject({ path: error.path });
      return;
    }
    expect(thrown).toBeInstanceOf(RequestRefused);
    expect(thrown).toMatchObject({ code: error.code, id: error.id });
    expect((thrown as RequestRefused).message).toContain(error.path ?? '');
  });

  interface Reply extends Named {
    readonly op: OperationName;
    readonly frames: readonly [string];
    readonly path: string;
  }
  it.each(fixture<Reply>('reject/replies'))('reply: $name', ({ op, frames, path }) => {
    const thrown = thrownBy(() => {
      const reply = decodeReply(bytes(frames[0]));
      return reply.ok && fieldOf(operations[op].result).decode(reply.d, 'd', serverZone);
    });
    expect(thrown).toBeInstanceOf(SchemaError);
    expect(thrown).toMatchObject({ path });
  });

  interface Event extends Named {
    readonly topic: string;
    readonly frame: string;
    readonly path: string;
  }
  it.each(fixture<Event>('reject/events'))('event: $name', ({ topic, frame, path }) => {
    const thrown = thrownBy(() =>
      fieldOf(events[eventNameOf(topic)].data).decode(decodeEvent(bytes(frame)).d, 'd', serverZone),
    );
    expect(thrown).toBeInstanceOf(SchemaError);
    expect(thrown).toMatchObject({ path });
  });

  interface Records extends Named {
    readonly kind: BulkKind;
    readonly bytes: string;
  }
  it.each(fixture<Records>('reject/records'))('records: $name', ({ kind, bytes: packed }) => {
    expect(() => unpackers[kind](bytes(packed))).toThrow(RangeError);
  });
});
