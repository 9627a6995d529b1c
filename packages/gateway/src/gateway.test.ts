import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApprovalChannel } from '@mt5-bridge/policy';
import { type ErrorCode, Mt5Error } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Preview, Proposal, SubmitAnswer, TradeIntent } from './api.ts';
import { ManualClock, settled } from './testing/manual-clock.ts';
import { ModelProcess, type World } from './testing/model-process.ts';
import { IDENTITY, ModelTerminal } from './testing/model-terminal.ts';
import { rulesWith } from './testing/rules.ts';
import { failure, NOW } from './testing/test-reads.ts';

const AGENT: Actor = { kind: 'agent', name: 'test' };
const OWNER: Actor = { kind: 'owner', name: 'owner' };
const APPROVAL_TTL = 60_000;
const KEY_TTL = 3_600_000;
const TO_ANSWER = 10_000;

let clock: ManualClock;
let terminal: ModelTerminal;
let world: { -readonly [K in keyof World]: World[K] };
let processes: ModelProcess[];

beforeEach(() => {
  clock = new ManualClock(NOW);
  terminal = new ModelTerminal(clock);
  processes = [];
  let drawn = 0;
  world = {
    terminal,
    clock,
    folder: mkdtempSync(join(tmpdir(), 'mt5-bridge-gateway-')),
    rules: rulesWith({ auto_approve_notional: 20_000 }),
    settings: { times: { toLive: 5_000, toAnswer: TO_ANSWER }, approvalTtl: APPROVAL_TTL, keyTtl: KEY_TTL },
    randomBytes: (count) => new Uint8Array(count).fill(++drawn),
  };
});

afterEach(() => {
  for (const { ledger } of processes) ledger.close();
  rmSync(world.folder, { recursive: true, force: true });
});

function start(): ModelProcess {
  const process = new ModelProcess(world);
  processes.push(process);
  return process;
}

type Order = Extract<TradeIntent, { action: 'place_order' }>;

const buy = (volume: number, more: Partial<Order> = {}): Order => ({
  action: 'place_order',
  symbol: 'EURUSD',
  side: 'buy',
  type: 'market',
  volume,
  ...more,
});

const SMALL = buy(0.1);
/** Needs approval. */
const LARGE = buy(0.5);

/** What comes of it while time passes. */
async function inTime<T>(promise: Promise<T>, ms = 10): Promise<T> {
  promise.catch(() => {});
  await clock.advance(ms);
  return promise;
}

const submit = ({ gateway }: ModelProcess, intent: TradeIntent, more: Partial<Proposal> = {}, ms?: number) =>
  inTime(gateway.submit({ intent, actor: AGENT, ...more }), ms);

async function place(process: ModelProcess, intent: TradeIntent, more: Partial<Proposal> = {}, ms?: number) {
  const answer = await submit(process, intent, more, ms);
  if (answer.kind !== 'outcome') throw new Error(`expected an outcome, got ${answer.kind}`);
  return answer;
}

async function ask(process: ModelProcess, intent: TradeIntent = LARGE, more: Partial<Proposal> = {}): Promise<Preview> {
  const answer = await submit(process, intent, more);
  if (answer.kind !== 'pending_approval') throw new Error(`expected a question, got ${answer.kind}`);
  return answer.preview;
}

const approve = (
  { gateway }: ModelProcess,
  { approval_id, hash }: Preview,
  yes: { hash?: string; channel?: ApprovalChannel } = {},
) => inTime(gateway.approve(approval_id, { hash, channel: 'cli', by: 'owner', ...yes }));

async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
  promise.catch(() => {});
  await clock.advance(10);
  return (await failure(promise)).code;
}

function thrown(work: () => unknown): ErrorCode {
  try {
    work();
  } catch (error) {
    if (error instanceof Mt5Error) return error.code;
  }
  throw new Error('expected an Mt5Error');
}

async function events({ gateway }: ModelProcess): Promise<string[]> {
  const records = await gateway.audit({ count: 1_000 });
  return records.map(({ event }) => event).reverse();
}

describe('an order that the rules let pass', () => {
  it('is sent once, and told and recorded as it was', async () => {
    const process = start();
    const { outcome, replayed } = await place(process, SMALL, { reason: 'a trend' });
    expect(outcome).toMatchObject({ status: 'done', volume_requested: 0.1, volume_filled: 0.1, error: null });
    expect(outcome).toMatchObject({ ticket: outcome.result?.order, symbol: 'EURUSD', identity: IDENTITY });
    expect(replayed).toBe(false);
    expect(terminal.executions(outcome.request_id)).toBe(1);
    expect(await events(process)).toEqual(['configuration', 'proposal', 'decision', 'send', 'outcome']);
    const [proposal] = await process.gateway.audit({ event: 'proposal' });
    expect(proposal).toMatchObject({ actor: AGENT, request_id: outcome.request_id, data: { reason: 'a trend' } });
    expect(await process.gateway.outcome({ request_id: outcome.request_id })).toEqual(outcome);
    expect(process.ledger.auditLog.verify()).toMatchObject({ ok: true });
  });

  it('that the broker rejects is told with the return code of the broker', async () => {
    terminal.fates = ['rejected'];
    const { outcome } = await place(start(), SMALL);
    expect(outcome).toMatchObject({
      status: 'rejected',
      ticket: null,
      volume_filled: null,
      error: { code: 'INSUFFICIENT_MARGIN', mt5_retcode: 10_019 },
    });
  });

  it.each([
    ['request_lost', 'rejected', 'expiry'],
    ['request_too_late', 'rejected', 'expiry'],
    ['reply_lost', 'done', 'journal'],
    ['crash_after_broker', 'done', 'broker_records'],
  ] as const)('%s: is looked up once its answer is overdue, %s by %s', async (fate, status, settled_by) => {
    terminal.fates = [fate];
    const process = start();
    const { outcome } = await place(process, SMALL, {}, TO_ANSWER + 10);
    expect(outcome).toMatchObject({ status, settled_by });
    expect(terminal.executions(outcome.request_id)).toBe(status === 'done' ? 1 : 0);
    await clock.advance(TO_ANSWER);
    const all = await events(process);
    expect(all.filter((event) => event === 'settled')).toHaveLength(1);
  });

  it('whose fate nobody knows yet is unknown, counts as open, and is settled later', async () => {
    terminal.fates = ['crash_after_begun'];
    world.rules = rulesWith({ max_open_positions: 1 });
    const process = start();
    const { outcome } = await place(process, SMALL, {}, TO_ANSWER + 10);
    expect(outcome).toMatchObject({ status: 'unknown', settled_at: null, error: { code: 'ORDER_OUTCOME_UNKNOWN' } });
    expect(outcome.error?.what_to_do).toContain('Do not send again');
    expect(await codeOf(submit(process, SMALL))).toBe('LIMIT_OPEN_POSITIONS');
    await clock.advance(60_000);
    const { request_id } = outcome;
    expect(await process.gateway.outcome({ request_id })).toMatchObject({
      status: 'rejected',
      settled_by: 'broker_records',
    });
    expect(await place(process, SMALL)).toMatchObject({ outcome: { status: 'done' } });
  });
});

describe('a refusal', () => {
  it('names limit, configured and attempted, is audited, and sends nothing', async () => {
    world.rules = rulesWith({ max_lots_per_trade: 0.05, max_notional_per_trade: 100 });
    const process = start();
    const refusal = submit(process, SMALL);
    const error = await failure(refusal);
    expect(error.details).toMatchObject({ configured: expect.anything(), resets_at: null });
    expect((error.details.refusals as unknown[]).length).toBe(2);
    expect(await events(process)).toEqual(['configuration', 'proposal', 'decision']);
    const [decision] = await process.gateway.audit({ event: 'decision' });
    expect(decision?.data).toMatchObject({
      verdict: 'refused',
      inputs: { counters: { today: 0 }, kill_switch: false },
    });
    expect(terminal.deals).toEqual([]);
  });

  it('does not count as an order, and does not use up the key', async () => {
    world.rules = rulesWith({ max_orders_per_day: 1, max_lots_per_trade: 0.05 });
    const process = start();
    expect(await codeOf(submit(process, SMALL, { idempotency_key: 'k' }))).toBe('LIMIT_LOTS_PER_TRADE');
    world.rules = rulesWith({ max_orders_per_day: 1 });
    expect(await place(process, SMALL, { idempotency_key: 'k' })).toMatchObject({ replayed: false });
    const error = await failure(submit(process, SMALL));
    expect(error.code).toBe('LIMIT_ORDERS_PER_DAY');
    expect(error.details.resets_at).toMatch(/^2026-07-16T/);
  });

  it('of what is no order at all is audited too', async () => {
    const process = start();
    expect(await codeOf(submit(process, buy(-1)))).toBe('INVALID_VOLUME');
    expect(await codeOf(submit(process, { action: 'close_position', ticket: 5n }))).toBe('TICKET_NOT_FOUND');
    const decisions = await process.gateway.audit({ event: 'decision' });
    expect(decisions.map(({ data }) => (data.error as { code: string }).code)).toEqual([
      'TICKET_NOT_FOUND',
      'INVALID_VOLUME',
    ]);
  });

  it('comes before everything when the audit log cannot be written', async () => {
    const process = start();
    process.ledger.auditLog.append = () => {
      throw new Mt5Error('AUDIT_UNAVAILABLE');
    };
    expect(await codeOf(submit(process, SMALL))).toBe('AUDIT_UNAVAILABLE');
    expect(terminal.deals).toEqual([]);
    expect(process.ledger.requests.unsettled(IDENTITY)).toEqual([]);
  });
});

describe('an idempotency key', () => {
  const key = { idempotency_key: 'the key' };

  it('gives the answer of the first time, whichever process is asked', async () => {
    const first = await place(start(), SMALL, key);
    const again = await place(start(), SMALL, { ...key, reason: 'another', actor: OWNER });
    expect(again).toEqual({ ...first, replayed: true });
    expect(terminal.deals).toHaveLength(1);
  });

  it('gives a rejection again, and a question', async () => {
    const process = start();
    terminal.fates = ['rejected'];
    const rejected = await place(process, SMALL, key);
    expect(await place(process, SMALL, key)).toEqual({ ...rejected, replayed: true });
    const preview = await ask(process, LARGE, { idempotency_key: 'large' });
    const again = await submit(process, LARGE, { idempotency_key: 'large' });
    expect(again).toEqual({ kind: 'pending_approval', preview, replayed: true });
  });

  it('is refused for anything else', async () => {
    const process = start();
    await place(process, SMALL, key);
    expect(await codeOf(submit(process, buy(0.11), key))).toBe('IDEMPOTENCY_DIVERGED');
    expect(await events(process)).toContain('idempotency_diverged');
    expect(terminal.deals).toHaveLength(1);
  });

  it('of an order under way waits for its answer, in this process and in others', async () => {
    terminal.fates = ['reply_lost'];
    const [one, other] = [start(), start()];
    const proposal = { intent: SMALL, actor: AGENT, ...key };
    const first = one.gateway.submit(proposal);
    await clock.advance(100);
    const answers = Promise.all([first, one.gateway.submit(proposal), other.gateway.submit(proposal)]);
    await clock.advance(TO_ANSWER);
    const all = (await answers) as Extract<SubmitAnswer, { kind: 'outcome' }>[];
    expect(all.map(({ replayed, outcome }) => [replayed, outcome.status])).toEqual([
      [false, 'done'],
      [true, 'done'],
      [true, 'done'],
    ]);
    expect(new Set(all.map(({ outcome }) => outcome.request_id)).size).toBe(1);
  });

  it('of an order whose process died says so, until it is settled', async () => {
    terminal.fates = ['crash_after_begun'];
    const [one, other] = [start(), start()];
    one.gateway.submit({ intent: SMALL, actor: AGENT, ...key }).catch(() => {});
    await clock.advance(10);
    one.killAfter(0);
    const again = other.gateway.submit({ intent: SMALL, actor: AGENT, ...key });
    expect(await failure(inTime(again, TO_ANSWER + 100))).toMatchObject({
      code: 'IDEMPOTENCY_IN_FLIGHT',
      details: { request_id: expect.any(String) },
    });
    await clock.advance(60_000);
    expect(await place(other, SMALL, key)).toMatchObject({ replayed: true, outcome: { status: 'rejected' } });
  });

  it('is forgotten long after its order was settled, and never before', async () => {
    const process = start();
    const first = await place(process, SMALL, key);
    await clock.advance(KEY_TTL - 1_000);
    expect(await place(process, SMALL, key)).toMatchObject({ replayed: true });
    await clock.advance(2_000);
    const second = await place(process, SMALL, key);
    expect(second.replayed).toBe(false);
    expect(second.outcome.request_id).not.toBe(first.outcome.request_id);
    expect(await process.gateway.outcome(key)).toMatchObject({ request_id: second.outcome.request_id });
  });

  it('that is not given makes every proposal a new one', async () => {
    const process = start();
    await place(process, SMALL);
    await place(process, SMALL);
    expect(terminal.deals).toHaveLength(2);
  });
});

describe('an order that needs approval', () => {
  it('waits, is shown whole, and is sent by one yes in any process', async () => {
    const [one, other] = [start(), start()];
    const preview = await ask(one, LARGE, { reason: 'a plan' });
    expect(preview).toMatchObject({
      channels: ['cli'],
      reason: 'a plan',
      reference: { bid: terminal.bid },
      expires_at: preview.created_at + APPROVAL_TTL,
    });
    expect(terminal.deals).toEqual([]);
    expect(await one.gateway.outcome({ request_id: preview.request_id })).toMatchObject({ status: 'pending_approval' });
    expect(other.gateway.approvals({ state: 'pending' })).toMatchObject([{ preview, state: 'pending', outcome: null }]);

    const outcome = await approve(other, preview);
    expect(outcome).toMatchObject({ status: 'done', request_id: preview.request_id, command: preview.command });
    expect(one.gateway.approval(preview.approval_id)).toMatchObject({
      state: 'approved',
      channel: 'cli',
      decided_by: 'owner',
      outcome,
    });
    expect(await codeOf(approve(one, preview))).toBe('APPROVAL_USED');
    expect(terminal.executions(preview.request_id)).toBe(1);
    expect((await events(one)).slice(-5)).toEqual([
      'approval_requested',
      'approval_granted',
      'decision',
      'send',
      'outcome',
    ]);
  });

  it('is sent once when two people say yes at once', async () => {
    const [one, other] = [start(), start()];
    const preview = await ask(one);
    const answers = await inTime(Promise.allSettled([one, other].map((process) => approve(process, preview))));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(terminal.executions(preview.request_id)).toBe(1);
  });

  it('is refused another hash, another channel, and what nobody asked for', async () => {
    const process = start();
    const preview = await ask(process);
    expect(await codeOf(approve(process, preview, { hash: '0'.repeat(64) }))).toBe('INVALID_APPROVAL');
    expect(await codeOf(approve(process, preview, { channel: 'elicitation' }))).toBe('APPROVAL_CHANNEL_CLOSED');
    expect(await codeOf(approve(process, { ...preview, approval_id: 'NOBODY' }))).toBe('APPROVAL_NOT_FOUND');
    expect(process.gateway.approval(preview.approval_id).state).toBe('pending');
    expect(terminal.deals).toEqual([]);
  });

  it('is judged by the rules of the moment once more', async () => {
    const process = start();
    const preview = await ask(process);
    world.rules = rulesWith({ auto_approve_notional: 20_000, max_lots_per_trade: 0.2 });
    expect(await codeOf(approve(process, preview))).toBe('LIMIT_LOTS_PER_TRADE');
    world.rules = rulesWith({ auto_approve_notional: 20_000 }, { read_only: true });
    expect(await codeOf(approve(process, preview))).toBe('TRADING_READ_ONLY');
    world.rules = rulesWith({ auto_approve_notional: 20_000 });
    expect(await approve(process, preview)).toMatchObject({ status: 'done' });
  });

  it('expires', async () => {
    const process = start();
    const preview = await ask(process, LARGE, { idempotency_key: 'k' });
    await clock.advance(APPROVAL_TTL);
    expect(await codeOf(approve(process, preview))).toBe('APPROVAL_EXPIRED');
    expect(process.gateway.approval(preview.approval_id)).toMatchObject({ state: 'expired', outcome: null });
    expect(await place(process, LARGE, { idempotency_key: 'k' })).toMatchObject({
      replayed: true,
      outcome: { status: 'rejected', error: { code: 'APPROVAL_EXPIRED' } },
    });
    expect((await events(process)).filter((event) => event === 'approval_expired')).toHaveLength(1);
  });

  it('is void once the price has moved away', async () => {
    const process = start();
    const preview = await ask(process);
    terminal.bid *= 1.004;
    const near = await ask(process);
    terminal.bid *= 1.004;
    expect(await codeOf(approve(process, preview))).toBe('APPROVAL_VOID');
    expect(await codeOf(approve(process, preview))).toBe('APPROVAL_VOID');
    expect(process.gateway.approval(preview.approval_id).state).toBe('void');
    expect(await approve(process, near)).toMatchObject({ status: 'done' });
  });

  it('is denied for good', async () => {
    const process = start();
    const preview = await ask(process);
    const denied = await process.gateway.deny(preview.approval_id, {
      channel: 'cli',
      by: 'owner',
      reason: 'not today',
    });
    expect(denied).toMatchObject({ state: 'denied', channel: 'cli', decided_by: 'owner' });
    expect(await codeOf(approve(process, preview))).toBe('APPROVAL_DENIED');
    expect(await failure(process.gateway.deny(preview.approval_id, { channel: 'cli', by: 'owner' }))).toMatchObject({
      code: 'APPROVAL_DENIED',
    });
    expect(await process.gateway.outcome({ request_id: preview.request_id })).toMatchObject({
      status: 'rejected',
      error: { code: 'APPROVAL_DENIED', details: { reason: 'not today' } },
    });
  });

  it('survives the end of its process', async () => {
    const one = start();
    const preview = await ask(one);
    await one.gateway.close();
    expect(await approve(start(), preview)).toMatchObject({ status: 'done' });
  });
});

describe("the agent's own yes", () => {
  const confirm = ({ approval_id }: Preview) => ({ confirmation: { approval_id } });
  const approvals = { channels: ['agent'], elicitation_max_notional: 0, agent_max_notional: 100_000 } as const;

  beforeEach(() => {
    world.rules = rulesWith({ auto_approve_notional: 20_000 }, { approvals });
  });

  it('sends the order that was previewed, at the price of then', async () => {
    const process = start();
    const preview = await ask(process, LARGE, { idempotency_key: 'k' });
    terminal.bid += 0.0003;
    const answer = await place(process, LARGE, { ...confirm(preview), idempotency_key: 'k' });
    expect(answer).toMatchObject({ replayed: false, outcome: { status: 'done', command: preview.command } });
    expect(await place(process, LARGE, { ...confirm(preview), idempotency_key: 'k' })).toMatchObject({
      replayed: true,
    });
    expect(await codeOf(submit(process, LARGE, confirm(preview)))).toBe('APPROVAL_USED');
    expect(terminal.executions(preview.request_id)).toBe(1);
  });

  it.each<[string, Partial<Order>]>([
    ['volume', { volume: 0.51 }],
    ['side', { side: 'sell' }],
    ['stop loss', { sl: 1.08 }],
    ['deviation', { deviation: 11 }],
    ['magic', { magic: 8n }],
    ['comment', { comment: 'x' }],
  ])('does not hold for another %s', async (_, change) => {
    const process = start();
    const preview = await ask(process);
    expect(await codeOf(submit(process, { ...LARGE, ...change }, confirm(preview)))).toBe('INVALID_APPROVAL');
    expect(process.gateway.approval(preview.approval_id).state).toBe('pending');
    expect(terminal.deals).toEqual([]);
  });

  it('counts only where the owner lets it', async () => {
    world.rules = rulesWith({ auto_approve_notional: 20_000 });
    const process = start();
    const preview = await ask(process);
    expect(await codeOf(submit(process, LARGE, confirm(preview)))).toBe('APPROVAL_CHANNEL_CLOSED');
    expect(await codeOf(submit(process, LARGE, { confirmation: { approval_id: 'X' } }))).toBe('APPROVAL_NOT_FOUND');
  });
});

describe('the kill switch', () => {
  it('holds in all processes at once until the owner releases it', async () => {
    const [one, other] = [start(), start()];
    expect(one.gateway.pullKillSwitch(AGENT, 'odd prices')).toEqual({
      on: true,
      since: NOW,
      by: 'test',
      reason: 'odd prices',
    });
    expect(one.gateway.pullKillSwitch(OWNER, 'again').by).toBe('test');
    expect(other.gateway.killSwitch().on).toBe(true);
    expect(await codeOf(submit(other, SMALL))).toBe('KILL_SWITCH_ON');
    other.gateway.releaseKillSwitch(OWNER);
    expect(await place(one, SMALL)).toMatchObject({ outcome: { status: 'done' } });
    const records = await one.gateway.audit({ event: 'kill_switch' });
    expect(records.map(({ actor, data }) => [actor.kind, data.on])).toEqual([
      ['owner', false],
      ['agent', true],
    ]);
  });

  it('can be pulled though the audit log cannot be written', () => {
    const { gateway, ledger } = start();
    ledger.auditLog.append = () => {
      throw new Mt5Error('AUDIT_UNAVAILABLE');
    };
    expect(gateway.pullKillSwitch(AGENT, 'now').on).toBe(true);
    expect(thrown(() => gateway.releaseKillSwitch(OWNER))).toBe('AUDIT_UNAVAILABLE');
    expect(gateway.killSwitch().on).toBe(true);
  });
});

describe('an outcome that cannot be written', () => {
  it('is told as it is, kept, and written as soon as that is possible', async () => {
    const process = start();
    const append = process.ledger.auditLog.append;
    process.ledger.auditLog.append = (entries, options) => {
      if (entries.some(({ event }) => event === 'outcome')) throw new Mt5Error('AUDIT_UNAVAILABLE');
      return append(entries, options);
    };
    const { outcome } = await place(process, SMALL);
    expect(outcome).toMatchObject({ status: 'done', volume_filled: 0.1 });
    expect(await process.gateway.outcome({ request_id: outcome.request_id })).toMatchObject({ status: 'done' });
    expect(process.ledger.requests.byId(outcome.request_id)?.state).toBe('claimed');
    process.ledger.auditLog.append = append;
    await clock.advance(1_000);
    expect(process.ledger.requests.byId(outcome.request_id)?.state).toBe('done');
    expect((await events(process)).filter((event) => event === 'outcome' || event === 'settled')).toHaveLength(1);
  });
});

describe('observers', () => {
  it('hear of changes of their own process and of others, and of nothing else', async () => {
    const [one, other] = [start(), start()];
    const heard: string[] = [];
    const stop = one.gateway.observe('approvals', () => heard.push('approvals'));
    one.gateway.observe('policy', () => heard.push('policy'));
    const preview = await ask(one);
    expect(heard.splice(0)).toEqual(['approvals']);
    await other.gateway.deny(preview.approval_id, { channel: 'cli', by: 'owner' });
    await clock.advance(100);
    expect(heard.splice(0)).toEqual(['approvals']);
    other.gateway.pullKillSwitch(AGENT, 'x');
    await clock.advance(100);
    expect(heard.splice(0)).toEqual(['policy']);
    await ask(other, LARGE).catch(() => {});
    await clock.advance(500);
    expect(heard.splice(0)).toEqual([]);
    stop();
    other.gateway.releaseKillSwitch(OWNER);
    await ask(other);
    await clock.advance(100);
    expect(heard.splice(0)).toEqual(['policy']);
  });
});

describe('the end', () => {
  it('waits for what is under way, and then lets go of the ledger', async () => {
    terminal.fates = ['reply_lost'];
    const process = start();
    const answer = process.gateway.submit({ intent: SMALL, actor: AGENT });
    await clock.advance(100);
    let isClosed = false;
    const closed = process.gateway.close().then(() => {
      isClosed = true;
    });
    await settled();
    expect(isClosed).toBe(false);
    await clock.advance(TO_ANSWER);
    await closed;
    expect(await answer).toMatchObject({ outcome: { status: 'done' } });
    expect(await failure(process.gateway.submit({ intent: SMALL, actor: AGENT }))).toMatchObject({ code: 'CLOSED' });
  });
});

describe('a send that the audit log holds and the ledger does not', () => {
  it('is told to be none at the next start', async () => {
    const process = start();
    await place(process, SMALL);
    const head = process.ledger.facts.auditHead.get();
    const entry = { event: 'send', actor: AGENT, account: null, request_id: 'LOST00000000', data: {} } as const;
    process.ledger.auditLog.append([entry], { flush: true });
    expect(process.ledger.facts.auditHead.get()).toEqual(head);
    const next = start();
    await clock.advance(10);
    const [record] = await next.gateway.audit({ event: 'recovered' });
    expect(record).toMatchObject({
      request_id: 'LOST00000000',
      data: { problem: expect.stringContaining('not sent') },
    });
    start();
    await clock.advance(10);
    expect(await next.gateway.audit({ event: 'recovered' })).toHaveLength(1);
  });
});
