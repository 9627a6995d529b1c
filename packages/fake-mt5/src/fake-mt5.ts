import { type AccountMarginMode, Mt5Error, type ZoneShift } from '@mt5-bridge/protocol';
import type { BindTransport, ServerTransport } from '@mt5-bridge/protocol/wire';
import { Account } from './account/account.ts';
import { demoAccount } from './account/demo-account.ts';
import type { Broker } from './broker/api.ts';
import { createBroker } from './broker/create-broker.ts';
import { FaultBox } from './faults/fault-box.ts';
import { Faults } from './faults/faults.ts';
import { FaultyJournal } from './faults/faulty-journal.ts';
import type { Log } from './log.ts';
import { createMarket, type Market, type MarketOptions, type Tick } from './market/index.ts';
import { dispatch } from './server/dispatch.ts';
import { FaultGate } from './server/fault-gate.ts';
import type { Guard } from './server/guard.ts';
import { Publisher } from './server/publisher.ts';
import { Streams } from './server/streams.ts';
import { type Limits, type Quoted, Terminal } from './server/terminal.ts';
import { TradeServer } from './server/trade-server.ts';
import { openState, type State } from './state/open-state.ts';

export interface FakeMt5Options extends Omit<MarketOptions, 'toServerTime'> {
  /** Where requests come from and events go. */
  readonly bind: BindTransport;
  /** Broker server time <-> UTC. */
  readonly zone: ZoneShift;
  /** What hello states and the server keeps to; each as {@link defaultLimits} if not given. */
  readonly limits?: Partial<Limits>;
  /** Hard limits on trading, as the inputs of an expert advisor; none if not given. */
  readonly guard?: Guard;
  /** Of the demo account: hedging or netting. The one that lives in `state`, else `retail_hedging`, if not given. */
  readonly marginMode?: AccountMarginMode;
  /** Lots at the best price of each symbol, per deal: an order for more is filled in part, or killed. Any if not given. */
  readonly liquidity?: number;
  /** Folder of what survives the process: the terminal's journal, and the broker's records. Else they live in memory. */
  readonly state?: string;
  /** Ends the process at once, where a fault commands a crash; without it the terminal starts again. */
  readonly crash?: () => void;
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

/** More than can be given in a millisecond; and so they stay exact where somebody takes them for floating-point numbers. */
const TICKETS_PER_MS = 1_000n;

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
 * ADDRESS_IN_USE, ADDRESS_INVALID, JOURNAL_FAILED, INVALID_PARAMS when the account in `state` has another margin mode;
 * MarketFileError when replay files overlap or name no usable symbol
 */
export async function createFakeMt5(options: FakeMt5Options): Promise<FakeMt5> {
  const fake = new RunningFakeMt5(options);
  try {
    await fake.start();
  } catch (error) {
    await fake.stop();
    throw error;
  }
  return fake;
}

class RunningFakeMt5 implements FakeMt5 {
  readonly market: Market;
  readonly faults: Faults;
  private readonly options: FakeMt5Options;
  private readonly box = new FaultBox();
  private readonly log: Log;
  private readonly specs: ConstructorParameters<typeof Account>[1];
  private readonly state: State;
  private readonly server: TradeServer;
  private session: Session;
  private transport: ServerTransport | undefined;
  private lastClock: number;
  private stopped = false;

  constructor(options: FakeMt5Options) {
    this.options = options;
    this.log = options.log ?? (() => {});
    this.state = openState(options.state, Math.floor(options.clock.now()));
    this.lastClock = this.state.journal.newest ?? 1;
    this.market = this.openMarket();
    this.specs = new Map(this.market.symbols.map(({ name, spec }) => [name, spec]));
    this.server = new TradeServer({
      clock: options.clock,
      market: this.market,
      faults: this.box,
      openBroker: () => this.openBroker(),
    });
    this.faults = new Faults(this.box, (incident) => this.happen(incident));
    this.session = this.newSession(this.now());
  }

  get epoch(): number {
    return this.session.terminal.epoch;
  }

  async start(): Promise<void> {
    this.assertMarginMode();
    await this.listen();
    this.server.start();
    this.session.streams.start();
    this.market.start();
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.market.stop();
    this.server.stop();
    this.session.streams.stop();
    this.session.gate.close();
    await this.transport?.close();
    this.state.close();
  }

  /** The clock of frames: it never goes back, whatever the machine's does. */
  private readonly now = (): number => {
    this.lastClock = Math.max(this.lastClock, Math.floor(this.options.clock.now()));
    return this.lastClock;
  };

  /** A market that a broker lived in before goes on where it was, at the earliest. */
  private openMarket(): Market {
    const { options } = this;
    const terms = { ...options, toServerTime: (utc: number) => options.zone.toServer(utc) };
    const market = createMarket(terms);
    const lived = this.state.broker?.left?.time ?? 0;
    return market.start_time < lived ? createMarket({ ...terms, start: lived }) : market;
  }

  /** What an account is does not change with how it is asked for. */
  private assertMarginMode(): void {
    const { marginMode: asked, state } = this.options;
    const found = this.state.broker?.left?.terms.margin_mode;
    if (asked === undefined || found === undefined || found === asked) return;
    const remedy = 'leave the margin mode out, or use another folder';
    throw new Mt5Error('INVALID_PARAMS', `the account in ${state} is a ${found} one, not ${asked}: ${remedy}.`);
  }

  private openBroker(): Broker {
    const { market, specs } = this;
    const { seed, marginMode, liquidity } = this.options;
    const store = this.state.broker;
    const broker = createBroker({
      state: store?.left ?? { ...demoAccount({ seed, market, marginMode }), rolled_to: market.start_time },
      specs,
      quoteOf: (symbol) => market.symbol(symbol)?.lastTick(),
      valuedAt: (symbol) => this.firstPrices(symbol),
      // Whoever remembers an account of an earlier process finds none of its numbers used again.
      firstTicket: BigInt(this.now()) * TICKETS_PER_MS,
      now: () => market.time(),
      terms: liquidity === undefined ? {} : { liquidity: () => liquidity },
      onChange: (changes) => store?.save(changes, market.time()),
    });
    if (store?.left === undefined) store?.create(broker.snapshot(), market.time());
    return broker;
  }

  /** Of a symbol without a quote yet, as before the first record of a replay: what the account was made with. */
  private firstPrices(symbol: string): Tick | undefined {
    const { market } = this;
    return market.symbol(symbol)?.tickAround(market.start_time);
  }

  /** The records as they are, at the prices that the terminal last saw. */
  private freezeAccount(quoted: (symbol: string) => Quoted | undefined): Account {
    const { book } = this.server.account;
    const { terms, positions, orders } = book;
    const frozen = { terms, positions, orders, historyOrders: [...book.historyOrders], deals: [...book.deals] };
    return new Account(frozen, this.specs, (symbol) => quoted(symbol)?.tick ?? this.firstPrices(symbol));
  }

  private newSession(epoch: number): Session {
    const { clock, zone, limits, guard = {}, crash = () => this.startAgain() } = this.options;
    const { log, box, server } = this;
    const publisher = new Publisher({
      epoch,
      now: this.now,
      faults: box,
      send: (topic, payload) => this.transport?.publish(topic, payload),
    });
    const gate = new FaultGate({ faults: box, clock, answer: (frames) => dispatch(terminal, frames), crash });
    const terminal = new Terminal({
      clock,
      frameClock: this.now,
      market: this.market,
      server,
      freezeAccount: (quoted) => this.freezeAccount(quoted),
      journal: new FaultyJournal(this.state.journal, box),
      guard,
      checkpoint: gate.checkpoint,
      log,
      publisher,
      limits: { ...defaultLimits, ...limits },
      zone,
      selected: this.market.symbols.filter((one) => one.name !== UNSELECTED || one.replayed).map(({ name }) => name),
    });
    return { terminal, streams: new Streams(terminal), gate };
  }

  /** What a crash is to a terminal that has no process of its own. */
  private startAgain(): void {
    this.happen({ fault: 'restart' }).catch((error: unknown) => {
      this.log('error', `the terminal did not come back: ${error instanceof Error ? error.message : error}`);
    });
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
