/** Time as the composition root gives it; tests own it. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
  /** Runs `fn` once after `ms`; the returned function cancels. */
  setTimer(ms: number, fn: () => void): () => void;
}

/** The machine's own clock. Its timers keep the process alive unless `background` is set. */
export function systemClock(options: { background?: boolean } = {}): Clock {
  return {
    now: () => Date.now(),
    setTimer: (ms, fn) => {
      const timer = setTimeout(fn, ms);
      if (options.background) timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
