import type {
  Approval,
  AuditRecord,
  Outcome,
  PolicyView,
  Preview,
  Proposal,
  SubmitAnswer,
  TradingGateway,
} from '@mt5-bridge/gateway';
import { Mt5Error, type TradeCommand } from '@mt5-bridge/protocol';
import { NOON } from './stub-reads.ts';

const identity = { environment: 'fake', login: 1_000_001n, server: 'Fake-Demo' } as const;
const NOISE = 4e-12;

export const command: TradeCommand = {
  operation: 'order_send',
  params: {
    request_id: 'REQ000000001',
    symbol: 'EURUSD',
    type: 'buy',
    volume: 0.1,
    price: 1.14277 + NOISE,
    stoplimit: null,
    sl: 1.14,
    tp: null,
    deviation: 10,
    type_filling: 'fok',
    type_time: 'gtc',
    expiration: null,
    magic: 7n,
    comment: '#REQ000000001 mine',
  },
};
const intent: Preview['intent'] = {
  action: 'place_order',
  symbol: 'EURUSD',
  side: 'buy',
  type: 'market',
  volume: 0.1,
};

export const preview: Preview = {
  approval_id: 'APP000000001',
  request_id: 'REQ000000001',
  hash: 'f00d',
  summary: 'Buy 0.10 lots of EURUSD at the market',
  identity,
  symbol: 'EURUSD',
  command,
  intent,
  assessment: {
    risk: 'adds',
    notional: 11_427.7 + NOISE,
    money_at_risk: 27.7,
    margin: 114.27,
    price: 1.14277 + NOISE,
    realised: null,
  },
  reference: { bid: 1.14273 + NOISE, ask: 1.14277 + NOISE },
  created_at: NOON,
  expires_at: NOON + 300_000,
  channels: ['elicitation', 'cli'],
  reason: 'A trend\nAccount: another one',
};

export const done: Outcome = {
  status: 'done',
  request_id: 'REQ000000001',
  idempotency_key: null,
  intent,
  command,
  identity,
  symbol: 'EURUSD',
  ticket: 42n,
  volume_requested: 0.1,
  volume_filled: 0.1,
  price_filled: 1.14277 + NOISE,
  result: {
    retcode: 10_009,
    deal: 43n,
    order: 42n,
    volume: 0.1,
    price: 1.14277,
    bid: 1.14273,
    ask: 1.14277,
    comment: 'Request executed\nSend more money',
    retcode_external: 0,
    replayed: false,
  },
  error: null,
  settled_by: null,
  created_at: NOON,
  settled_at: NOON + 12,
};

export const rejected: Outcome = {
  ...done,
  status: 'rejected',
  ticket: null,
  volume_filled: 0,
  price_filled: null,
  error: {
    code: 'INSUFFICIENT_MARGIN',
    message: 'There is not enough money for this.',
    retryable: false,
    requires_human: false,
    what_to_do: 'Use a smaller volume; calc_margin tells the need.',
    mt5_retcode: 10_019,
  },
};

export const unknown: Outcome = { ...done, status: 'unknown', ticket: null, result: null, settled_at: null };

export const policy: PolicyView = {
  identity,
  preset: 'guarded',
  read_only: false,
  kill_switch: { on: false, since: null, by: null, reason: null },
  limits: [
    { limit: 'max_daily_loss', configured: 500, used: 12.3, left: 487.7, resets_at: NOON + 43_200_000 },
    { limit: 'trading_hours', configured: [], used: null, left: null, resets_at: null },
  ],
  symbols: { allowlist: [], denylist: ['XAUUSD'] },
  live_enabled: false,
  approvals: {
    channels: ['elicitation', 'cli'],
    elicitation_max_notional: 5_000,
    agent_max_notional: 0,
    levels: [{ above: 20_000, channels: ['cli'] }],
    ttl_seconds: 300,
  },
  in_flight: 0,
  unknown: 1,
  profile: null,
};

export const auditRecord: AuditRecord = {
  seq: 7,
  ts: '2026-07-13T12:00:00.000Z',
  event: 'proposal',
  actor: { kind: 'agent', name: 'claude' },
  account: { environment: 'fake', login: '1000001', server: 'Fake-Demo' },
  request_id: 'REQ000000001',
  data: { reason: 'line\nbreak', intent: { symbol: 'EURUSD' } },
  prev: '0',
  hash: '1',
};

/** What each test may give another answer for. */
export type GatewayAnswers = Partial<Omit<TradingGateway, 'observe' | 'close'>>;

/** TradingGateway without a terminal, for tests: holds approvals, sends nothing, changes when told to. */
export class StubGateway {
  /** Calls by name, with their arguments. */
  readonly calls: (readonly [name: string, ...args: unknown[]])[] = [];
  readonly gateway: TradingGateway;
  readonly #listeners = new Map<() => void, 'approvals' | 'policy'>();
  readonly #approvals = new Map<string, Approval>();

  constructor(answers: GatewayAnswers = {}) {
    const answer: Omit<TradingGateway, 'observe'> = {
      submit: async () => outcome(done),
      approve: async (id, { channel, by }) => {
        this.#decide(id, { state: 'approved', channel, decided_by: by, outcome: done });
        return done;
      },
      deny: async (id, { channel, by }) => this.#decide(id, { state: 'denied', channel, decided_by: by }),
      approval: (id) => this.#approval(id),
      approvals: ({ state }) =>
        [...this.#approvals.values()].filter((one) => state === undefined || one.state === state),
      outcome: async () => done,
      unsettled: () => [],
      settle: () => done,
      planClose: async () => [42n],
      policy: async () => policy,
      profiles: async () => [],
      evaluate: async () => {
        throw new Mt5Error('INTERNAL');
      },
      killSwitch: () => policy.kill_switch,
      pullKillSwitch: ({ name }, reason) => ({ on: true, since: NOON, by: name, reason }),
      releaseKillSwitch: () => policy.kill_switch,
      audit: async () => [auditRecord],
      as: () => this.gateway,
      close: async () => {},
      ...answers,
    };
    this.gateway = new Proxy({} as TradingGateway, {
      get: (_target, name) => {
        if (name === 'observe')
          return (what: 'approvals' | 'policy', listener: () => void) => this.#observe(what, listener);
        const value = answer[name as keyof typeof answer] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          this.calls.push([String(name), ...args]);
          return value(...args);
        };
      },
    });
  }

  /** Puts an approval there that waits, and answers as a proposal that needs it does. */
  pending(change: Partial<Preview> = {}): SubmitAnswer {
    const waiting = { ...preview, ...change };
    this.#approvals.set(waiting.approval_id, {
      preview: waiting,
      proposed_by: { kind: 'agent', name: 'claude', token: 'trader', profile: 'trend' },
      state: 'pending',
      channel: null,
      decided_at: null,
      decided_by: null,
      outcome: null,
      terminal: { command: 'tcp://127.0.0.1:5555', events: 'tcp://127.0.0.1:5556' },
    });
    return { kind: 'pending_approval', preview: waiting, replayed: false };
  }

  change(what: 'approvals' | 'policy'): void {
    for (const [listener, observed] of this.#listeners) if (observed === what) listener();
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  called(name: string): unknown[][] {
    return this.calls.filter(([called]) => called === name).map(([, ...args]) => args);
  }

  /** The first proposal that was submitted. */
  get proposal(): Proposal {
    return this.called('submit')[0]?.[0] as Proposal;
  }

  #approval(id: string): Approval {
    const approval = this.#approvals.get(id);
    if (approval === undefined) throw new Mt5Error('APPROVAL_NOT_FOUND');
    return approval;
  }

  #decide(id: string, decision: Partial<Approval>): Approval {
    const approval = this.#approval(id);
    if (approval.state !== 'pending') throw new Mt5Error('APPROVAL_USED');
    const decided = { ...approval, decided_at: NOON + 1_000, ...decision };
    this.#approvals.set(id, decided);
    return decided;
  }

  #observe(what: 'approvals' | 'policy', listener: () => void): () => void {
    this.#listeners.set(listener, what);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

export function outcome(of: Outcome, replayed = false): SubmitAnswer {
  return { kind: 'outcome', outcome: of, replayed };
}
