/** Holds one value for one reader: while the reader is busy, a newer value takes the place of the waiting one. */
export class Conflated<T> implements AsyncIterator<T, undefined> {
  readonly #ended: () => void;
  readonly #waiting: { resolve: (result: IteratorResult<T, undefined>) => void; reject: (reason: unknown) => void }[] =
    [];
  #next: { readonly value: T } | undefined;
  #end: { readonly error?: unknown } | undefined;

  /** @param ended runs once, when the reader leaves or nothing more will come */
  constructor(ended: () => void) {
    this.#ended = ended;
  }

  put(value: T): void {
    if (this.#end !== undefined) return;
    const reader = this.#waiting.shift();
    if (reader === undefined) this.#next = { value };
    else reader.resolve({ done: false, value });
  }

  /** Nothing more will come; with an error, the reader is told. */
  end(failure: { readonly error?: unknown } = {}): void {
    if (this.#end !== undefined) return;
    this.#next = undefined;
    const readers = this.#waiting.splice(0);
    this.#end = 'error' in failure && readers.length === 0 ? failure : {};
    for (const reader of readers) {
      if ('error' in failure) reader.reject(failure.error);
      else reader.resolve({ done: true, value: undefined });
    }
    this.#ended();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) return Promise.resolve({ done: false, value: next.value });
    const end = this.#end;
    if (end === undefined) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#end = {};
    return 'error' in end ? Promise.reject(end.error) : Promise.resolve({ done: true, value: undefined });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }
}
