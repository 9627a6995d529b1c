import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { type Fault, Simulation, type SimulationOptions } from '@mt5-bridge/fake-mt5/simulation';
import { operations, type TradeOperationName } from '@mt5-bridge/protocol';
import { HostLink } from './host-link.ts';
import type { HostCommand } from './link-messages.ts';

export interface NativeTerms {
  readonly simulation: SimulationOptions;
  /** The expert's program, and what it is told on its command line; started again, it listens where it did. */
  readonly program: string;
  readonly args: (listened: Partial<Addresses>) => readonly string[];
  /** Its MQL5\Files. */
  readonly files: string;
  /** Ends this process at once, as the end of the terminal would. */
  readonly die: () => void;
  /** The expert ended by itself: no fault commanded it. */
  readonly ended: (problem: string) => void;
  readonly log: (line: string) => void;
}

/** Where the expert listens. */
export interface Addresses {
  readonly command: string;
  readonly events: string;
}

/** A fault that this terminal has no way to play. */
export class FaultRefused extends Error {
  override readonly name = 'FaultRefused';
}

/** What tests may do to the expert beside the faults that FakeMT5 knows. */
export type ExpertCommand =
  | { readonly expert: 'reinit'; readonly reason?: number }
  | { readonly expert: 'parameters'; readonly set: readonly string[] }
  | { readonly expert: 'click'; readonly object: string }
  | { readonly expert: 'algo-trading'; readonly allowed: boolean }
  | { readonly expert: 'login'; readonly login: number };

const CHART_CHANGE = 3;
const ALWAYS = -1;
const ANY_OPERATION = -1;

/** The simulated terminal with the native expert in it. */
export class NativeTerminal {
  private readonly terms: NativeTerms;
  private readonly simulation: Simulation;
  private readonly server: Server;
  private link: HostLink | undefined;
  private host: ChildProcess | undefined;
  /** Ends on purpose do not count as accidents. */
  private isEnding = false;
  private found: Partial<Addresses> = {};
  private onListening: ((addresses: Addresses) => void) | undefined;

  constructor(terms: NativeTerms) {
    this.terms = terms;
    this.simulation = new Simulation(terms.simulation);
    this.server = createServer((socket) => {
      this.link = new HostLink(socket, {
        simulation: this.simulation,
        speed: terms.simulation.speed === 'max' ? 0 : terms.simulation.speed,
        orderSend: (moment, operation) => this.atOrderSend(moment, operation),
        listening: (kind, address) => this.listening(kind, address),
        log: terms.log,
      });
    });
  }

  /** Resolves when the expert listens. */
  async start(): Promise<Addresses> {
    mkdirSync(this.terms.files, { recursive: true });
    await new Promise<void>((resolve) => void this.server.listen(0, '127.0.0.1', resolve));
    this.simulation.start();
    return await this.startExpert();
  }

  /** Lets the expert say goodbye. */
  async stop(): Promise<void> {
    await this.endExpert('SIGTERM');
    this.server.close();
    this.simulation.stop();
  }

  /** @throws FaultRefused where the native expert can't be made to do it */
  async command(fault: Fault): Promise<void> {
    const { faults } = this.simulation;
    switch (fault.fault) {
      case 'terminal-offline':
      case 'terminal-online':
        this.link?.setConnected(fault.fault === 'terminal-online');
        return;
      case 'restart':
        await this.endExpert('SIGKILL');
        await new Promise((resolve) => void setTimeout(resolve, fault.ms ?? 0));
        await this.startExpert();
        return;
      case 'clear':
        faults.clear();
        this.tell(['clear']);
        return;
      case 'refuse':
      case 'execute-twice':
      case 'strip-comments':
      case 'always-done':
        faults.arm(fault);
        return;
      case 'crash':
        if (fault.at === 'received' || fault.at === 'reply-sent') this.lay(fault.at, fault);
        else faults.arm(fault);
        return;
      case 'delay':
        this.lay('delay', fault);
        return;
      case 'drop-event':
      case 'duplicate-event':
      case 'garbage-event':
        this.tell(['trap', fault.fault, ANY_OPERATION, 0, timesOf(fault.times), fault.topic]);
        return;
      default:
        throw new FaultRefused(`the native expert cannot be made to: ${fault.fault}`);
    }
  }

  /** @throws FaultRefused for what is no command */
  expert(command: ExpertCommand): void {
    switch (command.expert) {
      case 'reinit':
        this.tell(['reinit', command.reason ?? CHART_CHANGE]);
        return;
      case 'parameters':
        this.tell(['parameters', command.set]);
        return;
      case 'click':
        this.tell(['click', command.object]);
        return;
      case 'algo-trading':
        this.link?.setAlgoTrading(command.allowed);
        return;
      case 'login':
        this.link?.setLogin(BigInt(command.login));
        return;
      default:
        throw new FaultRefused('expected "expert" to be one of reinit, parameters, click, algo-trading, login');
    }
  }

  private tell(command: HostCommand): void {
    this.link?.command(command);
  }

  private lay(
    trap: string,
    { op, times, ms = 0 }: { op?: keyof typeof operations; times?: number | 'always'; ms?: number },
  ) {
    this.tell(['trap', trap, op === undefined ? ANY_OPERATION : operations[op].number, ms, timesOf(times), '']);
  }

  private startExpert(): Promise<Addresses> {
    const { program, args, files, log, die, ended } = this.terms;
    const { port } = this.server.address() as AddressInfo;
    this.isEnding = false;
    const words = ['--terminal', `127.0.0.1:${port}`, '--files', files, ...args(this.found)];
    this.found = {};
    const host = spawn(program, words, {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    this.host = host;
    createInterface({ input: host.stderr }).on('line', (line) => log(`expert: ${line}`));
    return new Promise((resolve, reject) => {
      this.onListening = resolve;
      host.once('error', reject);
      host.once('exit', (code, signal) => {
        this.link?.close();
        this.link = undefined;
        if (this.isEnding) return;
        if (signal === 'SIGKILL') die();
        const problem = `the expert ended with ${signal ?? code}`;
        reject(new Error(problem));
        ended(problem);
      });
    });
  }

  private async endExpert(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { host } = this;
    if (host === undefined || host.exitCode !== null || host.signalCode !== null) return;
    this.isEnding = true;
    const ended = new Promise((resolve) => void host.once('exit', resolve));
    host.kill(signal);
    await ended;
  }

  private listening(kind: 'command' | 'events', address: string): void {
    this.found = { ...this.found, [kind]: address };
    const { command, events } = this.found;
    if (command !== undefined && events !== undefined) this.onListening?.({ command, events });
  }

  /** Whether the expert's process ends where it would answer. */
  private atOrderSend(moment: 'before' | 'after', operation: TradeOperationName): boolean {
    const strikes = (at: string): boolean =>
      this.simulation.faults.takeForTrade('crash', operation, (fault) => fault.at === at) !== undefined;
    if (strikes(moment === 'before' ? 'journal-begun' : 'broker-done')) {
      this.host?.kill('SIGKILL');
      this.terms.die();
    }
    return moment === 'after' && strikes('journal-answered');
  }
}

const timesOf = (times: number | 'always' = 1): number => (times === 'always' ? ALWAYS : times);
