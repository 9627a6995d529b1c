import { pack, unpack } from '@mt5-bridge/protocol/wire';

const HEAD_BYTES = 4;

/** One frame of the link: its length, and the array as MessagePack. */
export function frameOf(message: readonly unknown[]): Uint8Array {
  const body = pack(message);
  const frame = new Uint8Array(HEAD_BYTES + body.byteLength);
  new DataView(frame.buffer).setUint32(0, body.byteLength, true);
  frame.set(body, HEAD_BYTES);
  return frame;
}

/** Puts the frames of a stream together again. */
export class FrameReader {
  private rest: Uint8Array = new Uint8Array();

  /** All frames that the bytes complete. @throws Error when one is not MessagePack */
  read(bytes: Uint8Array): readonly unknown[][] {
    const all = this.rest.byteLength === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    const frames: unknown[][] = [];
    let at = 0;
    while (all.byteLength - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + view.getUint32(at, true);
      if (end > all.byteLength) break;
      frames.push(unpack(all.subarray(at + HEAD_BYTES, end)) as unknown[]);
      at = end;
    }
    this.rest = all.subarray(at);
    return frames;
  }
}
