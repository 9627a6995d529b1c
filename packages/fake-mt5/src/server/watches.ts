interface Watch {
  readonly topics: Set<string>;
  until: number;
}

interface Watched {
  clients: number;
  /** Server time at which the first of them began. */
  readonly since: number;
}

/** Who wants which symbol topics, and until when: one lease a client, renewed by watching again. */
export class Watches {
  private readonly leaseMs: number;
  private readonly clients = new Map<number, Watch>();
  private readonly watched = new Map<string, Watched>();
  private count = 0;

  constructor(leaseMs: number) {
    this.leaseMs = leaseMs;
  }

  /** Grows whenever a topic gains its first or loses its last watcher. */
  get changes(): number {
    return this.count;
  }

  get topics(): Iterable<string> {
    return this.watched.keys();
  }

  /** Server time since which a topic is watched without a break. */
  since(topic: string): number {
    return this.watched.get(topic)?.since ?? Number.POSITIVE_INFINITY;
  }

  /** Starts or renews; `now` is the clock's, `serverTime` the market's. */
  add(client: number, topics: readonly string[], now: number, serverTime: number): void {
    const watch = this.clients.get(client) ?? { topics: new Set<string>(), until: 0 };
    this.clients.set(client, watch);
    watch.until = now + this.leaseMs;
    for (const topic of topics) {
      if (watch.topics.has(topic)) continue;
      watch.topics.add(topic);
      const watched = this.watched.get(topic);
      if (watched !== undefined) {
        watched.clients++;
        continue;
      }
      this.watched.set(topic, { clients: 1, since: serverTime });
      this.count++;
    }
  }

  remove(client: number, topics: Iterable<string>): void {
    const watch = this.clients.get(client);
    if (watch === undefined) return;
    for (const topic of topics) {
      const watched = watch.topics.delete(topic) ? this.watched.get(topic) : undefined;
      if (watched === undefined) continue;
      watched.clients--;
      if (watched.clients > 0) continue;
      this.watched.delete(topic);
      this.count++;
    }
    if (watch.topics.size === 0) this.clients.delete(client);
  }

  /** Ends the leases that nobody renewed. */
  expire(now: number): void {
    for (const [client, { topics, until }] of this.clients) if (now > until) this.remove(client, [...topics]);
  }
}
