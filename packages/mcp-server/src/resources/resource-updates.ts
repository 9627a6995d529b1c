import type { Clock } from '@mt5-bridge/protocol';

export interface ResourceUpdatesOptions<Watched> {
  readonly clock: Clock;
  /** Calls back at each change; returns the function that ends it. */
  readonly observe: (watched: Watched, listener: () => void) => () => void;
  /** Tells the client. Settles when the notice has left, so that a slow client is told less often, not later and later. */
  readonly tell: (uri: string) => Promise<void>;
}

/**
 * Change notices of one connection. Exactly what is watched is observed. A change is told at once, and
 * what changes in one moment is told once; then comes at most one notice per interval, and always one after the last
 * change. However many changes, a URI has at most one notice on its way and one to follow.
 */
export class ResourceUpdates<Watched> {
  readonly #options: ResourceUpdatesOptions<Watched>;
  readonly #watches = new Map<string, { readonly notices: Notices; readonly unobserve: () => void }>();

  constructor(options: ResourceUpdatesOptions<Watched>) {
    this.#options = options;
  }

  /** How many URIs are watched. */
  get size(): number {
    return this.#watches.size;
  }

  /** `interval`: shortest time between two notices in ms; asked each time, since the configuration may change. */
  start(uri: string, watched: Watched, interval: () => number): void {
    if (this.#watches.has(uri)) return;
    const { clock, tell, observe } = this.#options;
    const notices = new Notices(clock, interval, () => tell(uri));
    this.#watches.set(uri, { notices, unobserve: observe(watched, () => notices.changed()) });
  }

  end(uri: string): void {
    const watch = this.#watches.get(uri);
    if (watch === undefined) return;
    this.#watches.delete(uri);
    watch.unobserve();
    watch.notices.close();
  }

  close(): void {
    for (const uri of [...this.#watches.keys()]) this.end(uri);
  }
}

/** When to tell of one URI. */
class Notices {
  readonly #clock: Clock;
  readonly #interval: () => number;
  readonly #tell: () => Promise<void>;
  /** Changed since the last notice left. */
  #due = false;
  #telling = false;
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(clock: Clock, interval: () => number, tell: () => Promise<void>) {
    this.#clock = clock;
    this.#interval = interval;
    this.#tell = tell;
  }

  changed(): void {
    if (this.#due) return;
    this.#due = true;
    // Changes of this same turn of the event loop join the notice.
    queueMicrotask(() => this.#next());
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
  }

  #next(): void {
    if (!this.#due || this.#telling || this.#cancelTimer !== undefined || this.#closed) return;
    const wait = this.#wait();
    if (wait <= 0) {
      void this.#tellNow();
      return;
    }
    this.#cancelTimer = this.#clock.setTimer(wait, () => {
      this.#cancelTimer = undefined;
      this.#next();
    });
  }

  /** A clock that was set back must not silence a resource. */
  #wait(): number {
    const since = this.#clock.now() - this.#toldAt;
    return since < 0 ? 0 : this.#interval() - since;
  }

  async #tellNow(): Promise<void> {
    this.#due = false;
    this.#telling = true;
    this.#toldAt = this.#clock.now();
    await this.#tell();
    this.#telling = false;
    this.#next();
  }
}
