import type { Clock, Result } from '@mt5-bridge/protocol';
import { Begun } from '../extras/begun.ts';
import type { Calculation } from '../extras/indicators/calculation.ts';
import type { Checkpoint } from '../faults/crash.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { SimulatedTerminal } from '../simulation/simulated-terminal.ts';
import type { Simulation } from '../simulation/simulation.ts';
import type { Guard } from './guard.ts';
import type { Publisher } from './publisher.ts';
import { Watches } from './watches.ts';

/** What hello states of this side, and the server keeps to. */
export type Limits = Pick<
  Result<'hello'>,
  'heartbeat_ms' | 'watch_lease_ms' | 'max_request_bytes' | 'max_rates' | 'max_ticks' | 'max_records'
>;

export interface TerminalTerms {
  readonly clock: Clock;
  /** Market and broker; the terminal is connected to it. */
  readonly simulation: Simulation;
  readonly journal: Journal;
  readonly guard: Guard;
  /** Where a fault may end the terminal. */
  readonly checkpoint: Checkpoint;
  /** The clock of frames. */
  readonly frameClock: () => number;
  readonly log: Log;
  readonly publisher: Publisher;
  readonly limits: Limits;
}

/** The simulated terminal between two starts: what the operations read, and what it knows of its callers. */
export class Terminal extends SimulatedTerminal {
  readonly clock: Clock;
  readonly publisher: Publisher;
  readonly journal: Journal;
  readonly guard: Guard;
  readonly checkpoint: Checkpoint;
  readonly frameClock: () => number;
  readonly log: Log;
  readonly limits: Limits;
  readonly watches: Watches;
  /** Indicators that callers asked for. */
  readonly calculations = new Begun<Calculation>();
  /** Charts that open to be drawn. */
  readonly drawings = new Begun<true>();

  constructor(terms: TerminalTerms) {
    super(terms.simulation);
    this.clock = terms.clock;
    this.publisher = terms.publisher;
    this.journal = terms.journal;
    this.guard = terms.guard;
    this.checkpoint = terms.checkpoint;
    this.frameClock = terms.frameClock;
    this.log = terms.log;
    this.limits = terms.limits;
    this.watches = new Watches(terms.limits.watch_lease_ms);
  }

  get epoch(): number {
    return this.publisher.epoch;
  }
}
