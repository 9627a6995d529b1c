import type { TradeCommand } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Limits } from './index.ts';
import { cancel, close, modifyOrder, noLimits, send } from './testing/situation.ts';
import { LOT_WORTH, pick, TwoProcesses } from './testing/two-processes.ts';

/** One thing that happens; `index` picks among what there is. */
type Step =
  | { readonly do: 'look' | 'carryOut' | 'refuse' | 'settle' | 'trigger' | 'closeByHand'; readonly index: number }
  | { readonly do: 'propose'; readonly process: number; readonly draft: Draft; readonly index: number }
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

/** @returns whether it was a proposal that was approved */
function take(step: Step, world: TwoProcesses): boolean {
  switch (step.do) {
    case 'propose': {
      const draft = command(step.draft, step.index, world);
      return draft !== undefined && world.propose(step.process, draft);
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

/** Every position, order and order on its way, with its worth in thousandths, at the worst of what may come of it. */
function worst({ held, pending }: TwoProcesses): { symbol: string; worth: bigint }[] {
  const worth = (symbol: string, lots: number, price: number) => thousandths(lots * price * (LOT_WORTH[symbol] ?? 0));
  const changes = pending.map(({ request }) => request.command);
  return [
    ...held.positions.map(({ symbol, volume, price_current }) => ({
      symbol,
      worth: worth(symbol, volume, price_current),
    })),
    ...held.orders.map(({ ticket, symbol, volume_current, price_open }) => {
      const prices = changes.flatMap(({ operation, params }) =>
        operation === 'order_modify' && params.order === ticket ? [params.price] : [],
      );
      return { symbol, worth: worth(symbol, volume_current, Math.max(price_open, ...prices)) };
    }),
    ...changes.flatMap(({ operation, params }) =>
      operation === 'order_send'
        ? [{ symbol: params.symbol, worth: worth(params.symbol, params.volume, params.price ?? 1) }]
        : [],
    ),
  ];
}

const sum = (parts: readonly { worth: bigint }[]): bigint => parts.reduce((total, { worth }) => total + worth, 0n);

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
        const { limits: inForce, claims, now } = world;
        const parts = worst(world);
        const { operation, params } = claim.request.command;
        const symbol = operation === 'order_send' ? params.symbol : undefined;
        const holds = (most: number, value: bigint | number): boolean => most === 0 || value <= most;
        const ofSymbol = parts.filter((part) => part.symbol === (symbol ?? part.symbol));
        expect(symbol === undefined || holds(inForce.max_position_notional_per_symbol * 1_000, sum(ofSymbol))).toBe(
          true,
        );
        expect(holds(inForce.max_total_notional * 1_000, sum(parts))).toBe(true);
        expect(operation !== 'order_send' || holds(inForce.max_open_positions, parts.length)).toBe(true);
        const added = claims.filter(({ adds }) => adds);
        expect(holds(inForce.max_orders_per_minute, added.filter(({ at }) => at > now - 60_000).length)).toBe(true);
        expect(holds(inForce.max_orders_per_day, added.length)).toBe(true);
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
