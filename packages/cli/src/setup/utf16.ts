/** As the terminal writes its own files: UTF-16LE with a byte order mark. */
export function utf16(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le');
}

/** The text of a file of the terminal: UTF-16LE with or without a mark, else UTF-8; without the mark. */
export function textOf(bytes: Uint8Array): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes.length > 1 && bytes[1] === 0);
  return Buffer.from(bytes)
    .toString(isWide ? 'utf16le' : 'utf8')
    .replace(/^\uFEFF/, '');
}
