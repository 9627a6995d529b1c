import type { CrashPoint } from '@mt5-bridge/fake-mt5';
import type { Outcome, TradeIntent } from '@mt5-bridge/gateway';
import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { commentTag } from '@mt5-bridge/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until as eventually } from '../support/wait.ts';
import {
  buy,
  codeOf,
  createWorld,
  GUARDED,
  outcomeOf,
  place,
  proposal,
  round,
  type Side,
  START,
  type World,
} from './world.ts';

const DAY = 86_400_000;
const SHORT = `${GUARDED}[mt5]
order_timeout_ms = 500
order_ttl_ms = 400
request_timeout_ms = 500
`;

let world: World;
const open = (): Promise<Side> => world.open();
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

const until = (holds: () => boolean | Promise<boolean>): Promise<void> => eventually(holds, 'it', 35_000);

/** The ticket that came of an order. */
async function ticketOf(outcome: Promise<Outcome>): Promise<bigint> {
  const { status, ticket, error } = await outcome;
  if (status !== 'done' || ticket === null) throw new Error(`${status}: ${error?.message}`);
  return ticket;
}

/** Deals that name this request, as soon as the terminal is there to tell. */
async function dealsOf({ reads }: Side, { request_id }: Outcome): Promise<number> {
  const page = { offset: 0, count: 1_000 };
  let deals: Awaited<ReturnType<TerminalReads['deals']>> | undefined;
  await until(async () => {
    deals = await reads.deals({ from: START - DAY, to: START + DAY }, page).catch(() => undefined);
    return deals !== undefined;
  });
  return deals?.items.filter(({ comment }) => comment.startsWith(commentTag(request_id))).length ?? -1;
}

describe('every kind of order', () => {
  test('goes through the door and comes out as it was carried out', async () => {
    const side = await open();
    const { reads, gateway } = side;
    const ticket = await ticketOf(place(side, buy(0.02, { comment: 'hello' })));
    const [held] = await reads.positions({ ticket });
    expect(held).toMatchObject({ volume: 0.02, comment: expect.stringMatching(/^#[0-9A-Z]{12} hello$/) });
    const sl = round((held?.price_open ?? 0) * 0.97);
    expect(await place(side, { action: 'modify_order', ticket, sl })).toMatchObject({ status: 'done', ticket });
    expect(await reads.positions({ ticket })).toMatchObject([{ sl }]);
    const part = await place(side, { action: 'close_position', ticket, volume: 0.01 });
    expect(part).toMatchObject({ status: 'done', ticket, volume_requested: 0.01, volume_filled: 0.01 });
    const rest = await place(side, { action: 'close_position', ticket });
    expect(rest).toMatchObject({ status: 'done', volume_requested: 0.01, volume_filled: 0.01 });
    expect(await codeOf(reads.positions({ ticket }))).toBe('TICKET_NOT_FOUND');

    const price = round((held?.price_open ?? 0) * 0.95);
    const pending = await place(side, buy(0.01, { type: 'limit', price }));
    expect(pending).toMatchObject({ status: 'done', volume_filled: 0, price_filled: null });
    const order = pending.ticket ?? 0n;
    const lower = round(price - 0.001);
    expect(await place(side, { action: 'modify_order', ticket: order, price: lower })).toMatchObject({
      status: 'done',
    });
    expect(await reads.orders({ ticket: order })).toMatchObject([{ price_open: lower }]);
    expect(await place(side, { action: 'cancel_order', ticket: order })).toMatchObject({
      status: 'done',
      ticket: order,
    });
    expect(await codeOf(reads.orders({ ticket: order }))).toBe('TICKET_NOT_FOUND');

    const long = await ticketOf(place(side, buy(0.01)));
    const short = await ticketOf(place(side, buy(0.01, { side: 'sell' })));
    expect(await place(side, { action: 'close_by', ticket: long, by: short })).toMatchObject({ status: 'done' });
    expect(await gateway.policy()).toMatchObject({ in_flight: 0, unknown: 0, identity: { environment: 'fake' } });
  });

  test('that is wrong is refused with a code, and nothing is sent', async () => {
    const side = await open();
    const refusals = [
      ...[Number.NaN, 0, -0.01, 0.015, 1e9].map((volume) => buy(volume)),
      buy(0.01, { symbol: 'NOSUCH' }),
      buy(0.01, { sl: 9 }),
      { action: 'close_position', ticket: 1n } as const,
      { action: 'cancel_order', ticket: 1n } as const,
    ].map((intent) => codeOf(place(side, intent)));
    expect(await Promise.all(refusals)).toEqual([
      ...Array(5).fill('INVALID_VOLUME'),
      'SYMBOL_NOT_FOUND',
      'INVALID_STOPS',
      ...Array(2).fill('TICKET_NOT_FOUND'),
    ]);
    expect(await side.gateway.audit({ event: 'send' })).toEqual([]);
  });
});

describe('what cannot be known at once', () => {
  // What is begun and not done takes its time to be sure of; the gateway's own tests own the clock for that.
  test.each(['received', 'broker-done', 'journal-answered', 'reply-sent'] as const)(
    'a terminal that dies at "%s" leaves one order or none, and the ledger knows which',
    async (at) => {
      world.rules(SHORT);
      const side = await open();
      await world.fake.faults.command({ fault: 'crash', at, op: 'order_send' });
      const { request_id } = await place(side, buy(0.01));
      await until(async () => {
        const { status } = await side.gateway.outcome({ request_id });
        return status === 'done' || status === 'rejected';
      });
      const outcome = await side.gateway.outcome({ request_id });
      expect(await dealsOf(side, outcome)).toBe(outcome.status === 'done' ? 1 : 0);
      expect(outcome.status).toBe(at === 'received' ? 'rejected' : 'done');
      const ends = await side.gateway.audit({ request_id });
      expect(ends.filter(({ event, data }) => event !== 'send' && data.status === outcome.status)).toHaveLength(1);
    },
  );

  /** More than a request takes to be settled, less than a quote may be old. */
  const LONG = 20_000;

  /** As somebody who asks learns it long after the terminal died at this point; the terminal is back by then. */
  async function afterCrash(side: Side, at: CrashPoint, intent: TradeIntent): Promise<Outcome> {
    const { epoch } = world.fake;
    await world.fake.faults.command({ fault: 'crash', at });
    const { request_id, status } = await place(side, intent);
    expect(status).toBe('unknown');
    world.leap(LONG);
    await until(() => {
      const { link } = side.client;
      return link.state === 'up' && link.hello.epoch > epoch;
    });
    let outcome: Outcome | undefined;
    await until(async () => {
      outcome = await side.gateway.outcome({ request_id });
      return outcome.status !== 'unknown' || outcome.error?.requires_human === true;
    });
    return outcome as Outcome;
  }

  test('what a broker did and lost the name of stays unknown, whoever asks and however often', async () => {
    world.rules(SHORT);
    const side = await open();
    await world.fake.faults.command({ fault: 'strip-comments', times: 'always' });
    const before = await side.reads.positions({});
    const outcome = await afterCrash(side, 'broker-done', buy(0.01));
    const opened = (await side.reads.positions({})).filter(({ ticket }) =>
      before.every((one) => one.ticket !== ticket),
    );
    expect(opened).toMatchObject([{ symbol: 'EURUSD', volume: 0.01, comment: '' }]);
    const unknown = {
      status: 'unknown',
      error: {
        code: 'ORDER_OUTCOME_UNKNOWN',
        requires_human: true,
        details: { look_alikes: [{ kind: 'order', ticket: String(opened[0]?.identifier) }] },
      },
    };
    expect(outcome).toMatchObject(unknown);
    // Another process, another day.
    world.leap(LONG);
    const { request_id } = outcome;
    const other = await open();
    expect(await other.gateway.outcome({ request_id })).toMatchObject(unknown);
    expect(await other.gateway.policy()).toMatchObject({ unknown: 1 });
    const told = await side.gateway.audit({ request_id });
    expect(told.filter(({ event }) => event === 'send')).toHaveLength(1);
    expect(told.filter(({ event }) => event === 'outcome' || event === 'settled')).toHaveLength(2);
    expect(await side.reads.positions({})).toHaveLength(before.length + 1);
  });

  test('a close that lost its name is not called rejected; one that never was is', async () => {
    world.rules(SHORT);
    const side = await open();
    const ticket = await ticketOf(place(side, buy(0.03)));
    await world.fake.faults.command({ fault: 'strip-comments', times: 'always' });
    const never = await afterCrash(side, 'journal-begun', { action: 'close_position', ticket, volume: 0.01 });
    expect(never).toMatchObject({ status: 'rejected', settled_by: 'broker_records' });
    const done = await afterCrash(side, 'broker-done', { action: 'close_position', ticket, volume: 0.01 });
    expect(done).toMatchObject({ status: 'unknown', error: { details: { look_alikes: [{ kind: 'order' }] } } });
    expect(await side.reads.positions({ ticket })).toMatchObject([{ volume: 0.02 }]);
    const all = await afterCrash(side, 'broker-done', { action: 'close_position', ticket });
    expect(all).toMatchObject({ status: 'unknown', error: { details: { look_alikes: [{ kind: 'order' }] } } });
    expect(await codeOf(side.reads.positions({ ticket }))).toBe('TICKET_NOT_FOUND');
  });

  test('a close is found by its tag on a market that lives in another time than this machine', async () => {
    world.rules(SHORT);
    const side = await open();
    const ticket = await ticketOf(place(side, buy(0.01)));
    const outcome = await afterCrash(side, 'broker-done', { action: 'close_position', ticket });
    expect(outcome).toMatchObject({ status: 'done', settled_by: 'broker_records', volume_filled: 0.01 });
  });

  test('a lost reply is found in the journal', async () => {
    world.rules(`${GUARDED}[mt5]\norder_timeout_ms = 300\norder_ttl_ms = 200\n`);
    const side = await open();
    await world.fake.faults.command({ fault: 'drop', op: 'order_send' });
    const outcome = await place(side, buy(0.01));
    expect(outcome).toMatchObject({ status: 'done', settled_by: 'journal', result: { replayed: true } });
    expect(await dealsOf(side, outcome)).toBe(1);
  });
});

describe('two processes on one ledger', () => {
  test('make one order of one key, however many ask at once', async () => {
    const sides = [await open(), await open()];
    const asked = Array.from({ length: 20 }, (_, i) =>
      (sides[i % 2] as Side).gateway.submit(proposal(buy(0.01), { idempotency_key: 'one' })),
    );
    const answers = await Promise.all(asked);
    const outcomes = await Promise.all(asked.map(outcomeOf));
    expect(new Set(outcomes.map(({ request_id }) => request_id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await dealsOf(sides[0] as Side, outcomes[0] as Outcome)).toBe(1);
  });

  test('pass no limit together', async () => {
    world.rules(GUARDED.replace('max_orders_per_minute = 0', 'max_orders_per_minute = 5'));
    const sides = [await open(), await open()];
    const codes = await Promise.all(
      Array.from({ length: 16 }, (_, i) => codeOf(place(sides[i % 2] as Side, buy(0.01)))),
    );
    expect(codes.sort()).toEqual([
      ...Array(11).fill('LIMIT_ORDERS_PER_MINUTE'),
      ...Array(5).fill('nothing was thrown'),
    ]);
  });

  test('one asks, the other approves, and a changed field is refused', async () => {
    const [one, other] = [await open(), await open()];
    const answer = await one.gateway.submit(proposal(buy(0.2)));
    if (answer.kind !== 'pending_approval') throw new Error(answer.kind);
    const { approval_id, hash } = answer.preview;
    const yes = { hash, channel: 'cli', by: 'owner' } as const;
    expect(await codeOf(other.gateway.approve(approval_id, { ...yes, hash: hash.replace(/^./, 'x') }))).toBe(
      'INVALID_APPROVAL',
    );
    const outcome = await other.gateway.approve(approval_id, yes);
    expect(outcome).toMatchObject({ status: 'done', volume_filled: 0.2 });
    expect(await codeOf(one.gateway.approve(approval_id, yes))).toBe('APPROVAL_USED');
    expect(await dealsOf(one, outcome)).toBe(1);
  });
});

describe('closing all', () => {
  test('is planned by symbol, side, magic and sign of profit, the largest loss first', async () => {
    const { gateway, reads } = await open();
    const all = await reads.positions({});
    const gain = new Map(all.map(({ ticket, profit, swap }) => [ticket, profit + swap]));
    const plan = await gateway.planClose({});
    expect(plan).toHaveLength(all.length);
    for (const [i, ticket] of plan.entries()) {
      if (i > 0) expect(gain.get(plan[i - 1] as bigint)).toBeLessThanOrEqual(gain.get(ticket) ?? 0);
    }
    const [first] = all;
    const plans = await Promise.all([
      gateway.planClose({ symbol: first?.symbol ?? '', side: 'buy' }),
      gateway.planClose({ magic: 424_242n }),
      gateway.planClose({ profit: 'winners' }),
      gateway.planClose({ profit: 'losers' }),
    ]);
    expect(plans[0]).toEqual(
      plan.filter((ticket) =>
        all.some((one) => one.ticket === ticket && one.symbol === first?.symbol && one.type === 'buy'),
      ),
    );
    expect(plans[1]).toEqual([]);
    expect(plans[2]?.every((ticket) => (gain.get(ticket) ?? 0) > 0)).toBe(true);
    expect(plans[3]?.every((ticket) => (gain.get(ticket) ?? 0) < 0)).toBe(true);
  });
});

describe('in the first moments', () => {
  test('an order waits for the terminal, and so does a yes', async () => {
    const side = world.start();
    expect(side.client.link.state).toBe('connecting');
    expect(await place(side, buy(0.01))).toMatchObject({ status: 'done' });
    const answer = await side.gateway.submit(proposal(buy(0.2)));
    if (answer.kind !== 'pending_approval') throw new Error(answer.kind);
    const { approval_id, hash } = answer.preview;
    const late = world.start();
    const yes = { hash, channel: 'cli', by: 'owner' } as const;
    expect(await late.gateway.approve(approval_id, yes)).toMatchObject({ status: 'done' });
  });

  test('it waits no longer than for any other answer, and nothing is sent', async () => {
    await world.fake.stop();
    world.rules(SHORT);
    const side = world.start();
    expect(await codeOf(place(side, buy(0.01)))).toBe('TERMINAL_NOT_CONNECTED');
    expect(side.client.link.state).not.toBe('up');
    expect(await side.gateway.audit({ event: 'send' })).toEqual([]);
  });
});

describe('without a terminal', () => {
  test('rules, approvals and audit are there, and orders are refused with the reason', async () => {
    const side = await open();
    await side.gateway.submit(proposal(buy(0.2)));
    await world.fake.stop();
    await until(() => side.client.link.state === 'down');
    expect(await codeOf(place(side, buy(0.01)))).toBe('TERMINAL_NOT_CONNECTED');
    const policy = await side.gateway.policy();
    expect(policy).toMatchObject({ identity: null, preset: 'guarded' });
    expect(policy.limits.find(({ limit }) => limit === 'auto_approve_notional')).toMatchObject({ configured: 5_000 });
    const [waiting] = side.gateway.approvals({ state: 'pending' });
    const { approval_id = '', hash = '' } = waiting?.preview ?? {};
    expect(await codeOf(side.gateway.approve(approval_id, { hash, channel: 'cli', by: 'x' }))).toBe(
      'TERMINAL_NOT_CONNECTED',
    );
    expect(await side.gateway.deny(approval_id, { channel: 'cli', by: 'x' })).toMatchObject({ state: 'denied' });
  });
});
