import type { Clock } from '@mt5-bridge/protocol';

/** Time that stands until a test moves it. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Map<number, { readonly due: number; readonly fn: () => void }>();
  #lastId = 0;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimer(ms: number, fn: () => void): () => void {
    const id = ++this.#lastId;
    this.#timers.set(id, { due: this.#now + ms, fn });
    return () => void this.#timers.delete(id);
  }

  /** Moves on by `ms`, running what becomes due in order, each with everything that follows from it at that moment. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const [next] = [...this.#timers].sort(([a, one], [b, other]) => one.due - other.due || a - b);
      if (next === undefined || next[1].due > end) break;
      const [id, { due, fn }] = next;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, due);
      fn();
      await settled();
    }
    this.#now = end;
  }
}

/** Everything that needs no time to pass has happened. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
