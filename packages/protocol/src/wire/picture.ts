/** Operations that send a picture in frame 1. */
export type PictureName = 'screenshot';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** @throws RangeError for bytes that are no PNG */
export function assertPng(bytes: Uint8Array): void {
  if (PNG_SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw new RangeError('the picture is no PNG');
}
