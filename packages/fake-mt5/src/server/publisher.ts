import { type EventData, type EventName, events, type PlainTopic, plainTopics, serverZone } from '@mt5-bridge/protocol';
import { encodeEvent } from '@mt5-bridge/protocol/wire';
import type { FaultBox } from '../faults/fault-box.ts';
import { NO_MESSAGE } from '../faults/garbage.ts';

/** Numbers, stamps and sends events: a gapless number per topic within one epoch. */
export class Publisher {
  readonly epoch: number;
  private readonly now: () => number;
  private readonly faults: FaultBox;
  private readonly send: (topic: string, payload: Uint8Array) => void;
  private readonly last = new Map<string, number>();

  constructor(terms: {
    epoch: number;
    now: () => number;
    faults: FaultBox;
    send: (topic: string, payload: Uint8Array) => void;
  }) {
    this.epoch = terms.epoch;
    this.now = terms.now;
    this.faults = terms.faults;
    this.send = terms.send;
  }

  /** Number of the last event of a topic; 0 before the first. */
  seqOf(topic: string): number {
    return this.last.get(topic) ?? 0;
  }

  /** Of every plain topic, as a heartbeat tells them. */
  plainSeq(): Record<PlainTopic, number> {
    return Object.fromEntries(plainTopics.map((topic) => [topic, this.seqOf(topic)])) as Record<PlainTopic, number>;
  }

  publish<N extends EventName>(kind: N, topic: string, data: EventData<N>): void {
    const seq = this.seqOf(topic) + 1;
    this.last.set(topic, seq);
    const fault = this.faults.takeForEvent(topic)?.fault;
    if (fault === 'drop-event') return;
    const d = events[kind].data.encode(data as never, 'd', serverZone);
    const payload = fault === 'garbage-event' ? NO_MESSAGE : encodeEvent({ s: seq, e: this.epoch, t: this.now(), d });
    this.send(topic, payload);
    if (fault === 'duplicate-event') this.send(topic, payload);
  }
}
