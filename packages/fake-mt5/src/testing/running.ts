import type { ZoneShift } from '@mt5-bridge/protocol';
import { memoryPair } from '@mt5-bridge/protocol/wire';
import { createFakeMt5, type FakeMt5, type FakeMt5Options } from '../fake-mt5.ts';
import { Caller } from './caller.ts';
import { ManualClock } from './manual-clock.ts';

/** A Wednesday noon. */
export const NOON = Date.UTC(2026, 6, 15, 12);

export interface Running {
  readonly fake: FakeMt5;
  readonly clock: ManualClock;
  readonly caller: Caller;
  another(): Caller;
}

/** FakeMT5 on a clock that the test moves, and a caller of it; server time is UTC+3. */
export async function running(options: Partial<FakeMt5Options> = {}): Promise<Running> {
  const { connect, bind } = memoryPair();
  const clock = new ManualClock(NOON);
  const fake = await createFakeMt5({ clock, bind, seed: 7, speed: 1, loop: true, zone: athens, ...options });
  return { fake, clock, caller: new Caller(connect), another: () => new Caller(connect) };
}

const HOURS_3 = 3 * 3_600_000;
export const athens: ZoneShift = {
  fromServer: (server) => server - HOURS_3,
  toServer: (utc) => utc + HOURS_3,
};
