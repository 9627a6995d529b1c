import { joined, type Message, problemKey, written } from './messages.ts';

export interface PageOptions {
  /** Whose quotes it wants, besides those of open positions. */
  readonly symbols: readonly string[];
  readonly stillSignedIn: () => boolean;
  /** Cuts the connection. */
  readonly drop: () => void;
  readonly now: () => number;
  readonly onClose: (page: Page) => void;
}

/**
 * The stream of one open page: what waits for it, the newest of each kind, until its connection takes it. However slow
 * the reader is, no more than that waits.
 */
export class Page {
  readonly symbols: ReadonlySet<string>;
  readonly #options: PageOptions;
  readonly #waiting = new Map<string, Message>();
  #words = '';
  #wake: (() => void) | undefined;
  #isClosed = false;
  #waitsSince: number | undefined;

  constructor(options: PageOptions) {
    this.#options = options;
    this.symbols = new Set(options.symbols);
    this.#waitsSince = options.now();
  }

  put(message: Message): void {
    const { key } = message;
    const before = this.#waiting.get(key);
    this.#waiting.delete(problemKey(key));
    this.#waiting.delete(key);
    this.#waiting.set(key, joined(before, message));
    this.#waits();
  }

  /** A comment, so that nobody between takes the connection for dead. */
  beat(): void {
    this.#words ||= ': \n\n';
    this.#waits();
  }

  /** All that waits, once there is any; undefined at the end. One caller at a time. */
  async next(): Promise<string | undefined> {
    if (this.#words === '' && this.#waiting.size === 0 && !this.#isClosed) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = undefined;
    }
    if (this.#isClosed) return undefined;
    const text = [this.#words, ...[...this.#waiting.values()].map(written)].join('');
    this.#words = '';
    this.#waiting.clear();
    this.#waitsSince = undefined;
    return text;
  }

  /** Since when something waits; undefined: nothing does. */
  get waitsSince(): number | undefined {
    return this.#waitsSince;
  }

  get isSignedIn(): boolean {
    return this.#options.stillSignedIn();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting.clear();
    this.#wake?.();
    this.#options.onClose(this);
  }

  drop(): void {
    this.close();
    this.#options.drop();
  }

  #waits(): void {
    this.#waitsSince ??= this.#options.now();
    this.#wake?.();
  }
}
