import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type FakeProcess, fakeBin, nativeBin, startFake } from '../support/processes.ts';
import type { ServerFault } from './cuts.ts';
import { filesIn } from './files.ts';
import type { Job, Report, ServerSetup } from './jobs.ts';
import { describeFault, faultsOf, type OutsideFault, type PlannedFault, plan, type TerminalKind } from './plan.ts';
import { Server } from './server.ts';

/** How long a trade request lives; short, because a cut one is settled only once it can't be carried out any more. */
const TTL = 1_000;
const TIMEOUT = 2_000;
/** An order that is still not settled after this is reported as such. */
const PATIENCE = 180_000;
const LANES = 40;
const SERVERS = 2;

export interface CampaignOptions {
  /** Trade requests to be concluded. */
  readonly orders: number;
  readonly seed: number;
  /** One order in so many meets a fault. */
  readonly every: number;
  readonly terminal: TerminalKind;
  readonly progress?: (concluded: number) => void;
}

/** How often a fault was armed, and how often it struck; null where that does not show from here. */
export interface Counts {
  armed: number;
  struck: number | null;
}

export interface CampaignResult {
  readonly dataDirectory: string;
  readonly fake: FakeProcess;
  readonly started: number;
  /** By the name of the fault. */
  readonly faults: ReadonlyMap<string, Counts>;
  readonly told: ReadonlyMap<string, 'done' | 'rejected' | 'refused'>;
  /** Keys that were not settled in time. */
  readonly open: readonly string[];
  readonly serverDeaths: number;
  readonly terminalDeaths: number;
  stop(): Promise<void>;
}

type Final = 'done' | 'rejected' | 'refused';
interface Concluded {
  readonly status: Final;
  readonly ticket: string | null;
}

/** Sends orders from many lanes through two servers on one ledger, while both sides and the way between them are cut. */
export async function campaign(options: CampaignOptions): Promise<CampaignResult> {
  const run = new Campaign(options);
  await run.start();
  await Promise.all(Array.from({ length: LANES }, (_, lane) => run.lane(lane)));
  return run.result();
}

class Campaign {
  private readonly options: CampaignOptions;
  private readonly dataDirectory = mkdtempSync(join(tmpdir(), 'mt5-bridge-faults-'));
  private readonly started = Date.now();
  private readonly faults = new Map<string, Counts>();
  private readonly told = new Map<string, Final>();
  private readonly open: string[] = [];
  private readonly planned: Iterator<PlannedFault>;
  private readonly servers: Server[] = [];
  private fake!: FakeProcess;
  private terminalDeaths = 0;
  private restarting: Promise<void> | undefined;
  private begun = 0;
  private concluded = 0;
  private stopped = false;

  constructor(options: CampaignOptions) {
    this.options = options;
    this.planned = plan(options.seed, faultsOf(options.terminal));
  }

  async start(): Promise<void> {
    this.fake = await this.openFake();
    const setup: ServerSetup = {
      command: this.fake.command,
      events: this.fake.events,
      dataDirectory: this.dataDirectory,
      ttl: TTL,
      timeout: TIMEOUT,
    };
    for (let i = 0; i < SERVERS; i++) this.servers.push(new Server(setup));
    await Promise.all(this.servers.map((server) => server.start()));
  }

  /** One client: opens, changes and closes, over and over, each step under a key of its own. */
  async lane(lane: number): Promise<void> {
    const server = this.servers[lane % SERVERS] as Server;
    for (let cycle = 0; this.begun < this.options.orders; cycle++) {
      const name = `lane ${lane} cycle ${cycle}`;
      const market = { action: 'place_order', symbol: 'EURUSD', side: 'buy', type: 'market', volume: 0.01 };
      const held = await this.conclude(server, `${name} open`, market);
      if (held.ticket !== null) {
        await this.insist(server, `${name} stop`, {
          action: 'modify_order',
          ticket: held.ticket,
          sl: 0.5 + cycle / 1e4,
        });
        await this.insist(server, `${name} close`, { action: 'close_position', ticket: held.ticket });
      }
      const limit = { ...market, type: 'limit', price: 0.6 };
      const waiting = await this.conclude(server, `${name} limit`, limit);
      if (waiting.ticket !== null) {
        await this.insist(server, `${name} move`, { action: 'modify_order', ticket: waiting.ticket, price: 0.61 });
        await this.insist(server, `${name} cancel`, { action: 'cancel_order', ticket: waiting.ticket });
      }
    }
  }

  async result(): Promise<CampaignResult> {
    const { dataDirectory, fake, started, faults, told, open, terminalDeaths } = this;
    const serverDeaths = this.servers.reduce((sum, { deaths }) => sum + deaths, 0);
    // The servers go on settling what is left until they are stopped.
    return {
      dataDirectory,
      fake,
      started,
      faults,
      told,
      open,
      serverDeaths,
      terminalDeaths,
      stop: async () => {
        this.stopped = true;
        await Promise.all(this.servers.map((server) => server.stop()));
        await this.fake.kill();
      },
    };
  }

  /** Until it is done; a rejected one is a new order under a new key, one that stays open is no ground for another. */
  private async insist(server: Server, key: string, intent: Job['intent']): Promise<void> {
    for (let attempt = 1; attempt <= 20; attempt++) {
      const { status } = await this.conclude(server, `${key} #${attempt}`, intent);
      if (status !== 'rejected') return;
    }
    throw new Error(`${key} was rejected twenty times`);
  }

  /** Asks under one key until the answer is final, whatever happens to the server meanwhile. */
  private async conclude(server: Server, key: string, intent: Job['intent']): Promise<Concluded> {
    this.begun++;
    const planned = this.begun % this.options.every === 0 ? this.planned.next().value : undefined;
    let fault = await this.arm(planned, server);
    const deadline = Date.now() + PATIENCE;
    let last = 'nothing';
    while (Date.now() < deadline) {
      const report = await server.ask(fault === undefined ? { key, intent } : { key, intent, fault });
      // A server that died was struck; one that did not says so.
      if (planned !== undefined && fault !== undefined && (report === 'died' || report.struck)) this.strike(planned);
      fault = undefined;
      if (report === 'died') {
        await server.start();
        continue;
      }
      last = `${report.status} ${report.code ?? ''}`;
      if (report.status === 'done' || report.status === 'rejected') return this.tell(key, report.status, report);
      await pause(report.status === 'refused' ? 100 : 50);
    }
    this.open.push(`${key}: ${last}`);
    return { status: 'refused', ticket: null };
  }

  private tell(key: string, status: Final, { ticket }: Report & { ticket: string | null }): Concluded {
    this.told.set(key, status);
    this.concluded++;
    this.options.progress?.(this.concluded);
    return { status, ticket: status === 'done' ? ticket : null };
  }

  /** Arms what does not travel with the job. */
  private async arm(planned: PlannedFault | undefined, server: Server): Promise<ServerFault | undefined> {
    if (planned === undefined) return undefined;
    this.counts(planned).armed++;
    if (planned.side === 'server') return planned.fault;
    await this.restarting;
    if (planned.side === 'terminal') {
      this.fake.control({ ...planned.fault });
      return undefined;
    }
    this.strike(planned);
    // In the middle of whatever the lanes are doing.
    setTimeout(() => this.happen(planned.fault, server), 2);
    return undefined;
  }

  private happen(fault: OutsideFault, server: Server): void {
    switch (fault.kind) {
      case 'kill-both':
        server.kill();
        this.fake.process.kill('SIGKILL');
        return;
      case 'freeze':
        server.freeze(fault.ms);
        return;
      case 'lock': {
        const ledger = new Database(filesIn(this.dataDirectory).ledger, { timeout: 0 });
        try {
          ledger.exec('BEGIN IMMEDIATE');
        } catch {
          // A server is writing this very moment.
          ledger.close();
          setTimeout(() => this.happen(fault, server), 1);
          return;
        }
        setTimeout(() => ledger.close(), fault.ms);
      }
    }
  }

  private strike(planned: PlannedFault): void {
    const counts = this.counts(planned);
    counts.struck = (counts.struck ?? 0) + 1;
  }

  private counts(planned: PlannedFault): Counts {
    const name = describeFault(planned);
    const isUnseen = planned.side === 'terminal' && planned.fault.fault !== 'crash';
    const counts = this.faults.get(name) ?? { armed: 0, struck: isUnseen ? null : 0 };
    this.faults.set(name, counts);
    return counts;
  }

  private async openFake(): Promise<FakeProcess> {
    const args = ['--state', join(this.dataDirectory, 'terminal'), '--seed', '11', '--start', '2026-07-15T13:00:00Z'];
    const fake = await startFake(args, this.fake, programs[this.options.terminal]);
    fake.process.once('exit', () => {
      if (this.stopped) return;
      this.terminalDeaths++;
      for (const [name, counts] of this.faults) {
        if (name.startsWith('terminal crash') && counts.struck !== null && counts.struck < counts.armed) {
          counts.struck++;
          break;
        }
      }
      this.restarting = this.openFake().then((again) => {
        this.fake = again;
      });
    });
    return fake;
  }
}

const programs: Readonly<Record<TerminalKind, string>> = { 'fake-mt5': fakeBin, 'ea-native': nativeBin };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
