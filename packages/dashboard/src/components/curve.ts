import type { EquityCurve } from '@mt5-bridge/mcp-server/dashboard';

export interface Point {
  readonly at: number;
  readonly equity: number;
  readonly balance: number;
}

export const pointsOf = ({ at, equity, balance }: EquityCurve): readonly Point[] =>
  at.map((time, index) => ({ at: time, equity: equity[index] ?? 0, balance: balance[index] ?? 0 }));

/** At most about two points a column, the lowest and the highest of each: spikes stay. */
export function thinned(points: readonly Point[], columns: number): readonly Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length <= columns * 2) return points;
  const width = (last.at - first.at) / columns || 1;
  const kept: Point[] = [];
  let column = -1;
  let low = first;
  let high = first;
  const flush = () => kept.push(...(low === high ? [low] : low.at < high.at ? [low, high] : [high, low]));
  for (const point of points) {
    const here = Math.min(columns - 1, Math.floor((point.at - first.at) / width));
    if (here !== column) {
      if (column !== -1) flush();
      [column, low, high] = [here, point, point];
    }
    if (point.equity < low.equity) low = point;
    if (point.equity > high.equity) high = point;
  }
  flush();
  if (kept.at(-1) !== last) kept.push(last);
  return kept;
}

/** What is drawn from bottom to top: the equity, and the balance where that does not press the equity flat. */
export function rangeOf(points: readonly Point[]): {
  readonly low: number;
  readonly high: number;
  readonly showsBalance: boolean;
} {
  const equity = points.map((point) => point.equity);
  const all = [...equity, ...points.map((point) => point.balance)];
  const [low, high] = [Math.min(...equity), Math.max(...equity)];
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const least = Math.abs(high) * 0.0004;
  const showsBalance = highest - lowest <= Math.max(high - low, least) * 3;
  const [bottom, top] = showsBalance ? [lowest, highest] : [low, high];
  const margin = Math.max((top - bottom) * 0.12, least / 2);
  return { low: bottom - margin, high: top + margin, showsBalance };
}

/** Round figures within the range, about `count` of them. */
export function ticksOf(low: number, high: number, count: number): readonly number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) ticks.push(tick);
  return ticks;
}

/** The point nearest in time. */
export function nearest(points: readonly Point[], at: number): Point | undefined {
  let low = 0;
  let high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [points[low - 1], points[low]];
  if (!before || !after) return after ?? before;
  return at - before.at < after.at - at ? before : after;
}
