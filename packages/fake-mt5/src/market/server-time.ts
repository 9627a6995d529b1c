import type { Clock } from '@mt5-bridge/protocol';

/** Broker server time that runs `speed` times as fast as the clock, while it runs. */
export class ServerTime {
  private readonly clock: Clock;
  private readonly speed: number;
  private base: number;
  private startedAt: number | undefined;

  constructor(clock: Clock, start: number, speed: number) {
    this.clock = clock;
    this.base = start;
    this.speed = speed;
  }

  now(): number {
    if (this.startedAt === undefined) return this.base;
    return this.base + Math.floor((this.clock.now() - this.startedAt) * this.speed);
  }

  start(): void {
    this.startedAt ??= this.clock.now();
  }

  stop(): void {
    this.base = this.now();
    this.startedAt = undefined;
  }

  /** Calls `fn` when server time will be `time`, but not within `atLeast` ms of the clock, nor later than `atMost`. */
  at(time: number, atLeast: number, atMost: number, fn: () => void): () => void {
    const wait = Math.ceil((time - this.now()) / this.speed);
    return this.clock.setTimer(Math.min(atMost, Math.max(atLeast, wait)), fn);
  }
}
