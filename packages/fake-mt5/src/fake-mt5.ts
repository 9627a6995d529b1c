import type { BindTransport, ServerTransport } from '@mt5-bridge/protocol/wire';
import { Faults } from './faults/faults.ts';
import { FaultyJournal } from './faults/faulty-journal.ts';
import type { Log } from './log.ts';
import type { Market } from './market/index.ts';
import { dispatch } from './server/dispatch.ts';
import { FaultGate } from './server/fault-gate.ts';
import type { Guard } from './server/guard.ts';
import { Publisher } from './server/publisher.ts';
import { Streams } from './server/streams.ts';
import { type Limits, Terminal } from './server/terminal.ts';
import { Simulation, type SimulationOptions } from './simulation/simulation.ts';
import { type JournalDisk, openJournal } from './state/open-state.ts';

/** `state` also holds the terminal's own journal. */
export interface FakeMt5Options extends SimulationOptions {
  /** Where requests come from and events go. */
  readonly bind: BindTransport;
  /** What hello states and the server keeps to; each as {@link defaultLimits} if not given. */
  readonly limits?: Partial<Limits>;
  /** Hard limits on trading, as the inputs of an expert advisor; none if not given. */
  readonly guard?: Guard;
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
  readonly faults: Faults;
  private readonly options: FakeMt5Options;
  private readonly log: Log;
  private readonly simulation: Simulation;
  private readonly journal: JournalDisk;
  private session: Session;
  private transport: ServerTransport | undefined;
  private lastClock: number;
  private stopped = false;

  constructor(options: FakeMt5Options) {
    this.options = options;
    this.log = options.log ?? (() => {});
    this.journal = openJournal(options.state, Math.floor(options.clock.now()));
    this.lastClock = this.journal.journal.newest ?? 1;
    try {
      this.simulation = new Simulation(options);
    } catch (error) {
      this.journal.close();
      throw error;
    }
    this.faults = new Faults(this.simulation.faults, (incident) => this.happen(incident));
    this.session = this.newSession(this.now());
  }

  get market(): Market {
    return this.simulation.market;
  }

  get epoch(): number {
    return this.session.terminal.epoch;
  }

  async start(): Promise<void> {
    await this.listen();
    this.session.streams.start();
    this.simulation.start();
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    this.simulation.stop();
    this.session.streams.stop();
    this.session.gate.close();
    await this.transport?.close();
    this.journal.close();
  }

  /** The clock of frames: it never goes back, whatever the machine's does. */
  private readonly now = (): number => {
    this.lastClock = Math.max(this.lastClock, Math.floor(this.options.clock.now()));
    return this.lastClock;
  };

  private newSession(epoch: number): Session {
    const { clock, limits, guard = {}, crash = () => this.startAgain() } = this.options;
    const { log, simulation } = this;
    const { faults } = simulation;
    const publisher = new Publisher({
      epoch,
      now: this.now,
      faults,
      send: (topic, payload) => this.transport?.publish(topic, payload),
    });
    const gate = new FaultGate({ faults, clock, answer: (frames) => dispatch(terminal, frames), crash });
    const terminal = new Terminal({
      clock,
      frameClock: this.now,
      simulation,
      journal: new FaultyJournal(this.journal.journal, faults),
      guard,
      checkpoint: gate.checkpoint,
      log,
      publisher,
      limits: { ...defaultLimits, ...limits },
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
