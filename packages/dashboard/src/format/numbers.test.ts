import { describe, expect, test } from 'vitest';
import { lots, number, pointsBetween, price, share, short, signed, toneOf } from './numbers.ts';

describe('figures', () => {
  test.each([
    [1234.5, 2, '1,234.50'],
    [-1234.5, 2, '−1,234.50'],
    [-0.004, 2, '0.00'],
    [null, 2, '–'],
    [Number.NaN, 2, '–'],
  ])('%s with %s digits is %s', (value, digits, text) => {
    expect(number(value, digits)).toBe(text);
  });

  test('a gain has its sign, a zero has none', () => {
    expect([signed(3), signed(-3), signed(0), signed(-0.001), signed(null)]).toEqual([
      '+3.00',
      '−3.00',
      '0.00',
      '0.00',
      '–',
    ]);
  });

  test('the tone follows what is shown, not what is beyond its digits', () => {
    expect([toneOf(0.004), toneOf(0.005), toneOf(-1), toneOf(null)]).toEqual(['flat', 'up', 'down', 'flat']);
  });

  test('lots keep the steps of the symbol', () => {
    expect([lots(1), lots(0.005), lots(1200), lots(null)]).toEqual(['1.00', '0.005', '1,200.00', '–']);
  });

  test('a price has its symbol’s digits and no grouping', () => {
    expect([price(1.1, 5), price(98214.5, 1), price(undefined, 2)]).toEqual(['1.10000', '98214.5', '–']);
  });

  test('limits are as short as they may be', () => {
    expect([short(5), short(1.5), short(-2.345), short(0.12345, 8)]).toEqual(['5', '1.5', '−2.35', '0.12345']);
  });
});

test('points are whole, whatever floating numbers make of a difference', () => {
  expect(pointsBetween(1.08412, 1.0842, 5)).toBe(8);
  expect(pointsBetween(1.0842, 1.08412, 5)).toBe(-8);
  expect(pointsBetween(154.3, 154.318, 3)).toBe(18);
});

test('a share stays within its whole', () => {
  expect([share(1, 4), share(5, 4), share(-1, 4), share(1, 0), share(0, 0)]).toEqual([0.25, 1, 0, 1, 0]);
});
