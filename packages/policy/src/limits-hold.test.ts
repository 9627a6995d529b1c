import type { Order, Position } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluate, type InFlight, type Limits, type Situation } from './index.ts';
import { Fraction } from './testing/fraction.ts';
import { NOW, pending, position, send, situation } from './testing/situation.ts';

// What the rules say, said again in other words and other arithmetic: an approval must agree with it.

type Send = ReturnType<typeof send>['params'];

const FACTS = {
  EURUSD: { contract: 100_000, rate: 1, bid: 1.0841, ask: 1.0842 },
  USDJPY: { contract: 100_000, rate: 0.006, bid: 150, ask: 150.02 },
} as const;
type Name = keyof typeof FACTS;

const one = Fraction.of(1);

function worth(symbol: string, lots: number, price: number): Fraction {
  const { contract, rate } = FACTS[symbol as Name];
  return one.times(lots, contract, price, rate);
}

function entry({ symbol, type, price }: Send): number {
  if (price !== null) return price;
  return type === 'buy' ? FACTS[symbol as Name].ask : FACTS[symbol as Name].bid;
}

function exposure({ snapshot, in_flight }: Situation, order: Send): { symbol: string; worth: Fraction }[] {
  return [
    ...snapshot.positions.map(({ symbol, volume, price_current }) => ({
      symbol,
      worth: worth(symbol, volume, price_current),
    })),
    ...snapshot.orders.map(({ symbol, volume_current, price_open }) => ({
      symbol,
      worth: worth(symbol, volume_current, price_open),
    })),
    ...in_flight.map(({ command: { params }, notional }) => ({
      symbol: (params as Send).symbol,
      worth: Fraction.of(notional),
    })),
    { symbol: order.symbol, worth: worth(order.symbol, order.volume, entry(order)) },
  ];
}

/** Limits that the order would break; of those that are on. */
function broken(order: Send, given: Situation): string[] {
  const { limits } = given.rules;
  const { account, day, equity_peak, positions, orders } = given.snapshot;
  const parts = exposure(given, order);
  const sum = (of: typeof parts) => Fraction.sum(of.map((part) => part.worth));
  const { contract, rate, bid, ask } = FACTS[order.symbol as Name];
  const most = (limit: number, value: Fraction): boolean => limit === 0 || value.isAtMost(Fraction.of(limit));
  const below = (limit: number, value: Fraction): boolean => limit === 0 || value.isBelow(Fraction.of(limit));
  const equity = Fraction.of(account.equity);
  const loss = Fraction.of(account.balance)
    .minus(equity)
    .minus(Fraction.of(day.realised ?? Number.NaN));
  const fallen = Fraction.of(equity_peak ?? Number.NaN).minus(equity);
  const towards = order.type.startsWith('buy') ? 1 : -1;
  const distance = Fraction.of(entry(order)).minus(Fraction.of(order.sl ?? Number.NaN));
  const risk = distance.times(towards, order.volume, contract, rate, 100);
  const holds: Partial<Record<keyof Limits, boolean>> = {
    max_notional_per_trade: most(limits.max_notional_per_trade, worth(order.symbol, order.volume, entry(order))),
    max_lots_per_trade: most(limits.max_lots_per_trade, Fraction.of(order.volume)),
    max_position_notional_per_symbol: most(
      limits.max_position_notional_per_symbol,
      sum(parts.filter(({ symbol }) => symbol === order.symbol)),
    ),
    max_total_notional: most(limits.max_total_notional, sum(parts)),
    max_open_positions: most(
      limits.max_open_positions,
      Fraction.of(positions.length + orders.length + given.in_flight.length + 1),
    ),
    max_orders_per_minute: most(limits.max_orders_per_minute, Fraction.of(given.counters.last_minute + 1)),
    max_orders_per_day: most(limits.max_orders_per_day, Fraction.of(given.counters.today + 1)),
    max_daily_loss: below(limits.max_daily_loss, loss),
    max_drawdown_percent:
      limits.max_drawdown_percent === 0 ||
      fallen.times(100).isBelow(Fraction.of(equity_peak ?? 0).times(limits.max_drawdown_percent)),
    max_risk_per_trade_percent:
      limits.max_risk_per_trade_percent === 0 || risk.isAtMost(equity.times(limits.max_risk_per_trade_percent)),
    max_spread_points: most(
      limits.max_spread_points,
      Fraction.of(ask)
        .minus(Fraction.of(bid))
        .times(order.symbol === 'EURUSD' ? 100_000 : 1_000),
    ),
    auto_approve_notional: most(limits.auto_approve_notional, worth(order.symbol, order.volume, entry(order))),
  };
  return Object.entries(holds).flatMap(([limit, isHeld]) => (isHeld ? [] : [limit]));
}

const lots = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((steps) => steps / 100),
  fc.double({ min: 0.01, max: 3, noNaN: true }),
);
const name = fc.constantFrom<Name>('EURUSD', 'USDJPY');
const near = (symbol: Name) => {
  const { bid } = FACTS[symbol];
  return fc.double({ min: bid * 0.99, max: bid * 1.01, noNaN: true });
};

const order = name.chain((symbol) =>
  fc
    .record({
      volume: lots,
      price: near(symbol),
      type: fc.constantFrom('buy', 'sell', 'buy_limit', 'sell_stop'),
      share: fc.double({ min: 0.0001, max: 0.02, noNaN: true }),
    })
    .map(({ volume, price, type, share }) => {
      const at = { symbol, type, volume, price: type.includes('_') ? price : null } as Partial<Send>;
      const from = entry(send(at).params);
      return send({ ...at, sl: from * (type.startsWith('buy') ? 1 - share : 1 + share), tp: null });
    }),
);
const held: fc.Arbitrary<Position> = name.chain((symbol) =>
  fc.record({ volume: lots, price_current: near(symbol) }).map((drawn) => position({ symbol, ...drawn })),
);
const waiting: fc.Arbitrary<Order> = name.chain((symbol) =>
  fc.record({ volume_current: lots, price_open: near(symbol) }).map((drawn) => pending({ symbol, ...drawn })),
);
const onItsWay: fc.Arbitrary<InFlight> = fc
  .record({ symbol: name, notional: fc.double({ min: 1, max: 300_000, noNaN: true }) })
  .map(({ symbol, notional }) => ({ request_id: 'ABCDEFGH0002', command: send({ symbol }), notional }));

/** Off, or around what such orders come to, and often exactly there. */
function limit(around: number) {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.double({ min: around / 10, max: around * 3, noNaN: true }) },
  );
}
const limits = fc.record({
  auto_approve_notional: limit(300_000),
  max_notional_per_trade: limit(250_000),
  max_lots_per_trade: limit(2.5),
  max_position_notional_per_symbol: limit(700_000),
  max_total_notional: limit(1_000_000),
  max_open_positions: fc.nat(9),
  max_orders_per_minute: fc.nat(9),
  max_orders_per_day: fc.nat(40),
  max_daily_loss: limit(800),
  max_drawdown_percent: limit(10),
  max_risk_per_trade_percent: limit(30),
  max_spread_points: limit(20),
});

it('an approved order holds every limit when it is computed again in fractions', () => {
  const seen = { approved: 0, refused: 0 };
  fc.assert(
    fc.property(
      order,
      limits,
      fc.record({
        positions: fc.array(held, { maxLength: 3 }),
        orders: fc.array(waiting, { maxLength: 3 }),
        in_flight: fc.array(onItsWay, { maxLength: 2 }),
        realised: fc.double({ min: -500, max: 500, noNaN: true }),
        equity: fc.double({ min: 9_000, max: 10_500, noNaN: true }),
        last_minute: fc.nat(8),
        today: fc.nat(30),
      }),
      (command, drawn, { positions, orders, in_flight, realised, equity, last_minute, today }) => {
        const given = situation({
          limits: drawn,
          account: { equity },
          snapshot: { positions, orders, day: { started_at: 0, resets_at: NOW, realised } },
          situation: { in_flight, counters: { last_minute, minute_resets_at: NOW, today } },
        });
        const decision = evaluate(command, given, NOW);
        const against = broken(command.params, given);
        seen[decision.verdict === 'approved' ? 'approved' : 'refused']++;
        const found =
          decision.verdict === 'refused'
            ? decision.refusals.map((refusal) => refusal.limit)
            : decision.verdict === 'needs_approval'
              ? [decision.limit]
              : [];
        const asked =
          decision.verdict === 'refused' ? against.filter((key) => key !== 'auto_approve_notional') : against;
        expect(found.toSorted()).toEqual(asked.toSorted());
      },
    ),
    { numRuns: 5_000 },
  );
  expect(seen.approved).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(1_000);
});
