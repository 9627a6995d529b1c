import { events, type Mt5Error, serverZone, type ZoneShift } from '@mt5-bridge/protocol';
import { type TicksColumns, unpackTicks } from '@mt5-bridge/protocol/wire';
import type { Unsubscribe } from './api.ts';
import { deliver } from './deliver.ts';
import type { Surroundings } from './kept-state.ts';
import { Recovery } from './recovery.ts';
import { isSameTick, type Tick, tickAt, ticksFrom } from './tick-columns.ts';
import type { Subscription, TopicReader } from './topics.ts';

/** Events that may wait while history is read; when there are more, history is read once more in their place. */
const MAX_WAITING = 1_024;

export interface TickStreamSpec {
  readonly symbol: string;
  readonly topic: string;
  readonly zone: ZoneShift;
  /** The ticks from a moment of server time on, in server time; not all of them when they are too many for one call. */
  readonly history: (from: number) => Promise<{ ticks: TicksColumns; isAll: boolean }>;
}

/** The last tick delivered: its server time in ms, and how many ticks of that same ms were delivered. */
interface Place {
  readonly ms: number;
  readonly count: number;
  /** The first of them, where nothing was delivered before: others of the same ms may precede it. */
  readonly first?: Tick | undefined;
}

/** The time from a gap until events are known to follow what was read of the history. */
interface Joining {
  /** What came while history is being read; undefined once it has been read. */
  waiting: TicksColumns[] | undefined;
  hasOverflowed: boolean;
  /** ms of the stream's last tick since the gap, as far as it was compared with the place. */
  streamMs: number | undefined;
  /** Number within the place's ms that the stream's next tick has; unknown until the stream enters that ms. */
  index: number | undefined;
}

/**
 * Every tick of a symbol, once and in order. Events carry all of them; after a gap the missing ones are read from the
 * terminal's history, from the last one delivered on.
 *
 * All of it happens in server time, as history is asked in it. What an event holds that arrived before a history call
 * was sent is in the call's answer. Of later ones the ticks up to the answer's end are skipped; where that end lies
 * within the ms of a tick seen before the call, their numbers within that ms are unknown, and history is read again.
 */
export class TickStream implements TopicReader {
  readonly #spec: TickStreamSpec;
  readonly #around: Surroundings;
  readonly #listeners = new Set<(ticks: TicksColumns) => void>();
  readonly #recovery: Recovery;
  readonly #subscription: Subscription;
  #place: Place | undefined;
  #joining: Joining | undefined;
  /** ms of the last tick that came since the gap. */
  #cameMs: number | undefined;

  constructor(spec: TickStreamSpec, around: Surroundings) {
    this.#spec = spec;
    this.#around = around;
    this.#recovery = new Recovery(
      around.clock,
      (isCurrent) => this.#catchUp(isCurrent),
      (error, isFinal) => this.#failed(error, isFinal),
    );
    this.#subscription = around.topics.subscribe(spec.topic, this);
  }

  get isUnused(): boolean {
    return this.#listeners.size === 0;
  }

  add(listener: (ticks: TicksColumns) => void): Unsubscribe {
    const own = (ticks: TicksColumns): void => listener(ticks);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  end(): void {
    this.#listeners.clear();
    this.#recovery.stop();
    this.#subscription.end();
  }

  event(frame: { d: unknown }, afterGap: boolean): void {
    const ticks = unpackTicks(events.tick.data.decode(frame.d, this.#spec.topic, serverZone).ticks);
    if (this.#place === undefined) this.#deliver(ticks);
    else if (afterGap) this.#readHistory(ticks);
    else if (this.#joining === undefined) this.#deliver(ticks);
    else this.#join(this.#joining, ticks);
  }

  interrupted(): void {
    if (this.#place !== undefined) this.#readHistory(undefined);
  }

  refused(): void {
    // The watch has logged it; asking again goes on with every renewal.
  }

  /** @param came the ticks that show the need: history, which is asked after they came, holds them too */
  #readHistory(came: TicksColumns | undefined): void {
    this.#cameMs = came?.time_msc.at(-1);
    this.#joining = { waiting: [], hasOverflowed: false, streamMs: undefined, index: undefined };
    this.#recovery.start();
  }

  async #catchUp(isCurrent: () => boolean): Promise<void> {
    for (let isComplete = false; !isComplete; ) {
      const [place, joining] = [this.#place, this.#joining];
      if (place === undefined || joining === undefined) return;
      joining.waiting = [];
      joining.hasOverflowed = false;
      joining.streamMs = this.#cameMs;
      const { ticks, isAll } = await this.#spec.history(place.ms);
      if (!isCurrent()) return;
      const delivered = countDelivered(ticks, place);
      if (delivered !== undefined) {
        this.#place = { ms: place.ms, count: delivered };
        this.#deliver(ticksFrom(ticks, delivered));
      } else {
        this.#around.log('warn', `The history of ${this.#spec.symbol} is another one now: its ticks begin anew.`);
        this.#place = undefined;
      }
      isComplete = this.#place === undefined || (isAll && !joining.hasOverflowed);
    }
    this.#around.stats.resyncs++;
    const waiting = this.#joining?.waiting ?? [];
    if (this.#joining !== undefined) this.#joining.waiting = undefined;
    for (const ticks of waiting) {
      if (this.#joining === undefined) this.#deliver(ticks);
      else this.#join(this.#joining, ticks);
    }
  }

  #join(joining: Joining, ticks: TicksColumns): void {
    if (joining.waiting !== undefined) {
      this.#cameMs = ticks.time_msc.at(-1) ?? this.#cameMs;
      if (joining.waiting.length < MAX_WAITING) joining.waiting.push(ticks);
      else joining.hasOverflowed = true;
      return;
    }
    for (const [i, ms] of ticks.time_msc.entries()) {
      const place = this.#place;
      if (place !== undefined && ms === place.ms && joining.index === undefined) {
        const isEntering = joining.streamMs !== undefined && joining.streamMs < ms;
        if (!isEntering) {
          this.#readHistory(ticks);
          return;
        }
        joining.index = 0;
      }
      if (place === undefined || ms > place.ms || (ms === place.ms && joining.index === place.count)) {
        // The stream has passed what history gave: from here on, all are new.
        this.#joining = undefined;
        this.#deliver(ticksFrom(ticks, i));
        return;
      }
      if (ms === place.ms) joining.index = (joining.index ?? 0) + 1;
      joining.streamMs = ms;
    }
  }

  /** Takes over `ticks` (server time) and hands them on in UTC. */
  #deliver(ticks: TicksColumns): void {
    const { length, time_msc } = ticks;
    const lastMs = time_msc.at(-1);
    if (lastMs === undefined) return;
    let count = 1;
    while (count < length && time_msc[length - 1 - count] === lastMs) count++;
    if (count === length && this.#place?.ms === lastMs)
      this.#place = { ...this.#place, count: this.#place.count + count };
    else if (count === length && this.#place === undefined)
      this.#place = { ms: lastMs, count, first: tickAt(ticks, 0) };
    else this.#place = { ms: lastMs, count };
    for (let i = 0; i < length; i++) time_msc[i] = this.#spec.zone.fromServer(time_msc[i] as number);
    for (const listener of this.#listeners) deliver(this.#around.log, this.#spec.topic, () => listener(ticks));
  }

  #failed(error: Mt5Error, isFinal: boolean): void {
    const text = `Reading the missed ticks of ${this.#spec.symbol} failed: ${error.message}`;
    this.#around.log(isFinal ? 'error' : 'warn', text, { code: error.code });
    if (!isFinal) return;
    this.#joining = undefined;
    this.#place = undefined;
  }
}

/** How many of `ticks`, which begin with the place's ms, were delivered; undefined when the place is not among them. */
function countDelivered(ticks: TicksColumns, { ms, count, first }: Place): number | undefined {
  let ofThatMs = 0;
  while (ofThatMs < ticks.length && ticks.time_msc[ofThatMs] === ms) ofThatMs++;
  let before = 0;
  if (first !== undefined) {
    while (before < ofThatMs && !isSameTick(tickAt(ticks, before), first)) before++;
  }
  return before + count <= ofThatMs ? before + count : undefined;
}
