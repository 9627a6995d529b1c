import type { Clock } from '@mt5-bridge/protocol';
import { calibrations, tickModels } from './calibration-data.ts';
import type { MarketFile } from './export-file.ts';
import type { Feed, TickBatch } from './feed.ts';
import { MarketSymbol, type Surroundings } from './market-symbol.ts';
import { RandomStream } from './random.ts';
import { type Recording, recordings, replayStart } from './replay.ts';
import { ReplaySource } from './replay-source.ts';
import { ServerTime } from './server-time.ts';
import { isInSession } from './sessions.ts';
import { knownSymbols } from './symbols/known-symbols.ts';
import type { SymbolSpec } from './symbols/symbol-spec.ts';
import { ChunkCache } from './synthetic/chunk-cache.ts';
import { SyntheticSource } from './synthetic/synthetic-source.ts';
import { DAY } from './time.ts';

const HISTORY = 2_000 * DAY;
const CACHE_BYTES = 48 * 2 ** 20;
/** Ticks that are due go out together, at most this often; at full speed so many at a time. */
const PAUSE_MS = 4;
const LONGEST_WAIT_MS = 60_000;
const BATCH_TICKS = 4_096;
/** Whose sessions tell whether the market as a whole is awake. */
const LEADER = 'EURUSD';

export interface MarketOptions {
  readonly clock: Clock;
  /** Draws of the synthetic symbols: the same seed and start give the same market. */
  readonly seed: number;
  /** Recorded files; symbols without one run synthetically beside them. */
  readonly replay?: readonly MarketFile[];
  /** Seconds of server time a second, or as fast as the ticks can be handled. */
  readonly speed: number | 'max';
  /** Whether replayed records come again after their end. */
  readonly loop: boolean;
  /** Server time at which the market starts; what lies before it is history at once. See {@link createMarket}. */
  readonly start?: number;
  /** The clock's UTC in ms -> broker server time in ms. */
  readonly toServerTime: (utc: number) => number;
}

export type TickListener = (batch: TickBatch) => void;

/**
 * A market of replayed and synthetic symbols. Without `start` a replay begins at its records (see {@link replayStart}),
 * a synthetic market now, or on the last open day at this time of day when the market is closed.
 * @throws MarketFileError when replay files overlap or name no usable symbol
 */
export function createMarket(options: MarketOptions): Market {
  return new Market(options);
}

export class Market {
  readonly start_time: number;
  /** In the order of Market Watch: the broker's own, then further ones of replay files. */
  readonly symbols: readonly MarketSymbol[];
  private readonly byName: ReadonlyMap<string, MarketSymbol>;
  private readonly listeners = new Set<TickListener>();
  private readonly clock: Clock;
  private readonly serverTime: ServerTime | undefined;
  /** No more ticks than those up to here, at full speed. */
  private readonly end: number;
  private seen: number;
  private running = false;
  private cancelTimer: (() => void) | undefined;

  constructor(options: MarketOptions) {
    const played = recordings(options.replay ?? []);
    this.clock = options.clock;
    this.start_time = Math.floor(options.start ?? (played.length > 0 ? replayStart(played) : lastOpenTime(options)));
    this.seen = this.start_time - 1;
    this.serverTime =
      options.speed === 'max' ? undefined : new ServerTime(options.clock, this.start_time, options.speed);
    const ends = played.map(({ ticks }) => ticks.time_msc[ticks.length - 1] as number);
    this.end = options.loop || played.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends);
    this.symbols = this.makeSymbols(options, played);
    this.byName = new Map(this.symbols.map((symbol) => [symbol.name, symbol]));
  }

  symbol(name: string): MarketSymbol | undefined {
    return this.byName.get(name);
  }

  /** Broker server time in ms. At full speed it is the time of the newest tick. */
  time(): number {
    return this.serverTime?.now() ?? Math.max(this.seen, this.start_time);
  }

  /** Hears every live tick, in time order over all symbols; returns what ends it. */
  onTick(listener: TickListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.serverTime?.start();
    if (this.symbols.some(({ replayed }) => replayed)) {
      // A recording has no past: its first quote has to be there before anybody asks.
      for (const symbol of this.symbols) symbol.prepare();
      this.pump();
    } else {
      this.cancelTimer = this.clock.setTimer(0, () => this.pump());
    }
  }

  /** Holds server time and ticks; `start` goes on from there. */
  stop(): void {
    this.running = false;
    this.serverTime?.stop();
    this.cancelTimer?.();
  }

  private makeSymbols(options: MarketOptions, played: readonly Recording[]): MarketSymbol[] {
    const cache = new ChunkCache(CACHE_BYTES);
    const around: Surroundings = { start: this.start_time, seen: () => this.seen, time: () => this.time() };
    const specs = new Map(knownSymbols);
    for (const { spec } of played) specs.set(spec.info.name, spec);
    return [...specs].map(([name, spec]) => {
      const recording = played.find((one) => one.spec === spec);
      const source =
        recording === undefined
          ? synthetic(spec, options.seed, this.start_time - HISTORY, cache)
          : new ReplaySource({ ...recording, loop: options.loop, point: spec.info.point });
      const bookStream = new RandomStream(options.seed, `${name}/book`);
      return new MarketSymbol(spec, source, { replayed: recording !== undefined, bookStream, around });
    });
  }

  private pump(): void {
    // One symbol a turn of the event loop: a first request need not wait until all of them are ready.
    const unready = this.symbols.find((symbol) => !symbol.isReady);
    if (unready !== undefined) {
      unready.prepare();
      this.cancelTimer = this.clock.setTimer(0, () => this.pump());
      return;
    }
    const due = Math.min(this.end, this.serverTime?.now() ?? Number.POSITIVE_INFINITY);
    this.send(due);
    if (!this.running) return;
    const next = Math.min(...this.symbols.map((symbol) => symbol.feed.next));
    if (next === Number.POSITIVE_INFINITY || next > this.end) return;
    const again = (): void => this.pump();
    if (this.serverTime === undefined || next <= due) this.cancelTimer = this.clock.setTimer(0, again);
    else this.cancelTimer = this.serverTime.at(next, PAUSE_MS, LONGEST_WAIT_MS, again);
  }

  /**
   * Sends the ticks up to `until` in time order, those of the same ms in the order of the symbols. A backlog goes out in
   * several turns, none of them cut within a ms.
   */
  private send(until: number): void {
    const feeds = this.symbols.map((symbol) => symbol.feed);
    for (let sent = 0; this.running; ) {
      const { first, others } = nextFeed(feeds);
      const limit = sent < BATCH_TICKS ? until : Math.min(until, this.seen);
      if (first === undefined || first.next > limit) break;
      const batch = first.take(Math.min(limit, Math.max(first.next, others - 1)), BATCH_TICKS);
      sent += batch.to - batch.from;
      this.seen = batch.ticks.time_msc[batch.to - 1] as number;
      for (const listener of this.listeners) listener(batch);
    }
  }
}

/** The feed whose next tick comes first, and when any other one has its turn. */
function nextFeed(feeds: readonly Feed[]): { first: Feed | undefined; others: number } {
  let first: Feed | undefined;
  let earliest = Number.POSITIVE_INFINITY;
  let others = Number.POSITIVE_INFINITY;
  for (const feed of feeds) {
    const { next } = feed;
    if (next < earliest) {
      others = earliest;
      earliest = next;
      first = feed;
    } else if (next < others) {
      others = next;
    }
  }
  return { first, others };
}

function synthetic(spec: SymbolSpec, seed: number, historyStart: number, cache: ChunkCache): SyntheticSource {
  const { name } = spec.info;
  const calibration = calibrations[name];
  const tickModel = tickModels[calibration?.tick_model ?? ''];
  if (calibration === undefined || tickModel === undefined) throw new Error(`no calibration for ${name}`);
  return new SyntheticSource({ spec, calibration, tickModel, seed, historyStart, cache });
}

/** Now, or the same time of the latest day on which the market was open then. */
function lastOpenTime({ clock, toServerTime }: MarketOptions): number {
  let time = toServerTime(clock.now());
  const sessions = knownSymbols.get(LEADER)?.sessions.quote ?? [];
  for (let days = 0; days < 7 && !isInSession(sessions, time); days++) time -= DAY;
  return time;
}
