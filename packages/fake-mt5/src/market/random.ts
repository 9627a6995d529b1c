const TWO_32 = 4_294_967_296;

/** FNV-1a over the text's UTF-16 units, from a given start. */
function hash(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619);
  return h;
}

/** Seeded draws (sfc32): the same four words always give the same sequence, on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;
  private spare: number | undefined;

  constructor(a: number, b: number, c: number, d: number) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.counter = d | 0;
    for (let i = 0; i < 12; i++) this.uint32();
  }

  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** In the open interval (0, 1), so that its logarithm exists on both sides. */
  uniform(): number {
    return (this.uint32() + 0.5) / TWO_32;
  }

  /** Standard normal (Box-Muller, both values used). */
  normal(): number {
    const spare = this.spare;
    if (spare !== undefined) {
      this.spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(2 * this.exponential());
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(this.uniform());
  }
}

/** A named family of independent sequences, one an index: nothing drawn from one moves another. */
export class RandomStream {
  private readonly words: readonly [number, number, number];

  constructor(seed: number, name: string) {
    const text = `${seed}/${name}`;
    this.words = [hash(text, 0x811c9dc5), hash(text, 0x9e3779b9), hash(text, 0x85ebca6b)];
  }

  at(index: number): Random {
    const [a, b, c] = this.words;
    return new Random(a, b, c, index);
  }
}
