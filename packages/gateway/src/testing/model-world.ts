import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApprovalChannel } from '@mt5-bridge/policy';
import type { ErrorCode } from '@mt5-bridge/protocol';
import { afterEach, beforeEach } from 'vitest';
import type { Actor, Outcome, Preview, Proposal, SubmitAnswer, TradeIntent } from '../api.ts';
import { ManualClock } from './manual-clock.ts';
import { ModelProcess, type World } from './model-process.ts';
import { ModelTerminal } from './model-terminal.ts';
import { rulesWith } from './rules.ts';
import { failure, NOW } from './test-reads.ts';

export const AGENT: Actor = { kind: 'agent', name: 'test' };
export const OWNER: Actor = { kind: 'owner', name: 'owner' };
export const APPROVAL_TTL = 60_000;
export const KEY_TTL = 3_600_000;
export const TO_ANSWER = 10_000;

export type PlaceOrder = Extract<TradeIntent, { action: 'place_order' }>;

export const buy = (volume: number, more: Partial<PlaceOrder> = {}): PlaceOrder => ({
  action: 'place_order',
  symbol: 'EURUSD',
  side: 'buy',
  type: 'market',
  volume,
  ...more,
});

export const SMALL = buy(0.1);
/** Needs approval. */
export const LARGE = buy(0.5);

/** One ledger, one terminal and any number of processes, for one test. */
class ModelWorld {
  readonly clock = new ManualClock(NOW);
  readonly terminal = new ModelTerminal(this.clock);
  readonly processes: ModelProcess[] = [];
  rules = rulesWith({ auto_approve_notional: 20_000 });
  readonly #folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-gateway-'));
  #drawn = 0;

  start(address = 'tcp://terminal:1'): ModelProcess {
    const world = this;
    const shared: World = {
      terminal: this.terminal,
      address,
      clock: this.clock,
      folder: this.#folder,
      get rules() {
        return world.rules;
      },
      settings: { times: { toLive: 5_000, toAnswer: TO_ANSWER }, approvalTtl: APPROVAL_TTL, keyTtl: KEY_TTL },
      randomBytes: (count) => Uint8Array.from(String(++this.#drawn).padStart(count, '0'), Number),
    };
    const process = new ModelProcess(shared);
    this.processes.push(process);
    return process;
  }

  /** What comes of it while time passes. */
  async inTime<T>(promise: Promise<T>, ms = 10): Promise<T> {
    promise.catch(() => {});
    await this.clock.advance(ms);
    return promise;
  }

  submit({ gateway }: ModelProcess, intent: TradeIntent, more: Partial<Proposal> = {}, ms?: number) {
    return this.inTime(gateway.submit({ intent, actor: AGENT, ...more }), ms);
  }

  async place(process: ModelProcess, intent: TradeIntent, more: Partial<Proposal> = {}, ms?: number) {
    const answer: SubmitAnswer = await this.submit(process, intent, more, ms);
    if (answer.kind !== 'outcome') throw new Error(`expected an outcome, got ${answer.kind}`);
    return answer;
  }

  async ask(process: ModelProcess, intent: TradeIntent = LARGE, more: Partial<Proposal> = {}): Promise<Preview> {
    const answer = await this.submit(process, intent, more);
    if (answer.kind !== 'pending_approval') throw new Error(`expected a question, got ${answer.kind}`);
    return answer.preview;
  }

  approve(
    { gateway }: ModelProcess,
    { approval_id, hash }: Preview,
    yes: { hash?: string; channel?: ApprovalChannel } = {},
  ): Promise<Outcome> {
    return this.inTime(gateway.approve(approval_id, { hash, channel: 'cli', by: 'owner', ...yes }));
  }

  async codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
    promise.catch(() => {});
    await this.clock.advance(10);
    return (await failure(promise)).code;
  }

  end(): void {
    for (const { ledger } of this.processes) ledger.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A world of its own for each test of the file. */
export function eachInItsWorld(): () => ModelWorld {
  let world: ModelWorld;
  beforeEach(() => {
    world = new ModelWorld();
  });
  afterEach(() => world.end());
  return () => world;
}

/** Names of all that the audit log holds, in order. */
export async function events({ gateway }: ModelProcess): Promise<string[]> {
  const records = await gateway.audit({ count: 1_000 });
  return records.map(({ event }) => event).reverse();
}
