import { type Clock, Mt5Error } from '@mt5-bridge/protocol';

const PAUSE_MS = 250;
/** As long as whoever asks can be kept waiting. */
const PATIENCE_MS = 5_000;

/** Asks again for a moment while the terminal loads, computes or draws. @throws Mt5Error PENDING when that is not enough */
export function patient(clock: Clock): <T>(call: () => Promise<T>) => Promise<T> {
  return async (call) => {
    for (const until = clock.now() + PATIENCE_MS; ; ) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof Mt5Error && error.code === 'PENDING') || clock.now() >= until) throw error;
      }
      await new Promise<void>((resolve) => void clock.setTimer(PAUSE_MS, resolve));
    }
  };
}
