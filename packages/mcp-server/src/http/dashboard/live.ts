import type { Clock } from '@mt5-bridge/protocol';
import { Paced } from './paced.ts';

/** So soon what could not be read is tried again, ms, though nobody told of a change. */
const AGAIN_MS = 5_000;

export interface LiveOptions<T> {
  readonly clock: Clock;
  /** Least time between two reads, ms. */
  readonly pauseMs: number;
  /** @returns what ends it, all of it */
  readonly observe: (changed: () => void) => readonly (() => void)[];
  readonly read: () => Promise<T> | T;
  /** Called with what differs from the last time. */
  readonly tell: (value: T) => void;
  readonly failed: (error: unknown) => void;
}

/** One thing that is read at first and whenever it changed, for as long as it is open. */
export class Live<T> {
  readonly #options: LiveOptions<T>;
  readonly #paced: Paced;
  readonly #ends: readonly (() => void)[];
  #last: string | undefined;
  #cancelAgain: (() => void) | undefined;

  constructor(options: LiveOptions<T>) {
    this.#options = options;
    this.#paced = new Paced(options.clock, options.pauseMs, () => this.#read());
    this.#ends = options.observe(() => this.#paced.wake());
    this.#paced.wake();
  }

  close(): void {
    for (const end of this.#ends) end();
    this.#cancelAgain?.();
    this.#paced.close();
  }

  async #read(): Promise<void> {
    const { read, tell, failed, clock } = this.#options;
    this.#cancelAgain?.();
    try {
      const value = await read();
      const text = JSON.stringify(value);
      if (this.#paced.isClosed || text === this.#last) return;
      this.#last = text;
      tell(value);
    } catch (error) {
      if (this.#paced.isClosed) return;
      this.#last = undefined;
      this.#cancelAgain = clock.setTimer(AGAIN_MS, () => this.#paced.wake());
      failed(error);
    }
  }
}
