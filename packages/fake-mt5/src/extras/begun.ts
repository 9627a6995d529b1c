/** What was begun most lately. */
const MOST = 100;

/** Work that a terminal does beside its answers: begun by the first call, there at the next. */
export class Begun<T> {
  private readonly works = new Map<string, T>();

  /** The work of this name; undefined when this call is what begins it. */
  take(name: string, begin: () => T): T | undefined {
    const found = this.works.get(name);
    this.works.delete(name);
    this.works.set(name, found ?? begin());
    const [oldest] = this.works.keys();
    if (this.works.size > MOST && oldest !== undefined) this.works.delete(oldest);
    return found;
  }

  /** Begun anew by the next call. */
  end(name: string): void {
    this.works.delete(name);
  }
}
