import {
  events,
  type Mt5Error,
  type Quote,
  type Result,
  serverZone,
  tickFlag,
  type ZoneShift,
} from '@mt5-bridge/protocol';
import { type TicksColumns, unpackTicks } from '@mt5-bridge/protocol/wire';
import { Conflated } from './conflated.ts';
import type { Surroundings } from './kept-state.ts';
import { Recovery } from './recovery.ts';
import type { Subscription, TopicReader } from './topics.ts';

const DAY = 86_400_000;

/** A quote in the making, in server time. */
interface Market {
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
  readonly volume_real: number;
  readonly flags: Quote['flags'];
  readonly high: number;
  readonly low: number;
}

export interface QuoteFeedSpec {
  readonly symbol: string;
  readonly topic: string;
  readonly zone: ZoneShift;
  readonly quote: () => Promise<Quote>;
  readonly symbolInfo: () => Promise<Result<'symbol_info'>>;
  /** Nobody reads any more. */
  readonly unused: () => void;
}

/** The newest quote of a symbol: read once, then carried on by its ticks. */
export class QuoteFeed implements TopicReader {
  readonly #spec: QuoteFeedSpec;
  readonly #readers = new Set<Conflated<Quote>>();
  readonly #recovery: Recovery;
  readonly #subscription: Subscription;
  #point: number | undefined;
  #market: Market | undefined;
  /** What came while the quote is being read, by itself. */
  #since: Market | undefined;

  constructor(spec: QuoteFeedSpec, around: Surroundings) {
    this.#spec = spec;
    this.#recovery = new Recovery(
      around.clock,
      (isCurrent) => this.#read(isCurrent),
      (error, isFinal) => {
        if (isFinal) this.refused(error);
        else around.log('debug', `Reading the quote of ${spec.symbol} failed: ${error.message}`, { code: error.code });
      },
    );
    this.#subscription = around.topics.subscribe(spec.topic, this);
    if (around.isUp()) this.#recovery.start();
  }

  /** A reader that ends when it returns, when `signal` aborts, or with the feed. */
  reader(signal?: AbortSignal): Conflated<Quote> {
    const abort = (): void => reader.end();
    const reader: Conflated<Quote> = new Conflated(() => {
      signal?.removeEventListener('abort', abort);
      this.#readers.delete(reader);
      if (this.#readers.size > 0) return;
      this.#recovery.stop();
      this.#subscription.end();
      this.#spec.unused();
    });
    this.#readers.add(reader);
    const quote = this.#current();
    if (quote !== undefined) reader.put(quote);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    return reader;
  }

  end(): void {
    for (const reader of [...this.#readers]) reader.end();
  }

  event(frame: { d: unknown }, afterGap: boolean): void {
    const ticks = unpackTicks(events.tick.data.decode(frame.d, this.#spec.topic, serverZone).ticks);
    // What was lost may have been the day's high or low.
    if (afterGap) this.#recovery.start();
    if (this.#recovery.isWanted) this.#since = followed(this.#since, ticks);
    if (this.#market !== undefined) this.#publish(followed(this.#market, ticks));
  }

  interrupted(): void {
    this.#recovery.start();
  }

  refused(error: Mt5Error): void {
    for (const reader of [...this.#readers]) reader.end({ error });
  }

  async #read(isCurrent: () => boolean): Promise<void> {
    this.#since = undefined;
    const [quote, info] = await Promise.all([this.#spec.quote(), this.#point ?? this.#spec.symbolInfo()]);
    if (!isCurrent()) return;
    this.#point = typeof info === 'number' ? info : info.point;
    const { bid, ask, last, volume_real, flags, bidhigh, bidlow } = quote;
    const time = this.#spec.zone.toServer(quote.time_msc);
    const read: Market = { time, bid, ask, last, volume_real, flags, high: bidhigh, low: bidlow };
    this.#publish(this.#withSince(read));
  }

  #withSince(read: Market): Market {
    const since = this.#since;
    return since === undefined || since.time < read.time ? read : joined(read, since);
  }

  #publish(market: Market | undefined): void {
    this.#market = market;
    const quote = this.#current();
    if (quote === undefined) return;
    for (const reader of this.#readers) reader.put(quote);
  }

  #current(): Quote | undefined {
    if (this.#market === undefined || this.#point === undefined) return undefined;
    const { time, bid, ask, last, volume_real, flags, high, low } = this.#market;
    return {
      symbol: this.#spec.symbol,
      time_msc: this.#spec.zone.fromServer(time),
      bid,
      ask,
      last,
      volume_real,
      flags,
      spread: Math.max(0, Math.round((ask - bid) / this.#point)),
      bidhigh: high,
      bidlow: low,
    };
  }
}

/** A market some ticks later. */
function followed(market: Market | undefined, ticks: TicksColumns): Market | undefined {
  const { length, time_msc, bid, ask, last, volume_real, flags } = ticks;
  let result = market;
  for (let i = 0; i < length; i++) {
    const [price, bits] = [bid[i] as number, flags[i] as number];
    const tick: Market = {
      time: time_msc[i] as number,
      bid: price,
      ask: ask[i] as number,
      last: last[i] as number,
      volume_real: volume_real[i] as number,
      flags: tickFlag.names.filter((name) => (bits & tickFlag.numbers[name]) !== 0),
      high: price,
      low: price,
    };
    result = result === undefined ? tick : joined(result, tick);
  }
  return result;
}

/** The later of two, with the high and low of both where both are of one day of the server. */
function joined(earlier: Market, later: Market): Market {
  if (Math.floor(earlier.time / DAY) !== Math.floor(later.time / DAY)) return later;
  return { ...later, high: Math.max(earlier.high, later.high), low: Math.min(earlier.low, later.low) };
}
