/** Deeper nesting than any message of ours has; a bound, so that no message can exhaust the stack. */
export const MAX_DEPTH = 32;

/**
 * What one message may weigh: 1 a value or key, and as much more as it costs to build where it is a list or a map, each
 * of which may be a single byte. A hundred thousand orders, the most that any message of ours lists, weigh about 6 million.
 */
const MAX_WEIGHT = 10_000_000;
const CONTAINER_WEIGHT = 16;

/** Bytes behind the first one of the kinds whose length is fixed. */
const FIXED: ReadonlyMap<number, number> = new Map([
  [0xc0, 0], // nil
  [0xc2, 0], // false
  [0xc3, 0], // true
  [0xca, 4], // float 32, 64
  [0xcb, 8],
  [0xcc, 1], // unsigned 8 to 64
  [0xcd, 2],
  [0xce, 4],
  [0xcf, 8],
  [0xd0, 1], // signed 8 to 64
  [0xd1, 2],
  [0xd2, 4],
  [0xd3, 8],
]);

/** Kinds that state their length behind the first byte, and in how many bytes. */
const COUNTED: ReadonlyMap<number, readonly ['bytes' | 'text' | 'list' | 'map', width: 1 | 2 | 4]> = new Map([
  [0xc4, ['bytes', 1]],
  [0xc5, ['bytes', 2]],
  [0xc6, ['bytes', 4]],
  [0xd9, ['text', 1]],
  [0xda, ['text', 2]],
  [0xdb, ['text', 4]],
  [0xdc, ['list', 2]],
  [0xdd, ['list', 4]],
  [0xde, ['map', 2]],
  [0xdf, ['map', 4]],
]);

/**
 * Checks that `bytes` are one whole MessagePack value of the wire's subset, before a general decoder sees them: such a
 * decoder also builds dates, sets, errors and classes out of extension types, remembers record layouts from one message
 * to the next, recurses as deep as a peer likes, and makes gigabytes of objects out of megabytes.
 * @throws RangeError naming the first byte that does not fit
 */
export function assertPlain(bytes: Uint8Array): void {
  const end = skipValue({ bytes, weight: 0 }, 0, 0);
  if (end !== bytes.length)
    throw new RangeError(`${bytes.length - end} bytes follow the value that ends at byte ${end}`);
}

interface Message {
  readonly bytes: Uint8Array;
  /** Of what was looked at so far. */
  weight: number;
}

function weigh(message: Message, more: number, at: number): void {
  message.weight += more;
  if (message.weight > MAX_WEIGHT) throw new RangeError(`too many values: at byte ${at} they exceed ${MAX_WEIGHT}`);
}

function skipValue(message: Message, at: number, depth: number): number {
  const { bytes } = message;
  weigh(message, 1, at);
  const first = byteAt(bytes, at);
  if (first < 0x80 || first >= 0xe0) return at + 1;
  if (first < 0x90) return skipMap(message, at + 1, first & 0x0f, depth);
  if (first < 0xa0) return skipList(message, at + 1, first & 0x0f, depth);
  if (first < 0xc0) return skipBytes(bytes, at + 1, first & 0x1f);
  const fixed = FIXED.get(first);
  if (fixed !== undefined) return skipBytes(bytes, at + 1, fixed);
  const counted = COUNTED.get(first);
  if (counted === undefined) throw new RangeError(`0x${first.toString(16)} at byte ${at} is no type of this wire`);
  const [kind, width] = counted;
  const count = unsigned(bytes, at + 1, width);
  const inside = at + 1 + width;
  if (kind === 'list') return skipList(message, inside, count, depth);
  if (kind === 'map') return skipMap(message, inside, count, depth);
  return skipBytes(bytes, inside, count);
}

function skipList(message: Message, from: number, count: number, depth: number): number {
  if (depth === MAX_DEPTH) throw new RangeError(`nested deeper than ${MAX_DEPTH} at byte ${from}`);
  weigh(message, CONTAINER_WEIGHT, from);
  let at = from;
  for (let i = 0; i < count; i++) at = skipValue(message, at, depth + 1);
  return at;
}

function skipMap(message: Message, from: number, count: number, depth: number): number {
  if (depth === MAX_DEPTH) throw new RangeError(`nested deeper than ${MAX_DEPTH} at byte ${from}`);
  weigh(message, CONTAINER_WEIGHT, from);
  let at = from;
  for (let i = 0; i < count; i++) {
    const key = byteAt(message.bytes, at);
    const isText = (key >= 0xa0 && key < 0xc0) || (key >= 0xd9 && key <= 0xdb);
    if (!isText) throw new RangeError(`the key at byte ${at} is not a text`);
    at = skipValue(message, skipValue(message, at, depth + 1), depth + 1);
  }
  return at;
}

function skipBytes(bytes: Uint8Array, from: number, count: number): number {
  if (count > bytes.length - from) throw new RangeError(`the value before byte ${from} says ${count} bytes, cut short`);
  return from + count;
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError(`cut short at byte ${at}`);
  return byte;
}

function unsigned(bytes: Uint8Array, at: number, width: 1 | 2 | 4): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + byteAt(bytes, at + i);
  return value;
}
