import type { TicksColumns } from '@mt5-bridge/protocol/wire';

/** Ticks from the `from`th on, sharing memory. */
export function ticksFrom(ticks: TicksColumns, from: number): TicksColumns {
  if (from === 0) return ticks;
  return {
    length: ticks.length - from,
    time_msc: ticks.time_msc.subarray(from),
    bid: ticks.bid.subarray(from),
    ask: ticks.ask.subarray(from),
    last: ticks.last.subarray(from),
    volume_real: ticks.volume_real.subarray(from),
    flags: ticks.flags.subarray(from),
  };
}

/** One tick without its time. */
export type Tick = readonly [bid: number, ask: number, last: number, volume: number, flags: number];

export function tickAt({ bid, ask, last, volume_real, flags }: TicksColumns, i: number): Tick {
  return [bid[i] as number, ask[i] as number, last[i] as number, volume_real[i] as number, flags[i] as number];
}

export function isSameTick(one: Tick, other: Tick): boolean {
  return one.every((value, i) => value === other[i]);
}
