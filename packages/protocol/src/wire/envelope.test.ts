import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack } from './codec.ts';
import { decodeEvent, decodeReply, decodeRequest, encodeRequest, errorFromWire, RequestRefused } from './envelope.ts';
import { PROTOCOL_VERSION } from './version.ts';

const uint = fc.maxSafeNat();

function refusalOf(bytes: Uint8Array): RequestRefused {
  try {
    decodeRequest(bytes);
  } catch (cause) {
    if (cause instanceof RequestRefused) return cause;
    throw cause;
  }
  throw new Error('the request was accepted');
}

describe('the envelope of a request', () => {
  it('carries every id and time to live', () => {
    fc.assert(
      fc.property(uint, uint, uint, (id, op, ttl) => {
        expect(decodeRequest(encodeRequest({ id, op, ttl, a: {} }))).toEqual({
          v: PROTOCOL_VERSION,
          id,
          op,
          ttl,
          a: {},
        });
      }),
    );
  });

  it('of another version is refused with both numbers, to the id that asked', () => {
    const { code, id, message } = refusalOf(encodeRequest({ id: 5, op: 1, ttl: 0, a: {} }, 9));
    expect({ code, id }).toEqual({ code: 'VERSION_MISMATCH', id: 5 });
    expect(message).toBe('the request speaks protocol version 9, this side 1 to 1');
  });

  it('that can not be read is refused whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        expect(refusalOf(noise).code).toBe('BAD_FRAME');
      }),
    );
  });
});

describe('the envelope of a reply and of an event', () => {
  it('are refused as SchemaError whatever their bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        expect(() => decodeReply(noise)).toThrow(expect.objectContaining({ name: 'SchemaError' }));
        expect(() => decodeEvent(noise)).toThrow(expect.objectContaining({ name: 'SchemaError' }));
      }),
    );
  });

  it('need all their fields', () => {
    expect(() => decodeEvent(pack({ s: 1, e: 1, d: {} }))).toThrow('event.t: expected a whole number, got nothing');
    expect(() => decodeReply(pack([1]))).toThrow('reply: expected a map');
  });
});

describe('an error from the wire', () => {
  it('keeps its code, message and number', () => {
    const error = errorFromWire({ code: 'SYMBOL_NOT_FOUND', retcode: 4301, message: 'no EURUSDD' });
    expect(error).toMatchObject({ code: 'SYMBOL_NOT_FOUND', retcode: 4301, message: 'no EURUSDD' });
  });

  it('with a code that this version does not know is INTERNAL and keeps its words', () => {
    const error = errorFromWire({ code: 'toString', message: 'odd' });
    expect(error).toMatchObject({ code: 'INTERNAL', retcode: undefined, message: 'toString: odd' });
  });
});
