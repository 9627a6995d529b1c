import { describe, expect, it } from 'vitest';
import { candles } from './candles.ts';

const style = (_: unknown, text: string): string => text;

describe('candles', () => {
  it('draw body and wicks of rising and falling bars', () => {
    const bars = [
      { open: 1, high: 5, low: 1, close: 3 },
      { open: 4, high: 4, low: 1, close: 2 },
    ];
    expect(candles(bars, { height: 5, price: (value) => value.toFixed(1), style })).toEqual([
      '│  5.0',
      '│▒',
      '█▒ 3.0',
      '█▒',
      '█│ 1.0',
    ]);
  });

  it('draw a market that stands still', () => {
    const still = { open: 2, high: 2, low: 2, close: 2 };
    expect(candles([still, still], { height: 2, price: (value) => value.toFixed(2), style })).toEqual([
      '██ 2.00',
      '   2.00',
    ]);
  });
});
