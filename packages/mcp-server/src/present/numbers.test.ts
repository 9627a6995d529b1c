import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsOf, exactId, rounded } from './numbers.ts';

describe('rounded', () => {
  it('removes the noise of binary arithmetic', () => {
    expect(rounded(1.14273 - 2e-16, 5)).toBe(1.14273);
    expect(rounded(0.1 + 0.2, 2)).toBe(0.3);
    expect(rounded(147.12300000000002, 3)).toBe(147.123);
    expect(rounded(118_234.5, 0)).toBe(118_235);
  });

  it('gives the double that its decimal text means, for every price of so many digits', () => {
    const price = fc.record({ points: fc.integer({ min: 0, max: 1e9 }), digits: fc.integer({ min: 0, max: 8 }) });
    fc.assert(
      fc.property(price, fc.double({ min: -1e-10, max: 1e-10, noNaN: true }), ({ points, digits }, noise) => {
        const exact = Number((points / 10 ** digits).toFixed(digits));
        expect(rounded(exact + noise, digits)).toBe(exact);
      }),
    );
  });

  it('keeps what is too large to have digits left', () => {
    expect(rounded(1e300, 8)).toBe(1e300);
  });
});

describe('decimalsOf', () => {
  it.each([
    [1, 0],
    [100, 0],
    [0.1, 1],
    [0.01, 2],
    [0.25, 2],
    [0.00000001, 8],
    [0, 8],
  ])('%d has %d', (step, decimals) => {
    expect(decimalsOf(step)).toBe(decimals);
  });
});

describe('exactId', () => {
  it('survives JSON with every digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (id) => {
        expect(BigInt(JSON.parse(JSON.stringify(exactId(id))))).toBe(id);
      }),
    );
  });

  it('is a number where a number is exact', () => {
    expect(exactId(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
    expect(exactId(2n ** 53n)).toBe('9007199254740992');
  });
});
