import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import type { SubmitAnswer } from './api.ts';
import { settled } from './testing/manual-clock.ts';
import { IDENTITY } from './testing/model-terminal.ts';
import { AGENT, buy, eachInItsWorld, events, KEY_TTL, LARGE, OWNER, SMALL, TO_ANSWER } from './testing/model-world.ts';
import { rulesWith } from './testing/rules.ts';
import { failure } from './testing/test-reads.ts';

const here = eachInItsWorld();

describe('an order that the rules let pass', () => {
  it('is sent once, and told and recorded as it was', async () => {
    const process = here().start();
    const { outcome, replayed } = await here().place(process, SMALL, { reason: 'a trend' });
    expect(outcome).toMatchObject({ status: 'done', volume_requested: 0.1, volume_filled: 0.1, error: null });
    expect(outcome).toMatchObject({ ticket: outcome.result?.order, symbol: 'EURUSD', identity: IDENTITY });
    expect(replayed).toBe(false);
    expect(here().terminal.executions(outcome.request_id)).toBe(1);
    expect(await events(process)).toEqual(['configuration', 'proposal', 'decision', 'send', 'outcome']);
    const [proposal] = await process.gateway.audit({ event: 'proposal' });
    expect(proposal).toMatchObject({ actor: AGENT, request_id: outcome.request_id, data: { reason: 'a trend' } });
    expect(await process.gateway.outcome({ request_id: outcome.request_id })).toEqual(outcome);
    expect(process.ledger.auditLog.verify()).toMatchObject({ ok: true });
  });

  it('that the broker rejects is told with the return code of the broker', async () => {
    here().terminal.fates = ['rejected'];
    const { outcome } = await here().place(here().start(), SMALL);
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
    here().terminal.fates = [fate];
    const process = here().start();
    const { outcome } = await here().place(process, SMALL, {}, TO_ANSWER + 10);
    expect(outcome).toMatchObject({ status, settled_by });
    expect(here().terminal.executions(outcome.request_id)).toBe(status === 'done' ? 1 : 0);
    await here().clock.advance(TO_ANSWER);
    const all = await events(process);
    expect(all.filter((event) => event === 'settled')).toHaveLength(1);
  });

  it('whose fate nobody knows yet is unknown, counts as open, and is settled later', async () => {
    here().terminal.fates = ['crash_after_begun'];
    here().rules = rulesWith({ max_open_positions: 1 });
    const process = here().start();
    const { outcome } = await here().place(process, SMALL, {}, TO_ANSWER + 10);
    expect(outcome).toMatchObject({ status: 'unknown', settled_at: null, error: { code: 'ORDER_OUTCOME_UNKNOWN' } });
    expect(outcome.error?.what_to_do).toContain('Do not send again');
    expect(await here().codeOf(here().submit(process, SMALL))).toBe('LIMIT_OPEN_POSITIONS');
    await here().clock.advance(60_000);
    const { request_id } = outcome;
    expect(await process.gateway.outcome({ request_id })).toMatchObject({
      status: 'rejected',
      settled_by: 'broker_records',
    });
    expect(await here().place(process, SMALL)).toMatchObject({ outcome: { status: 'done' } });
  });
});

describe('a refusal', () => {
  it('names limit, configured and attempted, is audited, and sends nothing', async () => {
    here().rules = rulesWith({ max_lots_per_trade: 0.05, max_notional_per_trade: 100 });
    const process = here().start();
    const refusal = here().submit(process, SMALL);
    const error = await failure(refusal);
    expect(error.details).toMatchObject({ configured: expect.anything(), resets_at: null });
    expect((error.details.refusals as unknown[]).length).toBe(2);
    expect(await events(process)).toEqual(['configuration', 'proposal', 'decision']);
    const [decision] = await process.gateway.audit({ event: 'decision' });
    expect(decision?.data).toMatchObject({
      verdict: 'refused',
      inputs: { counters: { today: 0 }, kill_switch: false },
    });
    expect(here().terminal.deals).toEqual([]);
  });

  it('is by the rules of the moment it is told, not of when the order was proposed', async () => {
    const refusal = here().start().gateway.submit({ intent: SMALL, actor: AGENT });
    here().rules = rulesWith({ max_lots_per_trade: 0.05 });
    expect(await here().codeOf(refusal)).toBe('LIMIT_LOTS_PER_TRADE');
  });

  it('does not count as an order, and does not use up the key', async () => {
    here().rules = rulesWith({ max_orders_per_day: 1, max_lots_per_trade: 0.05 });
    const process = here().start();
    expect(await here().codeOf(here().submit(process, SMALL, { idempotency_key: 'k' }))).toBe('LIMIT_LOTS_PER_TRADE');
    here().rules = rulesWith({ max_orders_per_day: 1 });
    expect(await here().place(process, SMALL, { idempotency_key: 'k' })).toMatchObject({ replayed: false });
    const error = await failure(here().submit(process, SMALL));
    expect(error.code).toBe('LIMIT_ORDERS_PER_DAY');
    expect(error.details.resets_at).toMatch(/^2026-07-16T/);
  });

  it('of what is no order at all is audited too', async () => {
    const process = here().start();
    expect(await here().codeOf(here().submit(process, buy(-1)))).toBe('INVALID_VOLUME');
    expect(await here().codeOf(here().submit(process, { action: 'close_position', ticket: 5n }))).toBe(
      'TICKET_NOT_FOUND',
    );
    const decisions = await process.gateway.audit({ event: 'decision' });
    expect(decisions.map(({ data }) => (data.error as { code: string }).code)).toEqual([
      'TICKET_NOT_FOUND',
      'INVALID_VOLUME',
    ]);
  });

  it('comes before everything when the audit log cannot be written', async () => {
    const process = here().start();
    process.ledger.auditLog.append = () => {
      throw new Mt5Error('AUDIT_UNAVAILABLE');
    };
    expect(await here().codeOf(here().submit(process, SMALL))).toBe('AUDIT_UNAVAILABLE');
    expect(here().terminal.deals).toEqual([]);
    expect(process.ledger.requests.unsettled(IDENTITY)).toEqual([]);
  });
});

describe('an idempotency key', () => {
  const key = { idempotency_key: 'the key' };

  it('gives the answer of the first time, whichever process is asked', async () => {
    const first = await here().place(here().start(), SMALL, key);
    const again = await here().place(here().start(), SMALL, { ...key, reason: 'another', actor: OWNER });
    expect(again).toEqual({ ...first, replayed: true });
    expect(here().terminal.deals).toHaveLength(1);
  });

  it('gives a rejection again, and a question', async () => {
    const process = here().start();
    here().terminal.fates = ['rejected'];
    const rejected = await here().place(process, SMALL, key);
    expect(await here().place(process, SMALL, key)).toEqual({ ...rejected, replayed: true });
    const preview = await here().ask(process, LARGE, { idempotency_key: 'large' });
    const again = await here().submit(process, LARGE, { idempotency_key: 'large' });
    expect(again).toEqual({ kind: 'pending_approval', preview, replayed: true });
  });

  it('is refused for anything else', async () => {
    const process = here().start();
    await here().place(process, SMALL, key);
    expect(await here().codeOf(here().submit(process, buy(0.11), key))).toBe('IDEMPOTENCY_DIVERGED');
    expect(await events(process)).toContain('idempotency_diverged');
    expect(here().terminal.deals).toHaveLength(1);
  });

  it('of an order under way waits for its answer, in this process and in others', async () => {
    here().terminal.fates = ['reply_lost'];
    const [one, other] = [here().start(), here().start()];
    const proposal = { intent: SMALL, actor: AGENT, ...key };
    const first = one.gateway.submit(proposal);
    await here().clock.advance(100);
    const answers = Promise.all([first, one.gateway.submit(proposal), other.gateway.submit(proposal)]);
    await here().clock.advance(TO_ANSWER);
    const all = (await answers) as Extract<SubmitAnswer, { kind: 'outcome' }>[];
    expect(all.map(({ replayed, outcome }) => [replayed, outcome.status])).toEqual([
      [false, 'done'],
      [true, 'done'],
      [true, 'done'],
    ]);
    expect(new Set(all.map(({ outcome }) => outcome.request_id)).size).toBe(1);
  });

  it('of an order whose process died says so, until it is settled', async () => {
    here().terminal.fates = ['crash_after_begun'];
    const [one, other] = [here().start(), here().start()];
    one.gateway.submit({ intent: SMALL, actor: AGENT, ...key }).catch(() => {});
    await here().clock.advance(10);
    one.killAfter(0);
    const again = other.gateway.submit({ intent: SMALL, actor: AGENT, ...key });
    expect(await failure(here().inTime(again, TO_ANSWER + 100))).toMatchObject({
      code: 'IDEMPOTENCY_IN_FLIGHT',
      details: { request_id: expect.any(String) },
    });
    await here().clock.advance(60_000);
    expect(await here().place(other, SMALL, key)).toMatchObject({ replayed: true, outcome: { status: 'rejected' } });
  });

  it('is forgotten long after its order was settled, and never before', async () => {
    const process = here().start();
    const first = await here().place(process, SMALL, key);
    await here().clock.advance(KEY_TTL - 1_000);
    expect(await here().place(process, SMALL, key)).toMatchObject({ replayed: true });
    await here().clock.advance(2_000);
    const second = await here().place(process, SMALL, key);
    expect(second.replayed).toBe(false);
    expect(second.outcome.request_id).not.toBe(first.outcome.request_id);
    expect(await process.gateway.outcome(key)).toMatchObject({ request_id: second.outcome.request_id });
  });

  it('that is not given makes every proposal a new one', async () => {
    const process = here().start();
    await here().place(process, SMALL);
    await here().place(process, SMALL);
    expect(here().terminal.deals).toHaveLength(2);
  });
});

describe('an outcome that cannot be written', () => {
  it('is told as it is, kept, and written as soon as that is possible', async () => {
    const process = here().start();
    const append = process.ledger.auditLog.append;
    process.ledger.auditLog.append = (entries, options) => {
      if (entries.some(({ event }) => event === 'outcome')) throw new Mt5Error('AUDIT_UNAVAILABLE');
      return append(entries, options);
    };
    const { outcome } = await here().place(process, SMALL);
    expect(outcome).toMatchObject({ status: 'done', volume_filled: 0.1 });
    expect(await process.gateway.outcome({ request_id: outcome.request_id })).toMatchObject({ status: 'done' });
    expect(process.ledger.requests.byId(outcome.request_id)?.state).toBe('claimed');
    process.ledger.auditLog.append = append;
    await here().clock.advance(1_000);
    expect(process.ledger.requests.byId(outcome.request_id)?.state).toBe('done');
    expect((await events(process)).filter((event) => event === 'outcome' || event === 'settled')).toHaveLength(1);
  });
});

describe('the end', () => {
  it('waits for what is under way, and then lets go of the ledger', async () => {
    here().terminal.fates = ['reply_lost'];
    const process = here().start();
    const answer = process.gateway.submit({ intent: SMALL, actor: AGENT });
    await here().clock.advance(100);
    let isClosed = false;
    const closed = process.gateway.close().then(() => {
      isClosed = true;
    });
    await settled();
    expect(isClosed).toBe(false);
    await here().clock.advance(TO_ANSWER);
    await closed;
    expect(await answer).toMatchObject({ outcome: { status: 'done' } });
    expect(await failure(process.gateway.submit({ intent: SMALL, actor: AGENT }))).toMatchObject({ code: 'CLOSED' });
  });
});

describe('a send that the audit log holds and the ledger does not', () => {
  it('is told to be none at the next start', async () => {
    const process = here().start();
    await here().place(process, SMALL);
    const head = process.ledger.facts.auditHead.get();
    const entry = { event: 'send', actor: AGENT, account: null, request_id: 'LOST00000000', data: {} } as const;
    process.ledger.auditLog.append([entry], { flush: true });
    expect(process.ledger.facts.auditHead.get()).toEqual(head);
    const next = here().start();
    await here().clock.advance(10);
    const [record] = await next.gateway.audit({ event: 'recovered' });
    expect(record).toMatchObject({
      request_id: 'LOST00000000',
      data: { problem: expect.stringContaining('not sent') },
    });
    here().start();
    await here().clock.advance(10);
    expect(await next.gateway.audit({ event: 'recovered' })).toHaveLength(1);
  });
});
