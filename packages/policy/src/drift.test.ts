import { describe, expect, it } from 'vitest';
import { driftExceeded } from './index.ts';

const at = (bid: number, ask = bid + 0.0001) => ({ bid, ask });
const POINT = 0.00001;

describe('drift', () => {
  it.each([
    ['nothing moved', at(1.08), at(1.08), 0, false],
    ['0.5 % exactly', at(1, 1), at(1.005, 1.005), 0, false],
    ['more than 0.5 % up', at(1, 1), at(1.00501, 1.00501), 0, true],
    ['more than 0.5 % down', at(1, 1), at(0.99499, 0.99499), 0, true],
    ['more than 0.5 %, within the deviation', at(1, 1), at(1.00501, 1.00501), 501, false],
    ['more than 0.5 % and the deviation', at(1, 1), at(1.00501, 1.00501), 500, true],
    ['only the ask', at(1, 1), at(1, 1.02), 0, true],
    ['only the bid', at(1, 1), at(0.98, 1), 0, true],
    ['a price that is none', at(1, 1), at(Number.NaN, 1), 0, true],
    ['a reference that is none', at(0, 1), at(1, 1), 0, true],
    ['a deviation that is none', at(1, 1), at(1, 1), Number.NaN, true],
  ])('%s', (_, before, now, deviation, expected) => {
    expect(driftExceeded(before, now, deviation, POINT)).toBe(expected);
  });

  it('needs the size of a point', () => expect(driftExceeded(at(1), at(1), 10, 0)).toBe(true));
});
