import { Mt5Error } from '@mt5-bridge/protocol';
import { describe, expect, it } from 'vitest';
import type { ModelProcess } from './testing/model-process.ts';
import { IDENTITY } from './testing/model-terminal.ts';
import { eachInItsWorld, events, OWNER, SMALL, TO_ANSWER } from './testing/model-world.ts';
import { rulesWith } from './testing/rules.ts';
import { failure } from './testing/test-reads.ts';

const here = eachInItsWorld();
const KEY = 'the one';

/** An order whose outcome stays unknown: the broker did it, and its records lost the name. */
async function lost(process: ModelProcess, more = {}) {
  here().terminal.fates = ['crash_after_broker_without_comment'];
  const { outcome } = await here().place(process, SMALL, { idempotency_key: KEY, ...more }, TO_ANSWER + 10);
  await here().clock.advance(60_000);
  const known = await process.gateway.outcome({ request_id: outcome.request_id });
  expect(known).toMatchObject({ status: 'unknown', error: { requires_human: true } });
  return known;
}

const codeOf = async (settle: () => unknown) => (await failure((async () => settle())())).code;

describe('an order that stays unknown', () => {
  it('is listed with what it was, until the owner settles it', async () => {
    const process = here().start();
    expect(process.gateway.unsettled()).toEqual([]);
    const { request_id } = await lost(process);
    expect(process.gateway.unsettled()).toMatchObject([
      { request_id, idempotency_key: KEY, symbol: 'EURUSD', status: 'unknown', identity: IDENTITY },
    ]);
    process.gateway.settle(request_id, { state: 'done' }, OWNER);
    expect(process.gateway.unsettled()).toEqual([]);
  });

  it('counts against the limits for ever, and no more once it is settled', async () => {
    here().rules = rulesWith({ max_open_positions: 2 });
    const process = here().start();
    const { request_id } = await lost(process);
    await here().clock.advance(86_400_000);
    expect(await here().codeOf(here().submit(process, SMALL))).toBe('LIMIT_OPEN_POSITIONS');
    process.gateway.settle(request_id, { state: 'rejected' }, OWNER);
    expect(await here().place(process, SMALL)).toMatchObject({ outcome: { status: 'done' } });
  });

  it.each([
    ['done', null],
    ['rejected', { code: 'ORDER_REJECTED', details: { reason: 'I looked' } }],
  ] as const)('is %s by the word of the owner, for whoever asks and in every process', async (state, error) => {
    const process = here().start();
    const { request_id } = await lost(process);
    const settled = process.gateway.settle(request_id, { state, reason: 'I looked' }, OWNER);
    expect(settled).toMatchObject({
      ...{ status: state, settled_by: 'owner', settled_at: here().clock.now() },
      ...{ ticket: null, volume_filled: null, price_filled: null },
    });
    if (error === null) expect(settled.error).toBeNull();
    else expect(settled.error).toMatchObject(error);
    const other = here().start();
    await here().clock.advance(60_000);
    expect(await other.gateway.outcome({ request_id })).toEqual(settled);
    const replay = await here().place(other, SMALL, { idempotency_key: KEY });
    expect(replay).toEqual({ kind: 'outcome', outcome: settled, replayed: true });
    expect(here().terminal.executions(request_id)).toBe(1);
  });

  it('leaves one record of that, with the owner and the reason', async () => {
    const process = here().start();
    const { request_id } = await lost(process);
    process.gateway.settle(request_id, { state: 'done', reason: 'ticket 7 is ours' }, OWNER);
    const [record, ...more] = await process.gateway.audit({ event: 'settled_by_owner' });
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      ...{ request_id, actor: OWNER },
      data: { status: 'done', symbol: 'EURUSD', operation: 'order_send', reason: 'ticket 7 is ours' },
    });
    expect(process.ledger.auditLog.verify()).toMatchObject({ ok: true });
  });
});

describe('of several answers the first counts', () => {
  it('the owner after the owner', async () => {
    const [one, other] = [here().start(), here().start()];
    const { request_id } = await lost(one);
    one.gateway.settle(request_id, { state: 'done' }, OWNER);
    expect(await codeOf(() => other.gateway.settle(request_id, { state: 'rejected' }, OWNER))).toBe('REQUEST_SETTLED');
    expect(await one.gateway.outcome({ request_id })).toMatchObject({ status: 'done' });
    expect((await events(one)).filter((event) => event === 'settled_by_owner')).toHaveLength(1);
  });

  it('the owner after a look at the terminal', async () => {
    here().terminal.fates = ['reply_lost'];
    const process = here().start();
    const { outcome } = await here().place(process, SMALL, {}, TO_ANSWER + 10);
    expect(outcome).toMatchObject({ status: 'done', settled_by: 'journal' });
    const { request_id } = outcome;
    const error = await failure((async () => process.gateway.settle(request_id, { state: 'rejected' }, OWNER))());
    expect(error).toMatchObject({ code: 'REQUEST_SETTLED', details: { status: 'done', settled_by: 'journal' } });
  });

  it('a look at the terminal after the owner', async () => {
    here().terminal.fates = ['crash_after_begun'];
    const process = here().start();
    const { outcome } = await here().place(process, SMALL, {}, TO_ANSWER + 10);
    const { request_id } = outcome;
    expect(outcome.status).toBe('unknown');
    process.gateway.settle(request_id, { state: 'done' }, OWNER);
    await here().clock.advance(120_000);
    expect(await process.gateway.outcome({ request_id })).toMatchObject({ status: 'done', settled_by: 'owner' });
    expect(await events(process)).not.toContain('settled');
  });
});

it("the terminal's own answer, which could not be written before, replaces the word of the owner", async () => {
  const sender = here().start();
  const append = sender.ledger.auditLog.append;
  const fails = (event: string) => event === 'outcome' || event === 'settled';
  sender.ledger.auditLog.append = (entries, options) => {
    if (entries.some(({ event }) => fails(event))) throw new Mt5Error('AUDIT_UNAVAILABLE');
    return append(entries, options);
  };
  const { outcome } = await here().place(sender, SMALL);
  const { request_id } = outcome;
  await here().clock.advance(TO_ANSWER + 61_000);
  const owner = here().start();
  expect(owner.gateway.settle(request_id, { state: 'rejected' }, OWNER)).toMatchObject({ status: 'rejected' });
  sender.ledger.auditLog.append = append;
  await here().clock.advance(20_000);
  expect(await owner.gateway.outcome({ request_id })).toMatchObject({ status: 'done', settled_by: null });
  expect((await events(owner)).slice(-2)).toEqual(['settled_by_owner', 'outcome']);
});

describe('what is not for the owner to settle', () => {
  it('is what nobody knows, what waits for approval, and what was answered', async () => {
    const process = here().start();
    const settle = (id: string) => codeOf(() => process.gateway.settle(id, { state: 'done' }, OWNER));
    expect(await settle('NOSUCH000000')).toBe('REQUEST_NOT_FOUND');
    expect(await settle((await here().ask(process)).request_id)).toBe('APPROVAL_PENDING');
    expect(await settle((await here().place(process, SMALL)).outcome.request_id)).toBe('REQUEST_SETTLED');
    expect(await events(process)).not.toContain('settled_by_owner');
  });

  it('is what is under way in this process or another, unless that one is long gone', async () => {
    here().terminal.fates = ['request_lost'];
    const [sender, other] = [here().start(), here().start()];
    const answer = sender.gateway.submit({ intent: SMALL, actor: { kind: 'agent', name: 'test' } });
    answer.catch(() => {});
    await here().clock.advance(100);
    const [open] = sender.gateway.unsettled();
    const request_id = open?.request_id ?? '';
    expect(open?.status).toBe('in_flight');
    for (const { gateway } of [sender, other]) {
      expect(await codeOf(() => gateway.settle(request_id, { state: 'done' }, OWNER))).toBe('REQUEST_IN_FLIGHT');
    }
  });

  it('ends where the process that sent it was killed', async () => {
    const sender = here().start();
    sender.gateway.submit({ intent: SMALL, actor: { kind: 'agent', name: 'test' } }).catch(() => {});
    // Read, then the transaction that claims it: killed before it is sent.
    sender.killAfter(4);
    await here().clock.advance(100);
    const early = here().start();
    const request_id = early.gateway.unsettled()[0]?.request_id ?? '';
    const settle = ({ gateway }: ModelProcess) => gateway.settle(request_id, { state: 'rejected' }, OWNER);
    expect(await codeOf(() => settle(early))).toBe('REQUEST_IN_FLIGHT');
    early.killAfter(0);
    await here().clock.advance(TO_ANSWER + 61_000);
    // Before it has looked at the terminal.
    expect(settle(here().start())).toMatchObject({ status: 'rejected', settled_by: 'owner' });
  });
});
