import { enumeration, type NameOf } from '../schema/index.ts';

/** ENUM_TIMEFRAMES without PERIOD_CURRENT, which means nothing outside a chart. */
export const timeframe = enumeration('ENUM_TIMEFRAMES', {
  M1: 1,
  M2: 2,
  M3: 3,
  M4: 4,
  M5: 5,
  M6: 6,
  M10: 10,
  M12: 12,
  M15: 15,
  M20: 20,
  M30: 30,
  H1: 16385,
  H2: 16386,
  H3: 16387,
  H4: 16388,
  H6: 16390,
  H8: 16392,
  H12: 16396,
  D1: 16408,
  W1: 32769,
  MN1: 49153,
});
export type Timeframe = NameOf<typeof timeframe>;

/** Nominal length in ms (PeriodSeconds); a month counts 30 days there. */
export function timeframeMs(name: Timeframe): number {
  const unit = { M: 60_000, H: 3_600_000, D: 86_400_000, W: 604_800_000 };
  if (name === 'MN1') return 30 * unit.D;
  return unit[name[0] as keyof typeof unit] * Number(name.slice(1));
}
