import { beforeEach, describe, expect, it } from 'vitest';
import type { Preview, Principal, Proposal, SubmitAnswer, TradingGateway } from '../api.ts';
import type { ModelProcess } from '../testing/model-process.ts';
import { AGENT, buy, eachInItsWorld, events, LARGE, OWNER, SMALL, TO_ANSWER } from '../testing/model-world.ts';
import { deal, position } from '../testing/records.ts';
import { profileWith, rulesWith } from '../testing/rules.ts';
import { failure } from '../testing/test-reads.ts';

const here = eachInItsWorld();

const TREND = 1_001n;
const NEWS = 1_002n;
const both = { trend: profileWith(TREND), news: profileWith(NEWS) };

beforeEach(() => {
  here().rules = rulesWith({ auto_approve_notional: 20_000 }, { profiles: both });
});

const principal = (profile: string | null, more: Partial<Principal> = {}): Principal => ({
  name: `${profile} token`,
  scopes: ['read', 'trade'],
  profile,
  ...more,
});

const viewOf = ({ gateway }: ModelProcess, profile: string | null, more: Partial<Principal> = {}): TradingGateway =>
  gateway.as(principal(profile, more));

const propose = (gateway: TradingGateway, intent = SMALL, more: Partial<Proposal> = {}): Promise<SubmitAnswer> =>
  here().inTime(gateway.submit({ intent, actor: AGENT, ...more }));

async function placed(gateway: TradingGateway, more: Partial<Proposal> = {}) {
  const answer = await propose(gateway, SMALL, more);
  if (answer.kind !== 'outcome') throw new Error('expected an outcome');
  return answer;
}

async function ask(gateway: TradingGateway): Promise<Preview> {
  const answer = await propose(gateway, LARGE);
  if (answer.kind !== 'pending_approval') throw new Error('expected a question');
  return answer.preview;
}

const magics = () => here().terminal.deals.map(({ magic }) => magic);

describe('an order of a profile', () => {
  it('carries its magic number, and the audit log its name', async () => {
    const process = here().start();
    const { outcome } = await placed(viewOf(process, 'trend'));
    expect(magics()).toEqual([TREND]);
    const records = await process.gateway.audit({ request_id: outcome.request_id });
    expect(records.map(({ event, actor }) => [event, actor.token, actor.profile])).toEqual(
      ['outcome', 'send', 'decision', 'proposal'].map((event) => [event, 'trend token', 'trend']),
    );
    expect(process.ledger.requests.byId(outcome.request_id)?.actor.profile).toBe('trend');
  });

  it('that names the number of another one is refused', async () => {
    const process = here().start();
    for (const profile of ['trend', null]) {
      const intent = buy(0.1, { magic: NEWS });
      expect(await here().codeOf(propose(viewOf(process, profile), intent))).toBe('FOREIGN_MAGIC');
    }
    expect(magics()).toEqual([]);
  });

  it('comes under its own limits, and leaves those of the other one whole', async () => {
    const profiles = { trend: profileWith(TREND, { max_orders_per_day: 1 }), news: profileWith(NEWS) };
    here().rules = rulesWith({}, { profiles });
    const process = here().start();
    await placed(viewOf(process, 'news'));
    await placed(viewOf(process, 'trend'));
    const error = await failure(propose(viewOf(process, 'trend')));
    expect(error).toMatchObject({ code: 'LIMIT_ORDERS_PER_DAY', details: { profile: 'trend', configured: 1 } });
    await placed(viewOf(process, 'news'));
    expect(magics()).toEqual([NEWS, TREND, NEWS]);
  });

  it('comes under those of the account, of which each profile uses up a part', async () => {
    here().rules = rulesWith({ max_orders_per_day: 2 }, { profiles: both });
    const process = here().start();
    await placed(viewOf(process, 'trend'));
    await placed(viewOf(process, 'news'));
    expect(await here().codeOf(propose(viewOf(process, 'trend')))).toBe('LIMIT_ORDERS_PER_DAY');
  });

  it('is one of as many as its limit allows when two processes race', async () => {
    const profiles = { trend: profileWith(TREND, { max_open_positions: 3 }), news: profileWith(NEWS) };
    here().rules = rulesWith({ max_open_positions: 7 }, { profiles });
    here().terminal.fates = ['reply_lost', 'reply_lost'];
    const sides = [here().start(), here().start()];
    const tries = [...Array(12).keys()].map((index) => {
      const process = sides[index % 2] as ModelProcess;
      return viewOf(process, index % 3 === 0 ? 'news' : 'trend').submit({ intent: SMALL, actor: AGENT });
    });
    const answers = Promise.allSettled(tries);
    await here().clock.advance(TO_ANSWER + 100);
    const codes = (await answers).flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(codes).toEqual(Array(5).fill('LIMIT_OPEN_POSITIONS'));
    expect(magics().filter((magic) => magic === TREND)).toHaveLength(3);
    expect(magics().filter((magic) => magic === NEWS)).toHaveLength(4);
  });
});

describe('the loss of a profile', () => {
  const guarded = () => {
    here().rules = rulesWith({}, { profiles: { ...both, trend: profileWith(TREND, { max_daily_loss: 100 }) } });
    return here().start();
  };
  const codeOf = (process: ModelProcess) => here().codeOf(propose(viewOf(process, 'trend')));

  it("is that of its deals and positions, and of nobody else's", async () => {
    const process = guarded();
    const { deals, positions } = here().terminal;
    deals.push(deal({ ticket: 1n, position_id: 11n, entry: 'out', magic: NEWS, profit: -500 }));
    deals.push(deal({ ticket: 2n, position_id: 12n, entry: 'out', magic: TREND, profit: -60, commission: -1 }));
    positions.push(position({ magic: NEWS, profit: -500 }));
    positions.push(position({ ticket: 51n, identifier: 51n, magic: TREND, profit: -30, swap: 0 }));
    await propose(viewOf(process, 'trend'));
    positions.splice(1, 2, position({ ticket: 51n, identifier: 51n, magic: TREND, profit: -38, swap: -1 }));
    expect(await codeOf(process)).toBe('LIMIT_DAILY_LOSS');
  });

  it('is its own by whomever the position was closed', async () => {
    const process = guarded();
    const { outcome } = await placed(viewOf(process, 'trend'));
    const { terminal } = here();
    terminal.positions.length = 0;
    // Opened days ago, as far as the deals of today tell; closed by hand.
    terminal.deals.length = 0;
    const position_id = outcome.ticket ?? 0n;
    terminal.deals.push(deal({ ticket: 9n, position_id, entry: 'out', magic: 0n, profit: -150 }));
    expect(await codeOf(process)).toBe('LIMIT_DAILY_LOSS');
    terminal.deals[0] = deal({ ticket: 9n, position_id: 5n, entry: 'out', magic: 0n, profit: -150 });
    await placed(viewOf(process, 'trend'));
  });

  it('that cannot be told lets nothing pass', async () => {
    const process = guarded();
    const { terminal } = here();
    const read = terminal.read.bind(terminal);
    terminal.read = () => ({ ...read(), deals: undefined });
    expect(await codeOf(process)).toBe('DATA_MISSING');
    await placed(viewOf(process, 'news'));
  });
});

describe('what a profile sees', () => {
  it('is what it proposed itself', async () => {
    const process = here().start();
    const [trend, news] = [viewOf(process, 'trend'), viewOf(process, 'news')];
    const preview = await ask(trend);
    const { outcome } = await placed(trend);
    const { approval_id, request_id } = preview;
    const other = await ask(news);
    expect(trend.approvals({}).map((one) => one.preview)).toEqual([preview]);
    expect(news.approvals({}).map((one) => one.preview)).toEqual([other]);
    expect(news.approvals({ profile: 'trend' }).map((one) => one.preview)).toEqual([other]);
    const entitled = viewOf(process, 'news', { scopes: ['read', 'trade', 'approve'] });
    const mustNot = [
      async () => news.approval(approval_id),
      () => entitled.approve(approval_id, { hash: preview.hash, channel: 'elicitation', by: 'x' }),
      () => news.deny(approval_id, { channel: 'cli', by: 'x' }),
    ];
    for (const each of mustNot) expect((await failure(each())).code).toBe('APPROVAL_NOT_FOUND');
    for (const hidden of [request_id, outcome.request_id])
      expect((await failure(news.outcome({ request_id: hidden }))).code).toBe('REQUEST_NOT_FOUND');
    const seen = await news.audit({ count: 100 });
    expect(new Set(seen.map((record) => record.request_id))).toEqual(new Set([other.request_id]));
    expect(JSON.stringify(seen)).not.toContain(request_id);
    const all = viewOf(process, 'news', { scopes: ['read', 'trade', 'admin'] });
    expect(all.approvals({})).toHaveLength(2);
    expect(await all.outcome({ request_id })).toMatchObject({ status: 'pending_approval' });
    expect(viewOf(process, null).approval(approval_id).proposed_by).toMatchObject({ profile: 'trend' });
  });

  it('is told of what the owner decided about it, too', async () => {
    const process = here().start();
    const trend = viewOf(process, 'trend');
    await here().approve(process, await ask(trend));
    await process.gateway.deny((await ask(trend)).approval_id, { channel: 'cli', by: 'owner' });
    const seen = (await trend.audit({ count: 100 })).map(({ event }) => event);
    expect(seen).toEqual((await events(process)).toReversed().filter((event) => event !== 'configuration'));
    expect(seen).toEqual(expect.arrayContaining(['approval_granted', 'approval_denied']));
  });

  it('of what is on its way is its own', async () => {
    here().terminal.fates = ['crash_after_begun'];
    const process = here().start();
    const { outcome } = (await here().inTime(
      viewOf(process, 'trend').submit({ intent: SMALL, actor: AGENT }),
      TO_ANSWER + 10,
    )) as Extract<SubmitAnswer, { kind: 'outcome' }>;
    expect(outcome.status).toBe('unknown');
    expect(viewOf(process, 'trend').unsettled()).toHaveLength(1);
    expect(viewOf(process, 'news').unsettled()).toEqual([]);
    expect(viewOf(process, null).unsettled()).toHaveLength(1);
  });

  it('of positions to close is its own', async () => {
    const process = here().start();
    here().terminal.positions.push(position({ magic: NEWS }), position({ ticket: 51n, magic: TREND }));
    here().terminal.positions.push(position({ ticket: 52n, magic: 0n }));
    expect(await viewOf(process, 'trend').planClose({})).toEqual([51n]);
    expect(await viewOf(process, 'trend').planClose({ magic: NEWS })).toEqual([]);
    expect(await viewOf(process, null).planClose({})).toHaveLength(3);
  });

  it('is whatever says its idempotency key, and never that of another one', async () => {
    const process = here().start();
    const key = { idempotency_key: 'same' };
    const [trend, news, nobody] = ['trend', 'news', null].map((profile) => viewOf(process, profile));
    const answers = [trend, news, nobody].map((view) => view && placed(view, key));
    const first = [];
    for (const answer of answers) first.push(await answer);
    expect(new Set(first.map((one) => one?.outcome.request_id)).size).toBe(3);
    expect(first.map((one) => [one?.replayed, one?.outcome.idempotency_key])).toEqual(Array(3).fill([false, 'same']));
    const again = await placed(viewOf(here().start(), 'trend'), key);
    expect(again).toEqual({ ...first[0], replayed: true });
    expect(await news?.outcome(key)).toEqual(first[1]?.outcome);
    expect(await process.gateway.outcome(key)).toEqual(first[2]?.outcome);
    // A name of the other's keys, as they are kept, is a key like any other.
    for (const idempotency_key of ['\u001fnews\u001fsame', '\u001f\u001fsame'])
      expect((await failure(nobody?.outcome({ idempotency_key }) ?? Promise.resolve())).code).toBe('REQUEST_NOT_FOUND');
    const strange = { idempotency_key: '\u001fnews\u001fsame' };
    expect(await placed(viewOf(process, null), strange)).toMatchObject({
      replayed: false,
      outcome: { idempotency_key: strange.idempotency_key },
    });
  });
});

describe('an order of a profile that needs approval', () => {
  it('is judged again by the rules of the profile, whoever approves it, after a restart too', async () => {
    const preview = await ask(viewOf(here().start(), 'trend'));
    const profiles = { ...both, trend: profileWith(TREND, { max_lots_per_trade: 0.4 }) };
    here().rules = rulesWith({ auto_approve_notional: 20_000 }, { profiles });
    const other = here().start('tcp://terminal:7');
    const error = await failure(here().approve(other, preview));
    expect(error).toMatchObject({ code: 'LIMIT_LOTS_PER_TRADE', details: { profile: 'trend' } });
    here().rules = rulesWith({ auto_approve_notional: 20_000 }, { profiles: both });
    expect(await here().approve(other, preview)).toMatchObject({ status: 'done' });
    expect(magics()).toEqual([TREND]);
  });

  it("is one of fifty of its profile at most, and in nobody else's way", async () => {
    const process = here().start();
    const [trend, news] = [viewOf(process, 'trend'), viewOf(process, 'news')];
    for (let more = 0; more < 50; more++) await ask(trend);
    expect(await failure(propose(trend, LARGE))).toMatchObject({ code: 'TOO_MANY_PENDING', details: { pending: 50 } });
    await ask(news);
    await ask(viewOf(process, null));
  });

  it('waits because the profile asks, though the account would not', async () => {
    const profiles = { ...both, trend: profileWith(TREND, { auto_approve_notional: 1 }) };
    here().rules = rulesWith({}, { profiles });
    const process = here().start();
    await placed(viewOf(process, 'news'));
    expect(await propose(viewOf(process, 'trend'))).toMatchObject({ kind: 'pending_approval' });
  });

  it('is refused with its profile, which ends all that its connections may do', async () => {
    const process = here().start();
    const trend = viewOf(process, 'trend');
    const preview = await ask(trend);
    here().rules = rulesWith({ auto_approve_notional: 20_000 }, { profiles: { news: profileWith(NEWS) } });
    const tries = [
      () => trend.submit({ intent: SMALL, actor: AGENT }),
      () => trend.evaluate(SMALL),
      () => trend.policy(),
      () => trend.planClose({}),
      () => here().approve(process, preview),
    ];
    for (const each of tries) expect(await here().codeOf(each())).toBe('PROFILE_NOT_FOUND');
    expect(trend.pullKillSwitch(AGENT, 'still').on).toBe(true);
    process.gateway.releaseKillSwitch(OWNER);
    expect(magics()).toEqual([]);
    here().rules = rulesWith({ auto_approve_notional: 20_000 }, { profiles: both });
    expect(await here().approve(process, preview)).toMatchObject({ status: 'done' });
  });

  it('names the token of a yes over a connection', async () => {
    const approvals = {
      channels: ['elicitation'],
      elicitation_max_notional: 1e9,
      agent_max_notional: 0,
      levels: [],
    } as const;
    here().rules = rulesWith({ auto_approve_notional: 20_000 }, { profiles: both, approvals });
    const process = here().start();
    const trend = viewOf(process, 'trend', { scopes: ['trade', 'approve'] });
    const { approval_id, hash } = await ask(trend);
    await here().inTime(trend.approve(approval_id, { hash, channel: 'elicitation', by: 'client' }));
    const [granted] = await process.gateway.audit({ event: 'approval_granted' });
    expect(granted).toMatchObject({ actor: { name: 'client', token: 'trend token' }, data: { profile: 'trend' } });
  });
});
