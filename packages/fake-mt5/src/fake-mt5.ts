import type { ZoneShift } from '@mt5-bridge/protocol';
import type { BindTransport, ServerTransport } from '@mt5-bridge/protocol/wire';
import { Account, type AccountBook } from './account/account.ts';
import { demoAccount } from './account/demo-account.ts';
import { FaultBox } from './faults/fault-box.ts';
import { Faults } from './faults/faults.ts';
import type { Log } from './log.ts';
import { createMarket, type Market, type MarketOptions } from './market/index.ts';
import { dispatch } from './server/dispatch.ts';
import { FaultGate } from './server/fault-gate.ts';
import { Publisher } from './server/publisher.ts';
import { Streams } from './server/streams.ts';
import { type Limits, type Quoted, Terminal } from './server/terminal.ts';

export interface FakeMt5Options extends Omit<MarketOptions, 'toServerTime'> {
  /** Where requests come from and events go. */
  readonly bind: BindTransport;
  /** Broker server time <-> UTC. */
  readonly zone: ZoneShift;
  /** What hello states and the server keeps to; each as {@link defaultLimits} if not given. */
  readonly limits?: Partial<Limits>;
  readonly log?: Log;
}

export const defaultLimits: Limits = {
  heartbeat_ms: 1_000,
  watch_lease_ms: 5_000,
  max_request_bytes: 262_144,
  max_rates: 100_000,
  max_ticks: 1_000_000,
  max_records: 10_000,
};

/** Not in Market Watch until someone asks for it. */
const UNSELECTED = 'EURGBP';

/** One start of the terminal with its expert advisor. */
interface Session {
  readonly terminal: Terminal;
  readonly streams: Streams;
  readonly gate: FaultGate;
}

/** A running simulated terminal. */
export interface FakeMt5 {
  /** Of the present start; another one after each restart. */
  readonly epoch: number;
  readonly market: Market;
  readonly faults: Faults;
  stop(): Promise<void>;
}

/**
 * A simulated MetaTrader 5 terminal on a market of its own, answering on the transport given. @throws Mt5Error
 * ADDRESS_IN_USE, ADDRESS_INVALID; MarketFileError when replay files overlap or name no usable symbol
 */
export async function createFakeMt5(options: FakeMt5Options): Promise<FakeMt5> {
  const fake = new RunningFakeMt5(options);
  await fake.start();
  return fake;
}

class RunningFakeMt5 implements FakeMt5 {
  readonly market: Market;
  readonly faults: Faults;
  private readonly options: FakeMt5Options;
  private readonly box = new FaultBox();
  private readonly log: Log;
  private readonly specs: ConstructorParameters<typeof Account>[1];
  private book: AccountBook | undefined;
  private session: Session;
  private transport: ServerTransport | undefined;
  private lastClock = 1;
  private stopped = false;

  constructor(options: FakeMt5Options) {
    this.options = options;
    this.log = options.log ?? (() => {});
    this.market = createMarket({ ...options, toServerTime: (utc) => options.zone.toServer(utc) });
    this.specs = new Map(this.market.symbols.map(({ name, spec }) => [name, spec]));
    this.faults = new Faults(this.box, (incident) => this.happen(incident));
    this.session = this.newSession(this.now());
  }

  get epoch(): number {
    return this.session.terminal.epoch;
  }

  async start(): Promise<void> {
    await this.listen();
    this.session.streams.start();
    this.market.start();
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.market.stop();
    this.session.streams.stop();
    this.session.gate.close();
    await this.transport?.close();
  }

  /** The clock of frames: it never goes back, whatever the machine's does. */
  private now(): number {
    this.lastClock = Math.max(this.lastClock, Math.floor(this.options.clock.now()));
    return this.lastClock;
  }

  private newSession(epoch: number): Session {
    const { clock, zone, limits } = this.options;
    const publisher = new Publisher({
      epoch,
      now: () => this.now(),
      faults: this.box,
      send: (topic, payload) => this.transport?.publish(topic, payload),
    });
    const terminal = new Terminal({
      clock,
      market: this.market,
      openAccount: (quoted) => this.openAccount(quoted),
      publisher,
      limits: { ...defaultLimits, ...limits },
      zone,
      selected: this.market.symbols.filter((one) => one.name !== UNSELECTED || one.replayed).map(({ name }) => name),
    });
    const streams = new Streams(terminal);
    const gate = new FaultGate(this.box, clock, (frames) => dispatch(terminal, () => this.now(), this.log, frames));
    return { terminal, streams, gate };
  }

  /**
   * The broker's records, which outlive the terminal, at the prices that the terminal sees; of a symbol without a quote
   * yet, as before the first record of a replay, at the prices that the records were made with.
   */
  private openAccount(quoted: (symbol: string) => Quoted | undefined): Account {
    const { market } = this;
    this.book ??= demoAccount({ seed: this.options.seed, market });
    const pricesOf = (symbol: string) => quoted(symbol)?.tick ?? market.symbol(symbol)?.tickAround(market.start_time);
    return new Account(this.book, this.specs, pricesOf);
  }

  private async listen(): Promise<void> {
    const { gate } = this.session;
    this.transport = await this.options.bind((frames) => gate.handle(frames));
  }

  private async happen(incident: Parameters<ConstructorParameters<typeof Faults>[1]>[0]): Promise<void> {
    this.log('info', `commanded: ${incident.fault}`);
    switch (incident.fault) {
      case 'terminal-offline':
      case 'terminal-online': {
        const news = this.session.terminal.setConnected(incident.fault === 'terminal-online');
        if (news) this.session.streams.tellStatus();
        return;
      }
      case 'disconnect':
        await this.transport?.close();
        this.transport = undefined;
        await this.pause(incident.ms ?? 0);
        if (!this.stopped) await this.listen();
        return;
      case 'restart':
        this.session.streams.stop();
        this.session.gate.close();
        await this.transport?.close();
        this.transport = undefined;
        await this.pause(incident.ms ?? 0);
        if (this.stopped) return;
        this.session = this.newSession(Math.max(this.now(), this.epoch + 1));
        await this.listen();
        this.session.streams.start();
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.options.clock.setTimer(ms, resolve));
  }
}
