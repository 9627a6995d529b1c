import type { Unsubscribe } from './api.ts';

/** What several listeners share, and what ends with the last of them. */
export interface Room<L> {
  add(listener: L): Unsubscribe;
  readonly isUnused: boolean;
  end(): void;
}

/** Rooms by their key: opened by the first listener, ended after the last one. */
export class Rooms<L> {
  readonly #rooms = new Map<string, Room<L>>();

  join(key: string, open: () => Room<L>, listener: L): Unsubscribe {
    const room = this.#rooms.get(key) ?? open();
    this.#rooms.set(key, room);
    const leave = room.add(listener);
    return () => {
      leave();
      if (!room.isUnused || this.#rooms.get(key) !== room) return;
      this.#rooms.delete(key);
      room.end();
    };
  }

  end(): void {
    for (const room of this.#rooms.values()) room.end();
    this.#rooms.clear();
  }
}
