import type { Out } from '../output/out.ts';

export interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Candles side by side, oldest left, with prices at the right edge; `height` lines, at least 2. */
export function candles(
  bars: readonly Bar[],
  options: { height: number; price: (value: number) => string; style: Out['style'] },
): string[] {
  const top = Math.max(...bars.map(({ high }) => high));
  const bottom = Math.min(...bars.map(({ low }) => low));
  const { height, price, style } = options;
  const rowOf = (value: number): number =>
    top === bottom ? 0 : Math.round(((top - value) / (top - bottom)) * (height - 1));
  return Array.from({ length: height }, (_, row) => {
    const line = bars.map((bar) => painted(bar, row, rowOf, style)).join('');
    const isMarked = row === 0 || row === height - 1 || row === Math.floor(height / 2);
    return isMarked ? `${line} ${style('dim', price(top - ((top - bottom) * row) / (height - 1)))}` : line;
  });
}

function painted(bar: Bar, row: number, rowOf: (price: number) => number, style: Out['style']): string {
  const [bodyTop, bodyBottom] = [rowOf(Math.max(bar.open, bar.close)), rowOf(Math.min(bar.open, bar.close))];
  const rises = bar.close >= bar.open;
  const colour = rises ? 'green' : 'red';
  // Full for rising and shaded for falling tells them apart without colour as well.
  if (row >= bodyTop && row <= bodyBottom) return style(colour, rises ? '█' : '▒');
  return row >= rowOf(bar.high) && row <= rowOf(bar.low) ? style(colour, '│') : ' ';
}
