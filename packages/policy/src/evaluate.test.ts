import type { ErrorCode, TradeCommand } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, evaluate, explain, type Situation, usage } from './index.ts';
import { anyCommand, anySituation, anyTime } from './testing/arbitraries.ts';
import { NOW, send, situation } from './testing/situation.ts';

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const item of value instanceof Map ? value.values() : Object.values(value)) frozen(item);
  return Object.freeze(value);
}

const volumeOf = ({ params }: TradeCommand): number => ('volume' in params ? params.volume : 1);

describe('a decision', () => {
  it('is made about everything that the types allow, and never lets nonsense pass', () => {
    const verdicts = new Map<Decision['verdict'], number>();
    fc.assert(
      fc.property(anyCommand, anySituation, anyTime, (command, given, now) => {
        const decision = evaluate(command, given, now);
        verdicts.set(decision.verdict, (verdicts.get(decision.verdict) ?? 0) + 1);
        if (decision.verdict === 'refused') {
          for (const { message, resets_at } of decision.refusals) {
            expect(message).toMatch(/\.$/);
            expect(resets_at === null || Number.isFinite(resets_at)).toBe(true);
          }
          return;
        }
        expect(given.rules.read_only).toBe(false);
        expect(volumeOf(command)).toBeGreaterThan(0);
        expect(volumeOf(command)).toBeLessThan(Number.POSITIVE_INFINITY);
        if (decision.assessment.risk === 'adds') {
          expect(given.kill_switch).toBe(false);
          expect(decision.assessment.notional).toBeGreaterThan(0);
        }
      }),
      { numRuns: 10_000 },
    );
    expect([...verdicts.keys()].toSorted()).toEqual(['approved', 'needs_approval', 'refused']);
  });

  it('is the same for the same, and changes nothing that it is given', () => {
    fc.assert(
      fc.property(anyCommand, anySituation, anyTime, (command, given, now) => {
        frozen(command);
        frozen(given);
        expect(evaluate(command, given, now)).toEqual(evaluate(structuredClone(command), structuredClone(given), now));
      }),
      { numRuns: 2_000 },
    );
  });

  it('needs no more sense in figures that are only shown', () => {
    fc.assert(
      fc.property(anySituation, anyTime, (given, now) => {
        for (const { used, left } of usage(given, now)) {
          expect(used === null || used >= 0).toBe(true);
          expect(left === null || left >= 0).toBe(true);
        }
        for (const sentence of explain(given.rules)) expect(sentence).toMatch(/\.$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

const EXPOSURE: ReadonlySet<ErrorCode> = new Set([
  'LIMIT_NOTIONAL_PER_TRADE',
  'LIMIT_LOTS_PER_TRADE',
  'LIMIT_POSITION_NOTIONAL',
  'LIMIT_TOTAL_NOTIONAL',
  'LIMIT_RISK_PER_TRADE',
]);

function exposureRefusals(volume: number, given: Situation): readonly ErrorCode[] {
  const decision = evaluate(send({ volume }), given, NOW);
  return decision.verdict !== 'refused'
    ? []
    : decision.refusals.map(({ code }) => code).filter((code) => EXPOSURE.has(code));
}

it('a larger volume never loses a refusal that a smaller one had', () => {
  const limit = (most: number) => fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: most, noNaN: true }));
  const limits = fc.record({
    max_notional_per_trade: limit(1e6),
    max_lots_per_trade: limit(10),
    max_position_notional_per_symbol: limit(1e6),
    max_total_notional: limit(1e6),
    max_risk_per_trade_percent: limit(50),
  });
  const lots = fc.double({ min: 1e-9, max: 20, noNaN: true });
  let refused = 0;
  fc.assert(
    fc.property(limits, lots, lots, (drawn, a, b) => {
      const given = situation({ limits: drawn });
      const small = exposureRefusals(Math.min(a, b), given);
      refused += small.length;
      expect(exposureRefusals(Math.max(a, b), given)).toEqual(expect.arrayContaining([...small]));
    }),
    { numRuns: 5_000 },
  );
  expect(refused).toBeGreaterThan(1_000);
});
