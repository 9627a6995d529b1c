import { type Infer, int, record } from '../schema/index.ts';

/** One session of a weekday in broker server time, seconds of the day; `to` may be 86400 (midnight). */
export const session = record({
  /** 0 = Sunday (ENUM_DAY_OF_WEEK). */
  day: int({ min: 0, max: 6 }),
  from: int({ min: 0, max: 86_400 }),
  to: int({ min: 0, max: 86_400 }),
});
export type Session = Infer<typeof session>;
