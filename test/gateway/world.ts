import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMt5Client, type Mt5Client } from '@mt5-bridge/client';
import { type Config, parseConfig } from '@mt5-bridge/config';
import { createFakeMt5, type FakeMt5, type FakeMt5Options } from '@mt5-bridge/fake-mt5';
import {
  createTradingGateway,
  type Outcome,
  type Proposal,
  type SubmitAnswer,
  type TradeIntent,
  type TradingGateway,
} from '@mt5-bridge/gateway';
import { createTerminalReads, type TerminalReads } from '@mt5-bridge/gateway/read';
import { type Clock, Mt5Error, newYorkCloseZone, systemClock } from '@mt5-bridge/protocol';
import { memoryPair } from '@mt5-bridge/protocol/wire';

/** A Wednesday, 09:00 UTC. */
export const START = Date.UTC(2026, 6, 15, 12);

/** Asks for a yes above 5,000, and sets no other bounds that an order of these tests could meet. */
export const GUARDED = `[policy]
auto_approve_notional = 5000
max_lots_per_trade = 200
max_notional_per_trade = 0
max_total_notional = 0
max_open_positions = 0
max_orders_per_minute = 0
max_position_notional_per_symbol = 0
require_stop_loss = false
max_risk_per_trade_percent = 0
`;

/** One process on the terminal, as far as the gateway can tell. */
export interface Side {
  readonly client: Mt5Client;
  readonly reads: TerminalReads;
  readonly gateway: TradingGateway;
}

/** A terminal, the owner's rules, and the processes that share a ledger. */
export interface World {
  /** The terminal that lives now. */
  readonly fake: FakeMt5;
  /** Ends the terminal with its account, and starts another one at a server time of its own. */
  anew(start: number): Promise<void>;
  /** The rules from now on. */
  rules(toml: string): void;
  /** Puts this machine's clock forward. */
  leap(ms: number): void;
  /** Another process on the same ledger, whose link to the terminal is still on its way. */
  start(): Side;
  /** One whose link is up. */
  open(): Promise<Side>;
  end(): Promise<void>;
}

const machine = systemClock({ background: true });
const configOf = (toml: string): Config => parseConfig(toml, 'config.toml').config;

/** FakeMT5 with whatever differs, and {@link GUARDED} rules. */
export async function createWorld(terms: Pick<FakeMt5Options, 'marginMode' | 'liquidity'> = {}): Promise<World> {
  const { connect, bind } = memoryPair();
  let ahead = 0;
  const clock: Clock = { ...machine, now: () => machine.now() + ahead };
  const begin = (start: number): Promise<FakeMt5> =>
    createFakeMt5({
      bind,
      clock,
      zone: newYorkCloseZone(),
      seed: 7,
      speed: 1,
      loop: false,
      start,
      limits: { heartbeat_ms: 100 },
      ...terms,
    });
  let fake = await begin(START);
  const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-gateway-'));
  const sides: Side[] = [];
  let config = configOf(GUARDED);

  function start(): Side {
    const client = createMt5Client({
      connect,
      clock,
      random: Math.random,
      serverTimezone: 'auto',
      requestTimeoutMs: config.mt5.request_timeout_ms,
      log: () => undefined,
    });
    const reads = createTerminalReads({ client, clock, stopwatch: () => performance.now() });
    const gateway = createTradingGateway({
      client,
      reads,
      config: () => config,
      readOnly: false,
      terminal: { command: 'memory', events: 'memory' },
      files: { ledger: join(folder, 'ledger.sqlite'), audit: join(folder, 'audit.jsonl') },
      clock,
      randomBytes,
      log: () => undefined,
    });
    const side = { client, reads, gateway };
    sides.push(side);
    return side;
  }

  return {
    get fake() {
      return fake;
    },
    async anew(start) {
      await fake.stop();
      fake = await begin(start);
    },
    rules(toml) {
      config = configOf(toml);
    },
    leap(ms) {
      ahead += ms;
    },
    start,
    async open() {
      const side = start();
      await side.client.ready(5_000);
      return side;
    },
    async end() {
      for (const { gateway, client } of sides) {
        await gateway.close();
        await client.close();
      }
      await fake.stop();
    },
  };
}

/** A market order of EURUSD, with whatever differs. */
export const buy = (
  volume: number,
  more: Partial<Extract<TradeIntent, { action: 'place_order' }>> = {},
): TradeIntent => ({
  action: 'place_order',
  symbol: 'EURUSD',
  side: 'buy',
  type: 'market',
  volume,
  ...more,
});

export const proposal = (intent: TradeIntent, more: Partial<Proposal> = {}): Proposal => ({
  intent,
  actor: { kind: 'agent', name: 'test' },
  ...more,
});

export async function outcomeOf(answer: Promise<SubmitAnswer>): Promise<Outcome> {
  const given = await answer;
  if (given.kind !== 'outcome') throw new Error(`expected an outcome, got ${given.kind}`);
  return given.outcome;
}

export const place = ({ gateway }: Side, intent: TradeIntent, more: Partial<Proposal> = {}): Promise<Outcome> =>
  outcomeOf(gateway.submit(proposal(intent, more)));

export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing was thrown',
    (error) => (error instanceof Mt5Error ? error.code : String(error)),
  );

/** On the price grid of EURUSD. */
export const round = (price: number): number => Number(price.toFixed(5));
