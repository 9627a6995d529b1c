import { type Mt5Error, SchemaError } from '@mt5-bridge/protocol';
import { type ClientTransport, decodeEvent, type EventFrame } from '@mt5-bridge/protocol/wire';
import type { ClientStats, Unsubscribe } from './api.ts';
import type { BadFrames } from './bad-frames.ts';

/** Who reads a topic. */
export interface TopicReader {
  /**
   * The next event. `afterGap`: others before it were lost. @throws SchemaError, RangeError what can't be read, which
   * counts as lost
   */
  event(frame: EventFrame, afterGap: boolean): void;
  /** Something was lost and no event is at hand, or the connection or the epoch is new. */
  interrupted(): void;
  /** The terminal will not send this topic. */
  refused(error: Mt5Error): void;
}

interface Feed {
  readonly readers: Set<TopicReader>;
  /** Number of the last event; unknown until the first event, snapshot or heartbeat. */
  seq: number | undefined;
}

/** A reader's place in its topic. */
export interface Subscription {
  /** Number of the last event that was seen, if any was. */
  readonly seq: number | undefined;
  /** A snapshot holds everything up to this event: the next one is the one after it. */
  holds(seq: number): void;
  readonly end: Unsubscribe;
}

/** Symbol topics flow only while they are watched. */
export interface TopicWatches {
  add(topic: string): void;
  remove(topic: string): void;
}

const WATCHED = /^(?:tick|book|bar)\./;

/** Hands events to their readers and sees what is missing: numbers within a topic have no holes in one epoch. */
export class Topics {
  readonly #transport: ClientTransport;
  readonly #watches: TopicWatches;
  readonly #stats: ClientStats;
  readonly #badFrames: BadFrames;
  readonly #newEpoch: (epoch: number) => void;
  readonly #feeds = new Map<string, Feed>();
  #epoch: number | undefined;

  constructor(parts: {
    transport: ClientTransport;
    watches: TopicWatches;
    stats: ClientStats;
    badFrames: BadFrames;
    /** Something came of another epoch than that of the last hello. */
    newEpoch: (epoch: number) => void;
  }) {
    this.#transport = parts.transport;
    this.#watches = parts.watches;
    this.#stats = parts.stats;
    this.#badFrames = parts.badFrames;
    this.#newEpoch = parts.newEpoch;
  }

  subscribe(topic: string, reader: TopicReader): Subscription {
    let feed = this.#feeds.get(topic);
    if (feed === undefined) {
      feed = { readers: new Set(), seq: undefined };
      this.#feeds.set(topic, feed);
      this.#transport.subscribe(topic);
      if (WATCHED.test(topic)) this.#watches.add(topic);
    }
    const { readers } = feed;
    const own = feed;
    readers.add(reader);
    return {
      get seq() {
        return own.seq;
      },
      holds(seq) {
        if (own.seq === undefined || own.seq < seq) own.seq = seq;
      },
      end: () => {
        if (!readers.delete(reader) || readers.size > 0) return;
        this.#feeds.delete(topic);
        this.#transport.unsubscribe(topic);
        if (WATCHED.test(topic)) this.#watches.remove(topic);
      },
    };
  }

  /** One event from the transport. */
  receive(topic: string, payload: Uint8Array): void {
    const feed = this.#feeds.get(topic);
    if (feed === undefined) return;
    this.#stats.events++;
    let frame: EventFrame;
    try {
      frame = decodeEvent(payload);
    } catch (cause) {
      this.#badFrames.report(cause);
      return;
    }
    if (!this.isOfThisEpoch(frame.e)) return;
    const expected = feed.seq === undefined ? frame.s : feed.seq + 1;
    if (frame.s < expected) return; // Seen before, or held by a snapshot.
    feed.seq = frame.s;
    const afterGap = frame.s > expected;
    if (afterGap) this.#stats.gaps++;
    for (const reader of feed.readers) {
      try {
        reader.event(frame, afterGap);
      } catch (cause) {
        if (!(cause instanceof SchemaError || cause instanceof RangeError)) throw cause;
        this.#badFrames.report(new Error(`event ${topic}: ${cause.message}`));
        reader.interrupted();
      }
    }
  }

  /** The last number of each plain topic as a heartbeat tells it: shows the loss of an event that nothing followed. */
  last(numbers: Readonly<Record<string, number>>): void {
    for (const [topic, last] of Object.entries(numbers)) {
      const feed = this.#feeds.get(topic);
      if (feed === undefined || (feed.seq !== undefined && feed.seq >= last)) continue;
      const isKnown = feed.seq !== undefined;
      feed.seq = last;
      if (!isKnown) continue;
      this.#stats.gaps++;
      for (const reader of feed.readers) reader.interrupted();
    }
  }

  /** Whether something belongs to the epoch of the last hello; another one is followed up. */
  isOfThisEpoch(epoch: number): boolean {
    if (epoch === this.#epoch) return true;
    if (this.#epoch !== undefined) this.#newEpoch(epoch);
    return false;
  }

  /**
   * The link is up (again): every reader has to look up what it may have missed. What is missing beyond that shows in
   * the numbers, which go on in the same epoch and begin with 1 in a new one.
   */
  up(epoch: number): void {
    const isNew = epoch !== this.#epoch;
    this.#epoch = epoch;
    const feeds = [...this.#feeds.values()];
    for (const feed of feeds) if (isNew && feed.seq !== undefined) feed.seq = 0;
    for (const feed of feeds) for (const reader of feed.readers) reader.interrupted();
  }

  refused(topic: string, error: Mt5Error): void {
    for (const reader of this.#feeds.get(topic)?.readers ?? []) reader.refused(error);
  }
}
