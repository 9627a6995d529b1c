import type { TradeCommand } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limits } from './index.ts';
import { cancel, close, modifyOrder, noLimits, send } from './testing/situation.ts';
import { LOT_WORTH, pick, TwoProcesses } from './testing/two-processes.ts';

/** One thing that happens; `index` picks among what there is. */
type Step =
  | { readonly do: 'look' | 'carryOut' | 'refuse' | 'settle' | 'trigger' | 'closeByHand'; readonly index: number }
  | {
      readonly do: 'propose';
      readonly process: number;
      readonly draft: Draft;
      readonly index: number;
      readonly profile?: string | undefined;
    }
  | { readonly do: 'reload'; readonly limits: Partial<Limits> }
  | { readonly do: 'wait'; readonly ms: number };
type Draft = 'buy' | 'sell' | 'buy_limit' | 'sell_stop' | 'other' | 'close' | 'cancel' | 'modify';

const limit = (most: number) => fc.oneof(fc.constant(0), fc.integer({ min: 1, max: most }));
const limits = fc.record({
  max_position_notional_per_symbol: limit(6_000),
  max_total_notional: limit(9_000),
  max_open_positions: limit(6),
  max_orders_per_minute: limit(5),
  max_orders_per_day: limit(12),
});
const index = fc.nat(9);
const proposal = fc.record({
  do: fc.constant('propose' as const),
  process: fc.nat(1),
  draft: fc.constantFrom<Draft[]>('buy', 'sell', 'buy_limit', 'sell_stop', 'other', 'close', 'cancel', 'modify'),
  index,
});
const event = fc.record({
  do: fc.constantFrom('look', 'look', 'carryOut', 'carryOut', 'refuse', 'settle', 'settle', 'trigger', 'closeByHand'),
  index,
});
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    { weight: 6, arbitrary: proposal } as never,
    { weight: 6, arbitrary: event } as never,
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reload'), limits }) } as never,
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 0, max: 40_000 }) }) } as never,
  ) as fc.Arbitrary<Step>,
  { minLength: 20, maxLength: 60 },
);

/** Of what the broker holds now, whichever process has seen it. */
function command(draft: Draft, at: number, { held }: TwoProcesses): TradeCommand | undefined {
  const volume = 1 + (at % 3);
  const plain = { volume, sl: null, tp: null };
  const position = pick(held.positions, at);
  const order = pick(held.orders, at);
  switch (draft) {
    case 'buy':
    case 'sell':
      return send({ ...plain, type: draft });
    case 'buy_limit':
      return send({ ...plain, type: draft, price: 0.9 });
    case 'sell_stop':
      return send({ ...plain, type: draft, price: 0.95 });
    case 'other':
      return send({ ...plain, symbol: 'USDJPY' });
    case 'close':
      return position && close({ position: position.ticket, volume: position.volume });
    case 'cancel':
      return order && cancel({ order: order.ticket });
    case 'modify': {
      const kept = { sl: null, tp: null, type_time: 'gtc', expiration: null } as const;
      return order && modifyOrder({ ...kept, order: order.ticket, price: 0.8 + at / 20 });
    }
  }
}

/** With the magic number of whoever proposes it. */
function stamped({ operation, params }: TradeCommand, magic: bigint | undefined): TradeCommand {
  const carries = magic !== undefined && 'magic' in params;
  return { operation, params: carries ? { ...params, magic } : params } as TradeCommand;
}

/** @returns whether it was a proposal that was approved */
function take(step: Step, world: TwoProcesses): boolean {
  switch (step.do) {
    case 'propose': {
      const draft = command(step.draft, step.index, world);
      const own = step.profile === undefined ? undefined : world.profiles[step.profile];
      return draft !== undefined && world.propose(step.process, stamped(draft, own?.limits.magic), step.profile);
    }
    case 'reload':
      world.limits = { ...world.limits, ...step.limits };
      break;
    case 'wait':
      world.now += step.ms;
      break;
    case 'look':
      world.look(step.index % 2);
      break;
    case 'carryOut':
    case 'refuse':
      world.carryOut(step.index, step.do === 'refuse');
      break;
    default:
      world[step.do](step.index);
  }
  return false;
}

const thousandths = (amount: number): bigint => BigInt(Math.round(amount * 1_000));

/**
 * Every position, order and order on its way, with its worth in thousandths, at the worst of what may come of it; of those
 * with this magic number, or of all.
 */
function worst({ held, pending }: TwoProcesses, magic?: bigint): { symbol: string; worth: bigint }[] {
  const isOwn = (one: { readonly magic: bigint }): boolean => magic === undefined || one.magic === magic;
  const worth = (symbol: string, lots: number, price: number) => thousandths(lots * price * (LOT_WORTH[symbol] ?? 0));
  const changes = pending.map(({ request }) => request.command);
  return [
    ...held.positions.filter(isOwn).map(({ symbol, volume, price_current }) => ({
      symbol,
      worth: worth(symbol, volume, price_current),
    })),
    ...held.orders.filter(isOwn).map(({ ticket, symbol, volume_current, price_open }) => {
      const prices = changes.flatMap(({ operation, params }) =>
        operation === 'order_modify' && params.order === ticket ? [params.price] : [],
      );
      return { symbol, worth: worth(symbol, volume_current, Math.max(price_open, ...prices)) };
    }),
    ...changes.flatMap(({ operation, params }) =>
      operation === 'order_send' && isOwn(params)
        ? [{ symbol: params.symbol, worth: worth(params.symbol, params.volume, params.price ?? 1) }]
        : [],
    ),
  ];
}

const sum = (parts: readonly { worth: bigint }[]): bigint => parts.reduce((total, { worth }) => total + worth, 0n);

type Claim = TwoProcesses['claims'][number];

/** That what was just claimed left these limits whole: of the account, or of one profile. */
function assertHeld(world: TwoProcesses, { request }: Claim, inForce: Limits, profile?: string): void {
  const { claims, now } = world;
  const isOwn = (one: Claim): boolean => profile === undefined || one.request.profile === profile;
  const parts = worst(world, profile === undefined ? undefined : inForce.magic);
  const { operation, params } = request.command;
  const symbol = operation === 'order_send' ? params.symbol : undefined;
  const holds = (most: number, value: bigint | number): boolean => most === 0 || value <= most;
  const ofSymbol = parts.filter((part) => part.symbol === (symbol ?? part.symbol));
  expect(symbol === undefined || holds(inForce.max_position_notional_per_symbol * 1_000, sum(ofSymbol))).toBe(true);
  expect(holds(inForce.max_total_notional * 1_000, sum(parts))).toBe(true);
  expect(operation !== 'order_send' || holds(inForce.max_open_positions, parts.length)).toBe(true);
  const added = claims.filter((one) => one.adds && isOwn(one));
  expect(holds(inForce.max_orders_per_minute, added.filter(({ at }) => at > now - 60_000).length)).toBe(true);
  expect(holds(inForce.max_orders_per_day, added.length)).toBe(true);
}

it('two profiles that race, and an owner beside them, never pass a limit of the account or one of their own', () => {
  const proposals = fc
    .tuple(steps, fc.array(fc.constantFrom('a', 'b', undefined), { minLength: 1 }))
    .map(([path, who]) =>
      path.map((step, index) => (step.do === 'propose' ? { ...step, profile: who[index % who.length] } : step)),
    );
  const seen = { a: 0, b: 0, refused: 0 };
  fc.assert(
    fc.property(limits, limits, limits, proposals, (ofAccount, ofA, ofB, path) => {
      const world = new TwoProcesses('retail_hedging');
      const own = (drawn: typeof ofA, magic: bigint) => ({
        limits: { ...noLimits, ...drawn, magic, magic_scope: 'own' as const },
        symbols: { allowlist: [], denylist: [] },
      });
      world.limits = { ...noLimits, ...ofAccount };
      world.profiles = { a: own(ofA, 101n), b: own(ofB, 102n) };
      for (const step of path) {
        const isApproved = take(step, world);
        if (step.do !== 'propose') continue;
        const { profile } = step;
        const claim = world.claims.at(-1);
        if (!isApproved) seen.refused++;
        if (!isApproved || claim?.adds !== true) continue;
        assertHeld(world, claim, world.limits);
        const rules = profile === undefined ? undefined : world.profiles[profile];
        if (profile === undefined || rules === undefined) continue;
        seen[profile as 'a' | 'b']++;
        assertHeld(world, claim, rules.limits, profile);
        expect(magicOf(claim.request.command, world)).toBe(rules.limits.magic);
      }
    }),
    { numRuns: 1_500 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(300);
});

/** The number that a command carries, or that of what it changes. */
function magicOf({ operation, params }: TradeCommand, { held }: TwoProcesses): bigint | undefined {
  if ('magic' in params) return params.magic;
  return operation === 'order_modify' ? held.orders.find(({ ticket }) => ticket === params.order)?.magic : undefined;
}

it('two processes, with old views, reloads and requests on their way, never pass a limit between them', () => {
  const seen = { approved: 0, refused: 0 };
  fc.assert(
    fc.property(limits, steps, (first, path) => {
      const world = new TwoProcesses('retail_hedging');
      world.limits = { ...noLimits, ...first };
      for (const step of path) {
        const isApproved = take(step, world);
        if (step.do === 'propose') seen[isApproved ? 'approved' : 'refused']++;
        const claim = world.claims.at(-1);
        if (!isApproved || claim?.adds !== true) continue;
        assertHeld(world, claim, world.limits);
      }
    }),
    { numRuns: 1_500 },
  );
  expect(seen.approved).toBeGreaterThan(1_000);
  expect(seen.refused).toBeGreaterThan(1_000);
});

it('closing by opposite orders, on an account with one position a symbol, never turns the position round beyond a limit', () => {
  // No five lots are worth so little: the cheapest are ordered at 0.9.
  const [LIMIT, LOTS] = [4_000, 4];
  let reduced = 0;
  fc.assert(
    fc.property(steps, (path) => {
      const world = new TwoProcesses('retail_netting');
      world.limits = { ...noLimits, max_position_notional_per_symbol: LIMIT };
      for (const step of path) {
        if (step.do === 'reload' || (step.do === 'propose' && (step.draft === 'other' || step.draft === 'modify')))
          continue;
        if (take(step, world) && step.do === 'propose' && world.claims.at(-1)?.adds === false) reduced++;
        const waiting = [
          ...world.held.orders.map(({ type, volume_current }) => ({ type, volume: volume_current })),
          ...world.pending.flatMap(({ request: { command: sent } }) =>
            sent.operation === 'order_send' ? [{ type: sent.params.type, volume: sent.params.volume }] : [],
          ),
        ];
        const lotsOf = (side: string) =>
          waiting.filter(({ type }) => type.startsWith(side)).reduce((lots, { volume }) => lots + volume, 0);
        const [held] = world.held.positions;
        const net = held === undefined ? 0 : held.type === 'buy' ? held.volume : -held.volume;
        expect(Math.max(net + lotsOf('buy'), lotsOf('sell') - net)).toBeLessThanOrEqual(LOTS);
      }
    }),
    { numRuns: 1_500 },
  );
  expect(reduced).toBeGreaterThan(200);
});
