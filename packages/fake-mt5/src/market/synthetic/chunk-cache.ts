interface Chunk {
  readonly byteLength: number;
}

/** Keeps the chunks used last within a budget of bytes; all of them can be made again. */
export class ChunkCache {
  private readonly chunks = new Map<string, Chunk>();
  private readonly maxBytes: number;
  private bytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get<C extends Chunk>(key: string, make: () => C): C {
    const known = this.chunks.get(key) as C | undefined;
    if (known !== undefined) {
      this.chunks.delete(key);
      this.chunks.set(key, known);
      return known;
    }
    const made = make();
    this.chunks.set(key, made);
    this.bytes += made.byteLength;
    for (const [oldest, chunk] of this.chunks) {
      if (this.bytes <= this.maxBytes || chunk === made) break;
      this.chunks.delete(oldest);
      this.bytes -= chunk.byteLength;
    }
    return made;
  }
}
