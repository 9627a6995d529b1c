import type { Mt5ClientOptions } from './api.ts';

/** Runs a caller's listener. What it throws is its own fault: it is logged and harms no other listener. */
export function deliver(log: Mt5ClientOptions['log'], what: string, run: () => void): void {
  try {
    run();
  } catch (cause) {
    log('error', `A listener of ${what} failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : cause}`);
  }
}
