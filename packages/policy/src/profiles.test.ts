import type { TradeCommand } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type Limits, type ProfileRules, type Situation, usage, usageOfProfile } from './index.ts';
import { anyCommand, anyProfileSituation, anyTime } from './testing/arbitraries.ts';
import { evaluated, inFlight, verdict } from './testing/judge.ts';
import {
  type Changes,
  close,
  modifyOrder,
  NOW,
  noLimits,
  openRules,
  pending,
  position,
  send,
  situation,
} from './testing/situation.ts';

const OWN = 101n;
const FOREIGN = 102n;

const profileOf = (magic: bigint, limits: Partial<Limits> = {}, more: Partial<ProfileRules> = {}): ProfileRules => ({
  limits: { ...noLimits, ...limits, magic, magic_scope: 'own' },
  symbols: { allowlist: [], denylist: [] },
  ...more,
});

const nothingYet = { counters: { last_minute: 0, minute_resets_at: NOW, today: 0 }, realised: 0 };

/** Of the profile `a` with these limits, beside which there is another one. */
function proposed(own: Partial<Limits> = {}, changes: Changes = {}, more: Partial<ProfileRules> = {}): Changes {
  const { rules, situation: rest, ...others } = changes;
  return {
    ...others,
    rules: { profiles: { a: profileOf(OWN, own, more), b: profileOf(FOREIGN) }, ...rules },
    situation: { profile: { name: 'a', ...nothingYet }, ...rest },
  };
}

const order = (more = {}) => send({ magic: OWN, ...more });

describe('what a profile proposes', () => {
  it('passes where neither the account nor the profile has anything against it', () => {
    expect(verdict(order(), proposed())).toBe('approved');
  });

  it.each([
    ['the profile', {}, { max_lots_per_trade: 0.05 }, ['a']],
    ['the account', { max_lots_per_trade: 0.05 }, {}, [undefined]],
    ['both', { max_lots_per_trade: 0.05 }, { max_lots_per_trade: 0.01 }, [undefined, 'a']],
  ])('is refused with the name of whose limit it was: %s', (_, limits, own, whose) => {
    const decision = evaluated(order(), proposed(own, { limits }));
    const refusals = decision.verdict === 'refused' ? decision.refusals : [];
    expect(refusals.map(({ limit, profile }) => [limit, profile])).toEqual(
      whose.map((name) => ['max_lots_per_trade', name]),
    );
    for (const { profile, message } of refusals) expect(message.startsWith('Profile a: ')).toBe(profile === 'a');
  });

  it('waits for a person where either of them wants one, by the smaller gate', () => {
    const [small, large] = [{ auto_approve_notional: 1_000 }, { auto_approve_notional: 5_000 }];
    const asked = (own: Partial<Limits>, limits: Partial<Limits>) => evaluated(order(), proposed(own, { limits }));
    for (const [own, account] of [
      [small, {}],
      [{}, small],
      [small, large],
      [large, small],
    ] as const)
      expect(asked(own, account)).toMatchObject({ verdict: 'needs_approval', configured: 1_000, channels: ['cli'] });
  });

  it('is refused while the configuration has no such profile', () => {
    const decision = evaluated(order(), proposed({}, { rules: { profiles: { b: profileOf(FOREIGN) } } }));
    expect(decision).toMatchObject({
      verdict: 'refused',
      refusals: [{ code: 'PROFILE_NOT_FOUND', attempted: 'a', configured: ['b'] }],
    });
    const builtIn = { situation: { profile: { ...nothingYet, name: 'constructor' } } };
    expect(verdict(order(), proposed({}, builtIn))).toBe('PROFILE_NOT_FOUND');
  });

  it('touches nothing that is not its own, and sends no number but its own', () => {
    const held = { snapshot: { positions: [position({ magic: FOREIGN })], orders: [pending({ magic: 0n })] } };
    expect(verdict(close({ magic: OWN }), proposed({}, held))).toBe('FOREIGN_MAGIC');
    expect(verdict(modifyOrder(), proposed({}, held))).toBe('FOREIGN_MAGIC');
    expect(verdict(send({ magic: FOREIGN }), proposed())).toBe('FOREIGN_MAGIC');
    expect(verdict(send({ magic: 5n }), proposed())).toBe('FOREIGN_MAGIC');
    expect(verdict(close({ magic: OWN }), proposed({}, { snapshot: { positions: [position({ magic: OWN })] } }))).toBe(
      'approved',
    );
  });

  it('has no symbol in which others have ordered, where a symbol has one position', () => {
    const sent = inFlight({ magic: FOREIGN }, 1);
    for (const [margin_mode, said] of [
      ['retail_netting', 'FOREIGN_MAGIC'],
      ['exchange', 'FOREIGN_MAGIC'],
      ['retail_hedging', 'approved'],
    ] as const) {
      const netting = { account: { margin_mode } };
      expect(verdict(order(), proposed({}, { ...netting, snapshot: { orders: [pending()] } }))).toBe(said);
      expect(verdict(order(), proposed({}, { ...netting, situation: { in_flight: [sent] } }))).toBe(said);
      const others = { orders: [pending({ symbol: 'USDJPY' }), pending({ ticket: 602n, magic: OWN })] };
      expect(verdict(order(), proposed({}, { ...netting, snapshot: others }))).toBe('approved');
    }
  });

  it('is its own where the account touches only what is its own', () => {
    const limits = { magic_scope: 'own', magic: 7n } as const;
    expect(verdict(order(), proposed({}, { limits }))).toBe('approved');
    expect(verdict(send({ magic: 7n }), proposed({}, { limits }))).toBe('FOREIGN_MAGIC');
  });

  it('is in symbols that both of them allow', () => {
    const own = { symbols: { allowlist: ['EURUSD'], denylist: [] } };
    expect(verdict(order(), proposed({}, {}, own))).toBe('approved');
    expect(verdict(order({ symbol: 'USDJPY', sl: 149, tp: 151 }), proposed({}, {}, own))).toBe('SYMBOL_NOT_ALLOWED');
    const rules = { symbols: { allowlist: [], denylist: ['EURUSD'] } };
    expect(verdict(order(), proposed({}, { rules }, own))).toBe('SYMBOL_DENIED');
  });
});

it('nobody else sends the number of a profile', () => {
  const rules = { profiles: { a: profileOf(OWN) } };
  expect(evaluated(order(), { rules })).toMatchObject({
    verdict: 'refused',
    refusals: [{ code: 'FOREIGN_MAGIC', limit: 'profiles.a.magic' }],
  });
  // The owner may close what a strategy holds.
  expect(verdict(close(), { rules, snapshot: { positions: [position({ magic: OWN })] } })).toBe('approved');
});

describe('the limits of a profile', () => {
  const others = [position({ magic: FOREIGN, profit: -5_000 }), position({ ticket: 502n, magic: 7n, profit: -5_000 })];

  it('count its own positions, orders and requests', () => {
    const own = [position({ ticket: 503n, magic: OWN })];
    const orders = [pending({ magic: FOREIGN }), pending({ ticket: 602n, magic: OWN })];
    const in_flight = [inFlight({ magic: FOREIGN }, 1), { ...inFlight({ magic: OWN }, 10_000), profile: 'a' }];
    const given = proposed({}, { snapshot: { positions: [...others, ...own], orders }, situation: { in_flight } });
    const [whole, slice] = [usage, usageOfProfile].map((used) => used(situation(given), NOW));
    const of = (all: typeof whole, name: keyof Limits) => all?.find(({ limit }) => limit === name)?.used;
    expect([of(whole, 'max_open_positions'), of(slice, 'max_open_positions')]).toEqual([7, 3]);
    // 1 lot held, 1 lot ordered, and what is on its way.
    expect(of(slice, 'max_total_notional')).toBe(108_410 + 108_000 + 10_000);
    expect(slice?.map(({ limit }) => limit)).not.toContain('max_drawdown_percent');
    const full = proposed(
      { max_open_positions: 3 },
      { snapshot: { positions: own, orders }, situation: { in_flight } },
    );
    expect(verdict(order(), full)).toBe('LIMIT_OPEN_POSITIONS');
  });

  it("hold the loss of its own deals and positions against it, and nobody else's", () => {
    const lossOf = (profit: number, realised: number | undefined) =>
      proposed(
        { max_daily_loss: 100 },
        {
          snapshot: { positions: [...others, position({ ticket: 503n, magic: OWN, profit, swap: -1 })] },
          situation: { profile: { name: 'a', ...nothingYet, realised } },
        },
      );
    expect(verdict(order(), lossOf(-48, -50.99))).toBe('approved');
    expect(verdict(order(), lossOf(-49, -50))).toBe('LIMIT_DAILY_LOSS');
    expect(verdict(order(), lossOf(0, undefined))).toBe('DATA_MISSING');
    expect(verdict(order(), lossOf(Number.NaN, 0))).toBe('DATA_MISSING');
  });

  it('count what it sent itself', () => {
    const sent = { last_minute: 3, minute_resets_at: NOW + 5_000, today: 9 };
    const given = (own: Partial<Limits>) =>
      proposed(own, { situation: { profile: { name: 'a', realised: 0, counters: sent } } });
    expect(verdict(order(), given({ max_orders_per_minute: 4, max_orders_per_day: 10 }))).toBe('approved');
    expect(verdict(order(), given({ max_orders_per_minute: 3 }))).toBe('LIMIT_ORDERS_PER_MINUTE');
    expect(verdict(order(), given({ max_orders_per_day: 9 }))).toBe('LIMIT_ORDERS_PER_DAY');
  });

  it('see the change of its order by whoever has it on its way', () => {
    const command = modifyOrder({ request_id: 'ABCDEFGH0003', price: 2 });
    const in_flight = [{ request_id: 'ABCDEFGH0003', command, notional: 200_000 }];
    const given = proposed(
      { max_total_notional: 150_000 },
      {
        snapshot: { orders: [pending({ magic: OWN })] },
        situation: { in_flight },
      },
    );
    expect(verdict(order(), given)).toBe('LIMIT_TOTAL_NOTIONAL');
  });

  it('see a change of an order that is not shown yet, unless it is by another profile', () => {
    const command = modifyOrder({ request_id: 'ABCDEFGH0003', order: 999n, price: 2 });
    const request = { request_id: 'ABCDEFGH0003', command, notional: 200_000 };
    const judged = (by: object, orders = [pending({ magic: OWN })]) =>
      verdict(
        order(),
        proposed(
          { max_total_notional: 250_000 },
          { snapshot: { orders }, situation: { in_flight: [{ ...request, ...by }] } },
        ),
      );
    expect(judged({})).toBe('LIMIT_TOTAL_NOTIONAL');
    expect(judged({ profile: 'b' })).toBe('approved');
    expect(judged({}, [pending({ ticket: 999n, magic: FOREIGN })])).toBe('approved');
  });
});

/** The same as an account that holds nothing but what is the profile's, with its limits for rules. */
function alone(given: Situation, { limits, symbols }: ProfileRules): Situation {
  const { profile, rules, snapshot, in_flight, ...rest } = given;
  if (profile === undefined) throw new Error('no profile');
  const isOwn = ({ magic }: { readonly magic: bigint }) => magic === limits.magic;
  const positions = snapshot.positions.filter(isOwn);
  const floating = positions.reduce((sum, { profit, swap }) => sum + profit + swap, 0);
  return {
    ...rest,
    rules: { ...rules, limits: { ...limits, max_drawdown_percent: 0 }, symbols, profiles: {} },
    snapshot: {
      ...snapshot,
      positions,
      orders: snapshot.orders.filter(isOwn),
      day: { ...snapshot.day, realised: profile.realised, floating },
    },
    counters: profile.counters,
    in_flight: in_flight.filter((request) => request.profile === profile.name),
  };
}

/** As the account would be without profiles, but for which numbers it takes for its own. */
function withoutProfiles({ profile: _, rules, ...rest }: Situation): Situation {
  return { ...rest, rules: { ...rules, limits: { ...rules.limits, magic_scope: 'any' }, profiles: {} } };
}

/** Off, or anything up to the most, evenly. */
const sometimes = (most: number) =>
  fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 1_000 }).map((part) => (part / 1_000) * most),
  );
const someLimits = fc.record({
  auto_approve_notional: sometimes(50_000),
  max_lots_per_trade: sometimes(5),
  max_total_notional: sometimes(1e6),
  max_position_notional_per_symbol: sometimes(1e6),
  max_open_positions: fc.nat(6),
  max_daily_loss: sometimes(1_000),
  max_orders_per_minute: sometimes(10),
});

it('whatever passes is what the account would let pass alone, and the profile alone', () => {
  const verdicts = { approved: 0, needs_approval: 0, refused: 0 };
  const drawn = fc.record({
    command: fc.oneof(
      anyCommand,
      fc.integer({ min: 1, max: 100 }).map((lots) => order({ volume: lots / 100 })),
    ),
    given: anyProfileSituation,
    own: someLimits,
    ofAccount: fc.option(someLimits),
    tame: fc.boolean(),
    now: anyTime,
  });
  fc.assert(
    fc.property(drawn, ({ command, given: wild, own, ofAccount, tame, now }) => {
      const mine = profileOf(OWN, own);
      const rules = ofAccount === null ? wild.rules : { ...openRules, limits: { ...noLimits, ...ofAccount } };
      const counted = tame ? nothingYet : wild.profile;
      const held = [position({ volume: 0.3 }), position({ ticket: 502n, volume: 0.2 })];
      const from = tame ? situation({ snapshot: { positions: held } }) : wild;
      const mixed = from.snapshot.positions.map((one, index) => ({ ...one, magic: index % 2 === 0 ? OWN : FOREIGN }));
      const given: Situation = {
        ...from,
        snapshot: { ...from.snapshot, positions: mixed },
        profile: { ...counted, name: 'a' },
        rules: { ...rules, profiles: { a: mine } },
      };
      const { verdict } = evaluate(command, given, now);
      verdicts[verdict]++;
      if (verdict === 'refused') return;
      const [whole, part] = [withoutProfiles(given), alone(given, mine)].map(
        (one) => evaluate(command, one, now).verdict,
      );
      expect([whole, part]).not.toContain('refused');
      expect(verdict).toBe([whole, part].includes('needs_approval') ? 'needs_approval' : 'approved');
    }),
    { numRuns: 3_000 },
  );
  for (const count of Object.values(verdicts)) expect(count).toBeGreaterThan(50);
});

it('a profile without limits changes nothing but the number', () => {
  fc.assert(
    fc.property(anyCommand, anyProfileSituation, anyTime, (command, drawn, now) => {
      const given: Situation = {
        ...drawn,
        rules: { ...drawn.rules, profiles: { a: profileOf(OWN) } },
        profile: { ...drawn.profile, name: 'a' },
      };
      const carrying = 'magic' in command.params ? { ...command.params, magic: OWN } : command.params;
      const positions = given.snapshot.positions.map((one) => ({ ...one, magic: OWN }));
      const orders = given.snapshot.orders.map((one) => ({ ...one, magic: OWN }));
      const mine = { ...given, in_flight: [], snapshot: { ...given.snapshot, positions, orders } };
      const ours = { ...command, params: carrying } as TradeCommand;
      expect(evaluate(ours, mine, now)).toEqual(evaluate(ours, withoutProfiles(mine), now));
    }),
    { numRuns: 1_000 },
  );
  expect(openRules.profiles).toEqual({});
});
