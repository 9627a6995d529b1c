// Not the main door, which loads the native addon that npm installs beside it: strangers' frames are read by the code that
// every test runs on.
import { Packr } from 'msgpackr/pack';
import { Unpackr } from 'msgpackr/unpack';
import { assertPlain } from './plain.ts';

/**
 * MessagePack as the wire uses it: text keys, no extension types, 64-bit integers exact. Integers beyond 2^53 come out
 * as bigint, all others as number.
 */
const packr = new Packr({ useRecords: false, variableMapSize: true, moreTypes: false, encodeUndefinedAsNil: true });
const unpackr = new Unpackr({
  useRecords: false,
  mapsAsObjects: true,
  // msgpackr has 'auto' (bigint only past 2^53) but its types do not list it.
  int64AsType: 'auto' as 'bigint',
  moreTypes: false,
});

/** Frame 0 of a reply and event payloads are at most so long; bulk records travel in frame 1. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

export function pack(value: unknown): Uint8Array {
  return packr.pack(value);
}

/**
 * Text that is not UTF-8 comes out with U+FFFD in it: one odd comment of a broker must not hide all positions.
 * @throws Error when the bytes are not one whole MessagePack value of the wire's types
 */
export function unpack(bytes: Uint8Array): unknown {
  if (bytes.byteLength > MAX_FRAME_BYTES) throw new RangeError(`${bytes.byteLength} bytes exceed ${MAX_FRAME_BYTES}`);
  assertPlain(bytes);
  return unpackr.unpack(bytes);
}
