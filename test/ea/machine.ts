import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectZmq } from '@mt5-bridge/transport-zmq';
import { expect, onTestFinished } from 'vitest';
import { Peer } from '../conformance/peer.ts';
import { tradable } from '../conformance/tradable.ts';
import { Trader } from '../conformance/trader.ts';
import { build } from '../mql5-host/compile.ts';
import { type FakeProcess, nativeBin, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';

const market = ['--seed', '11', '--speed', '60', '--start', '2026-07-15T13:00:00Z'];
export const BUILDING_MS = 600_000;
const HOUR_MS = 3_600_000;

let program: string;

/** Builds the expert advisor; before the first machine starts. */
export async function prepare(): Promise<string> {
  program = process.env.MT5_BRIDGE_EA ?? (await build({ variant: 'plain' }));
  return program;
}

/** A terminal that can be started again on the same disk and account. */
export class Machine {
  readonly state = mkdtempSync(join(tmpdir(), 'ea-trades-'));
  private readonly options: readonly string[];
  private terminal: FakeProcess | undefined;
  /** Broker server time before all that is traded here. */
  private began: number | undefined;

  constructor(...options: string[]) {
    this.options = options;
    onTestFinished(async () => {
      await this.kill();
      rmSync(this.state, { recursive: true, force: true });
    });
  }

  async start(): Promise<Trader> {
    const options = this.options.includes('--expert') ? this.options : ['--expert', program, ...this.options];
    this.terminal = await startFake([...market, ...options, '--state', this.state], this.terminal, nativeBin);
    const peer = this.another();
    // Long enough before: where nothing was traded, the market of the next start begins anew.
    this.began ??= (await peer.call('hello', {})).time_server - HOUR_MS;
    return new Trader(peer, await tradable(peer), this.began);
  }

  kill(): Promise<void> {
    return this.terminal?.kill() ?? Promise.resolve();
  }

  async restart(): Promise<Trader> {
    await this.kill();
    return this.start();
  }

  /** Resolves when the terminal has taken it. */
  async tell(line: Readonly<Record<string, unknown>>): Promise<void> {
    const { terminal } = this;
    if (terminal === undefined) throw new Error('the terminal was not started');
    const taken = new Promise((resolve) => terminal.process.stdout?.once('data', resolve));
    terminal.control(line);
    expect(`${await taken}`).toContain('done');
  }

  /** The expert's own process. */
  get expert(): number {
    const { pid } = this.terminal?.process ?? {};
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);
  }

  /** A further connection to the expert. */
  another(): Peer {
    if (this.terminal === undefined) throw new Error('the terminal was not started');
    const peer = new Peer(connectZmq(this.terminal));
    onTestFinished(() => peer.close());
    return peer;
  }

  async ended(): Promise<void> {
    await until(() => this.terminal?.process.signalCode !== null, 'the end of the terminal');
  }

  /** A file of the account's folder; undefined where there is none. */
  file(name: string): string | undefined {
    return globSync(join(this.state, 'files/Mt5Bridge/*', name))[0];
  }
}
