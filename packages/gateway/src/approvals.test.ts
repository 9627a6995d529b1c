import { rmSync } from 'node:fs';
import { type ErrorCode, Mt5Error } from '@mt5-bridge/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Preview } from './api.ts';
import type { ModelProcess } from './testing/model-process.ts';
import {
  AGENT,
  APPROVAL_TTL,
  eachInItsWorld,
  events,
  LARGE,
  OWNER,
  type PlaceOrder,
  SMALL,
} from './testing/model-world.ts';
import { rulesWith } from './testing/rules.ts';
import { failure, NOW } from './testing/test-reads.ts';

const here = eachInItsWorld();

function thrown(work: () => unknown): ErrorCode {
  try {
    work();
  } catch (error) {
    if (error instanceof Mt5Error) return error.code;
  }
  throw new Error('expected an Mt5Error');
}

describe('an order that needs approval', () => {
  it('waits, is shown whole, and is sent by one yes in any process', async () => {
    const [one, other] = [here().start(), here().start()];
    const preview = await here().ask(one, LARGE, { reason: 'a plan' });
    expect(preview).toMatchObject({
      channels: ['cli'],
      reason: 'a plan',
      reference: { bid: here().terminal.bid },
      expires_at: preview.created_at + APPROVAL_TTL,
    });
    expect(here().terminal.deals).toEqual([]);
    expect(await one.gateway.outcome({ request_id: preview.request_id })).toMatchObject({ status: 'pending_approval' });
    expect(other.gateway.approvals({ state: 'pending' })).toMatchObject([{ preview, state: 'pending', outcome: null }]);

    const outcome = await here().approve(other, preview);
    expect(outcome).toMatchObject({ status: 'done', request_id: preview.request_id, command: preview.command });
    expect(one.gateway.approval(preview.approval_id)).toMatchObject({
      state: 'approved',
      channel: 'cli',
      decided_by: 'owner',
      outcome,
    });
    expect(await here().codeOf(here().approve(one, preview))).toBe('APPROVAL_USED');
    expect(here().terminal.executions(preview.request_id)).toBe(1);
    expect((await events(one)).slice(-5)).toEqual([
      'approval_requested',
      'approval_granted',
      'decision',
      'send',
      'outcome',
    ]);
  });

  it('is sent once when two people say yes at once', async () => {
    const [one, other] = [here().start(), here().start()];
    const preview = await here().ask(one);
    const answers = await here().inTime(
      Promise.allSettled([one, other].map((process) => here().approve(process, preview))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(here().terminal.executions(preview.request_id)).toBe(1);
  });

  it('is refused another hash, another channel, and what nobody asked for', async () => {
    const process = here().start();
    const preview = await here().ask(process);
    expect(await here().codeOf(here().approve(process, preview, { hash: '0'.repeat(64) }))).toBe('INVALID_APPROVAL');
    expect(await here().codeOf(here().approve(process, preview, { channel: 'elicitation' }))).toBe(
      'APPROVAL_CHANNEL_CLOSED',
    );
    expect(await here().codeOf(here().approve(process, { ...preview, approval_id: 'NOBODY' }))).toBe(
      'APPROVAL_NOT_FOUND',
    );
    expect(process.gateway.approval(preview.approval_id).state).toBe('pending');
    expect(here().terminal.deals).toEqual([]);
  });

  it('is judged by the rules of the moment once more', async () => {
    const process = here().start();
    const preview = await here().ask(process);
    here().rules = rulesWith({ auto_approve_notional: 20_000, max_lots_per_trade: 0.2 });
    expect(await here().codeOf(here().approve(process, preview))).toBe('LIMIT_LOTS_PER_TRADE');
    here().rules = rulesWith({ auto_approve_notional: 20_000 }, { read_only: true });
    expect(await here().codeOf(here().approve(process, preview))).toBe('TRADING_READ_ONLY');
    here().rules = rulesWith({ auto_approve_notional: 20_000 });
    expect(await here().approve(process, preview)).toMatchObject({ status: 'done' });
  });

  it('expires', async () => {
    const process = here().start();
    const preview = await here().ask(process, LARGE, { idempotency_key: 'k' });
    await here().clock.advance(APPROVAL_TTL);
    expect(await here().codeOf(here().approve(process, preview))).toBe('APPROVAL_EXPIRED');
    expect(process.gateway.approval(preview.approval_id)).toMatchObject({ state: 'expired', outcome: null });
    expect(await here().place(process, LARGE, { idempotency_key: 'k' })).toMatchObject({
      replayed: true,
      outcome: { status: 'rejected', error: { code: 'APPROVAL_EXPIRED' } },
    });
    expect((await events(process)).filter((event) => event === 'approval_expired')).toHaveLength(1);
  });

  it('is void once the price has moved away', async () => {
    const process = here().start();
    const preview = await here().ask(process);
    here().terminal.bid *= 1.004;
    const near = await here().ask(process);
    here().terminal.bid *= 1.004;
    expect(await here().codeOf(here().approve(process, preview))).toBe('APPROVAL_VOID');
    expect(await here().codeOf(here().approve(process, preview))).toBe('APPROVAL_VOID');
    expect(process.gateway.approval(preview.approval_id).state).toBe('void');
    expect(await here().approve(process, near)).toMatchObject({ status: 'done' });
  });

  it('is denied for good', async () => {
    const process = here().start();
    const preview = await here().ask(process);
    const denied = await process.gateway.deny(preview.approval_id, {
      channel: 'cli',
      by: 'owner',
      reason: 'not today',
    });
    expect(denied).toMatchObject({ state: 'denied', channel: 'cli', decided_by: 'owner' });
    expect(await here().codeOf(here().approve(process, preview))).toBe('APPROVAL_DENIED');
    expect(await failure(process.gateway.deny(preview.approval_id, { channel: 'cli', by: 'owner' }))).toMatchObject({
      code: 'APPROVAL_DENIED',
    });
    expect(await process.gateway.outcome({ request_id: preview.request_id })).toMatchObject({
      status: 'rejected',
      error: { code: 'APPROVAL_DENIED', details: { reason: 'not today' } },
    });
  });

  it('is looked up where it was sent to, not where it was proposed', async () => {
    const [one, other] = [here().start('tcp://terminal:1'), here().start('tcp://terminal:9')];
    const preview = await here().ask(one);
    here().terminal.fates = ['request_lost'];
    here()
      .approve(other, preview)
      .catch(() => {});
    await here().clock.advance(10);
    other.killAfter(0);
    await here().clock.advance(8_000);
    const seenBy = (process: ModelProcess) =>
      here().inTime(process.gateway.outcome({ request_id: preview.request_id }));
    expect(await seenBy(one)).toMatchObject({ status: 'in_flight' });
    expect(await seenBy(here().start('tcp://terminal:9'))).toMatchObject({
      status: 'rejected',
      settled_by: 'expiry',
    });
  });

  it('is one of fifty at most: more are refused until some are decided', async () => {
    const process = here().start();
    const preview = await here().ask(process);
    for (let more = 1; more < 50; more++) await here().ask(process);
    expect(await failure(here().submit(process, LARGE))).toMatchObject({
      code: 'TOO_MANY_PENDING',
      details: { pending: 50, most: 50 },
    });
    expect(await here().place(process, SMALL)).toMatchObject({ outcome: { status: 'done' } });
    expect(process.gateway.approvals({ state: 'pending', count: 100 })).toHaveLength(50);
    await process.gateway.deny(preview.approval_id, { channel: 'cli', by: 'owner' });
    await here().ask(process);
  });

  it('survives the end of its process', async () => {
    const one = here().start();
    const preview = await here().ask(one);
    await one.gateway.close();
    expect(await here().approve(here().start(), preview)).toMatchObject({ status: 'done' });
  });
});

describe("the agent's own yes", () => {
  const confirm = ({ approval_id }: Preview) => ({ confirmation: { approval_id } });
  const approvals = {
    channels: ['agent'],
    elicitation_max_notional: 0,
    agent_max_notional: 100_000,
    levels: [],
  } as const;

  beforeEach(() => {
    here().rules = rulesWith({ auto_approve_notional: 20_000 }, { approvals });
  });

  it('sends the order that was previewed, at the price of then', async () => {
    const process = here().start();
    const preview = await here().ask(process, LARGE, { idempotency_key: 'k' });
    here().terminal.bid += 0.0003;
    const answer = await here().place(process, LARGE, { ...confirm(preview), idempotency_key: 'k' });
    expect(answer).toMatchObject({ replayed: false, outcome: { status: 'done', command: preview.command } });
    expect(await here().place(process, LARGE, { ...confirm(preview), idempotency_key: 'k' })).toMatchObject({
      replayed: true,
    });
    expect(await here().codeOf(here().submit(process, LARGE, confirm(preview)))).toBe('APPROVAL_USED');
    expect(here().terminal.executions(preview.request_id)).toBe(1);
  });

  it('may be said again with the key that it was said with first', async () => {
    const process = here().start();
    const preview = await here().ask(process);
    const keyed = { ...confirm(preview), idempotency_key: 'late' };
    const { outcome } = await here().place(process, LARGE, keyed);
    expect(outcome).toMatchObject({ status: 'done', idempotency_key: 'late' });
    expect(await here().place(process, LARGE, keyed)).toEqual({ kind: 'outcome', outcome, replayed: true });
    expect(await process.gateway.outcome({ idempotency_key: 'late' })).toEqual(outcome);
    expect(await here().codeOf(here().submit(process, { ...LARGE, volume: 0.6 }, { idempotency_key: 'late' }))).toBe(
      'IDEMPOTENCY_DIVERGED',
    );
    expect(here().terminal.executions(preview.request_id)).toBe(1);
  });

  it("does not take another order's key, not even at the same moment", async () => {
    const [one, other] = [here().start(), here().start()];
    const [first, second] = [await here().ask(one), await here().ask(other)];
    const say = (process: ModelProcess, preview: Preview) =>
      process.gateway.submit({ intent: LARGE, actor: AGENT, idempotency_key: 'k', ...confirm(preview) });
    const both = here().inTime(Promise.allSettled([say(one, first), say(other, second)]));
    const refusals = (await both).filter((answer) => answer.status === 'rejected');
    expect(refusals).toMatchObject([{ reason: { code: 'IDEMPOTENCY_DIVERGED' } }]);
    expect(here().terminal.deals).toHaveLength(1);
  });

  it.each<[string, Partial<PlaceOrder>]>([
    ['volume', { volume: 0.51 }],
    ['side', { side: 'sell' }],
    ['stop loss', { sl: 1.08 }],
    ['deviation', { deviation: 11 }],
    ['magic', { magic: 8n }],
    ['comment', { comment: 'x' }],
  ])('does not hold for another %s', async (_, change) => {
    const process = here().start();
    const preview = await here().ask(process);
    expect(await here().codeOf(here().submit(process, { ...LARGE, ...change }, confirm(preview)))).toBe(
      'INVALID_APPROVAL',
    );
    expect(process.gateway.approval(preview.approval_id).state).toBe('pending');
    expect(here().terminal.deals).toEqual([]);
  });

  it('counts only where the owner lets it', async () => {
    here().rules = rulesWith({ auto_approve_notional: 20_000 });
    const process = here().start();
    const preview = await here().ask(process);
    expect(await here().codeOf(here().submit(process, LARGE, confirm(preview)))).toBe('APPROVAL_CHANNEL_CLOSED');
    expect(await here().codeOf(here().submit(process, LARGE, { confirmation: { approval_id: 'X' } }))).toBe(
      'APPROVAL_NOT_FOUND',
    );
  });
});

describe('the kill switch', () => {
  it('is on once the ledger was lost, for what was sent and pulled before is not known any more', async () => {
    const [one, other] = [here().start(), here().start()];
    await here().place(one, SMALL, { idempotency_key: 'first' });
    await here().place(other, SMALL);
    for (const end of ['', '-wal', '-shm']) rmSync(`${one.ledger.db.file}${end}`);

    const again = { intent: SMALL, actor: AGENT, idempotency_key: 'first' };
    expect(await here().codeOf(here().start().gateway.submit(again))).toBe('KILL_SWITCH_ON');
    for (const process of [one, other]) {
      expect(await here().codeOf(here().submit(process, SMALL))).toBe('KILL_SWITCH_ON');
      const { on, by, reason } = process.gateway.killSwitch();
      expect({ on, by, reason }).toEqual({ on: true, by: 'mt5-bridge', reason: expect.stringContaining('lost') });
    }
    expect(here().terminal.deals).toHaveLength(2);
    expect(await one.gateway.audit({ event: 'kill_switch' })).toHaveLength(1);
    expect(one.ledger.auditLog.verify()).toMatchObject({ ok: true });

    other.gateway.releaseKillSwitch(OWNER);
    await here().place(one, SMALL);
    expect(here().start().gateway.killSwitch().on).toBe(false);
  });

  it('stays off when only the first transaction of all was lost', async () => {
    const [first, next] = [here().start(), here().start()];
    const { auditHead } = first.ledger.facts;
    expect(first.gateway.killSwitch().on).toBe(false);
    auditHead.set = () => {
      throw new Error('cut');
    };
    await expect(here().place(first, SMALL)).rejects.toThrow('cut');
    expect(first.ledger.auditLog.verify()).toMatchObject({ ok: true, records: 4 });
    expect((await here().place(next, SMALL)).outcome.status).toBe('done');
  });

  it('holds in all processes at once until the owner releases it', async () => {
    const [one, other] = [here().start(), here().start()];
    expect(one.gateway.pullKillSwitch(AGENT, 'odd prices')).toEqual({
      on: true,
      since: NOW,
      by: 'test',
      reason: 'odd prices',
    });
    expect(one.gateway.pullKillSwitch(OWNER, 'again').by).toBe('test');
    expect(other.gateway.killSwitch().on).toBe(true);
    expect(await here().codeOf(here().submit(other, SMALL))).toBe('KILL_SWITCH_ON');
    other.gateway.releaseKillSwitch(OWNER);
    expect(await here().place(one, SMALL)).toMatchObject({ outcome: { status: 'done' } });
    const records = await one.gateway.audit({ event: 'kill_switch' });
    expect(records.map(({ actor, data }) => [actor.kind, data.on])).toEqual([
      ['owner', false],
      ['agent', true],
    ]);
  });

  it('can be pulled though the audit log cannot be written', () => {
    const { gateway, ledger } = here().start();
    ledger.auditLog.append = () => {
      throw new Mt5Error('AUDIT_UNAVAILABLE');
    };
    expect(gateway.pullKillSwitch(AGENT, 'now').on).toBe(true);
    expect(thrown(() => gateway.releaseKillSwitch(OWNER))).toBe('AUDIT_UNAVAILABLE');
    expect(gateway.killSwitch().on).toBe(true);
  });
});

describe('observers', () => {
  it('hear of changes of their own process and of others, and of nothing else', async () => {
    const [one, other] = [here().start(), here().start()];
    const heard: string[] = [];
    const stop = one.gateway.observe('approvals', () => heard.push('approvals'));
    one.gateway.observe('policy', () => heard.push('policy'));
    const preview = await here().ask(one);
    expect(heard.splice(0)).toEqual(['approvals']);
    await other.gateway.deny(preview.approval_id, { channel: 'cli', by: 'owner' });
    await here().clock.advance(100);
    expect(heard.splice(0)).toEqual(['approvals']);
    other.gateway.pullKillSwitch(AGENT, 'x');
    await here().clock.advance(100);
    expect(heard.splice(0)).toEqual(['policy']);
    await here()
      .ask(other, LARGE)
      .catch(() => {});
    await here().clock.advance(500);
    expect(heard.splice(0)).toEqual([]);
    stop();
    other.gateway.releaseKillSwitch(OWNER);
    await here().ask(other);
    await here().clock.advance(100);
    expect(heard.splice(0)).toEqual(['policy']);
  });
});
