import type { TradingGateway } from '@mt5-bridge/gateway';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buy, codeOf, createWorld, GUARDED, outcomeOf, proposal, type Side, type World } from './world.ts';

const OPEN = GUARDED.replace('auto_approve_notional = 5000', 'auto_approve_notional = 0');
const TREND = '[profiles.trend]\nmagic = 1001\nmax_daily_loss = 1\nmax_open_positions = 2\n';
const NEWS = '[profiles.news]\nmagic = 1002\nsymbols_allowlist = ["EURUSD"]\n';

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.rules(OPEN + TREND + NEWS);
});
afterEach(() => world.end());

const of = ({ gateway }: Side, profile: string | null): TradingGateway =>
  gateway.as({ name: `${profile}`, scopes: ['read', 'trade'], profile });

const place = (gateway: TradingGateway, volume = 0.01) => outcomeOf(gateway.submit(proposal(buy(volume))));

async function close(gateway: TradingGateway, ticket: bigint | null): Promise<void> {
  if (ticket === null) throw new Error('there is no position');
  const { status } = await outcomeOf(gateway.submit(proposal({ action: 'close_position', ticket })));
  expect(status).toBe('done');
}

const usedOf = async (gateway: TradingGateway, name: string) => {
  const { profile, limits } = await gateway.policy();
  const used = (all: typeof limits = []) => all.find(({ limit }) => limit === name)?.used;
  return { own: used(profile?.limits), all: used(limits) };
};

test('two strategies are told apart by what the terminal shows of each', async () => {
  const side = await world.open();
  const [trend, news, nobody] = [of(side, 'trend'), of(side, 'news'), of(side, null)];
  const before = Number((await usedOf(nobody, 'max_open_positions')).all);
  const [first, second] = [await place(trend), await place(news)];
  await place(nobody);
  for (const [magic, { ticket }] of [
    [1_001n, first],
    [1_002n, second],
  ] as const)
    expect(await side.reads.positions({ magic })).toMatchObject([{ ticket }]);
  expect(await usedOf(trend, 'max_open_positions')).toEqual({ own: 1, all: before + 3 });
  expect(await usedOf(nobody, 'max_open_positions')).toEqual({ own: undefined, all: before + 3 });
  expect(await trend.planClose({})).toEqual([first.ticket]);
  expect(await codeOf(close(trend, second.ticket))).toBe('FOREIGN_MAGIC');
  await place(trend);
  expect(await codeOf(place(trend))).toBe('LIMIT_OPEN_POSITIONS');
  expect(await codeOf(news.submit(proposal(buy(0.01, { symbol: 'USDJPY' }))))).toBe('SYMBOL_NOT_ALLOWED');
  await place(news);
  const [all = [], own = []] = await Promise.all([nobody.profiles(), trend.profiles()]);
  const open = all.map(({ name, limits }) => [name, limits.find(({ limit }) => limit === 'max_open_positions')?.used]);
  expect(open).toEqual([
    ['trend', 2],
    ['news', 2],
  ]);
  expect(own).toEqual(all.filter(({ name }) => name === 'trend'));
});

test('the loss of one, by whomever it was closed, is not that of the other', async () => {
  const side = await world.open();
  const [trend, news] = [of(side, 'trend'), of(side, 'news')];
  const { ticket } = await place(trend, 1);
  // Closed at once by the owner, it costs the spread.
  await close(of(side, null), ticket);
  const lost = await usedOf(trend, 'max_daily_loss');
  expect(lost.own).toBeGreaterThan(1);
  expect(await usedOf(news, 'max_daily_loss')).toMatchObject({ own: 0 });
  expect(await codeOf(place(trend))).toBe('LIMIT_DAILY_LOSS');
  await place(news);
});

test('a profile that was taken out of the file is nobody any more, until it is back', async () => {
  const side = await world.open();
  const trend = of(side, 'trend');
  const { ticket } = await place(trend);
  world.rules(OPEN + NEWS);
  expect(await codeOf(place(trend))).toBe('PROFILE_NOT_FOUND');
  expect(await codeOf(trend.policy())).toBe('PROFILE_NOT_FOUND');
  expect(await codeOf(close(of(side, 'news'), ticket))).toBe('FOREIGN_MAGIC');
  world.rules(OPEN + TREND);
  await close(trend, ticket);
});

test('what a strategy may, and what it has used, is told before the terminal is there', async () => {
  const { gateway } = world.start();
  const { profile } = await of({ gateway } as Side, 'trend').policy();
  expect(profile).toMatchObject({ name: 'trend', symbols: { allowlist: [] } });
  const limits = new Map(profile?.limits.map(({ limit, configured, used }) => [limit, [configured, used]]));
  expect(limits.get('max_daily_loss')).toEqual([1, null]);
  expect(limits.get('magic')).toEqual(['1001', null]);
  expect(limits.has('max_drawdown_percent')).toBe(false);
});
