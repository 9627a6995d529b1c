import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticksAt } from './testing/stub-reads.ts';
import { cutNewest, cutOldest } from './tick-cut.ts';

/** Times in order, several to a millisecond now and then, never more than a page holds. */
const times = fc
  .array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 })
  .map((steps) => steps.map((step, i) => (step === 0 && i % 3 !== 0 ? 0 : Math.max(1, step))))
  .map((steps) => {
    let time = 1_000;
    return steps.map((step) => (time += step));
  });
const most = fc.integer({ min: 3, max: 20 });
const between = (all: readonly number[], from: number, to: number) => all.filter((time) => time >= from && time <= to);

describe('pages of ticks', () => {
  it('going back hold every tick once', () => {
    fc.assert(
      fc.property(times, most, (all, most) => {
        let to = Number.MAX_SAFE_INTEGER;
        let seen: number[] = [];
        for (;;) {
          const page = between(all, 0, to);
          const { begin, end, next } = cutNewest(ticksAt(page), most);
          expect(end - begin).toBeLessThanOrEqual(most);
          seen = [...page.slice(begin, end), ...seen];
          if (begin === 0) break;
          to = Date.parse('to' in next ? next.to : '');
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  it('going forward hold every tick once', () => {
    fc.assert(
      fc.property(times, most, (all, most) => {
        let from = 0;
        let seen: number[] = [];
        for (;;) {
          const page = between(all, from, Number.MAX_SAFE_INTEGER).slice(0, most + 1);
          const { end, next } = cutOldest(ticksAt(page), most);
          seen = [...seen, ...page.slice(0, end)];
          if (end === page.length) break;
          from = Date.parse('from' in next ? next.from : '');
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  it('go on past a millisecond that holds more than a page', () => {
    const burst = ticksAt([5, 5, 5, 5]);
    expect(cutNewest(burst, 2)).toEqual({ begin: 2, end: 4, next: { to: '1970-01-01T00:00:00.004Z' } });
    expect(cutOldest(burst, 2)).toEqual({ begin: 0, end: 2, next: { from: '1970-01-01T00:00:00.006Z' } });
  });
});
