const MINUTE = 60_000;

const PERIODS = {
  M1: MINUTE,
  M5: 5 * MINUTE,
  M15: 15 * MINUTE,
  M30: 30 * MINUTE,
  H1: 60 * MINUTE,
  H4: 240 * MINUTE,
  D1: 1440 * MINUTE,
  W1: 10080 * MINUTE,
} as const;

export type Timeframe = keyof typeof PERIODS;
export const TIMEFRAMES = Object.keys(PERIODS) as readonly Timeframe[];

/** ms */
export const periodOf = (timeframe: Timeframe): number => PERIODS[timeframe];

/** Whether a bar that began at `time` is the one of now, so that the price of now belongs to it. */
export const isLast = (time: number | undefined, timeframe: Timeframe, now: number): boolean =>
  time !== undefined && now - time < periodOf(timeframe);
