import { type EventData, type EventName, events, type ZoneShift } from '@mt5-bridge/protocol';
import type { EventFrame } from '@mt5-bridge/protocol/wire';
import type { ClientEvent, Mt5ClientOptions } from './api.ts';
import { deliver } from './deliver.ts';
import type { TopicReader } from './topics.ts';

/** Each event of a topic as it is, for one listener. */
export class EventReader<N extends EventName> implements TopicReader {
  readonly #kind: N;
  readonly #topic: string;
  readonly #zone: ZoneShift;
  readonly #log: Mt5ClientOptions['log'];
  readonly #listener: (event: ClientEvent<N>) => void;
  readonly #onGap: () => void;

  constructor(parts: {
    kind: N;
    topic: string;
    zone: ZoneShift;
    log: Mt5ClientOptions['log'];
    listener: (event: ClientEvent<N>) => void;
    onGap?: (() => void) | undefined;
  }) {
    this.#kind = parts.kind;
    this.#topic = parts.topic;
    this.#zone = parts.zone;
    this.#log = parts.log;
    this.#listener = parts.listener;
    this.#onGap = parts.onGap ?? (() => {});
  }

  event(frame: EventFrame, afterGap: boolean): void {
    const data = events[this.#kind].data.decode(frame.d, this.#topic, this.#zone) as EventData<N>;
    if (afterGap) this.interrupted();
    deliver(this.#log, this.#topic, () => this.#listener({ topic: this.#topic, seq: frame.s, epoch: frame.e, data }));
  }

  interrupted(): void {
    deliver(this.#log, this.#topic, this.#onGap);
  }

  refused(): void {
    // The watch has logged it; asking again goes on with every renewal.
  }
}
