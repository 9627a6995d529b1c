import type { Unsubscribe } from '@mt5-bridge/client';
import { type Clock, Mt5Error, type ZoneShift } from '@mt5-bridge/protocol';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import type { Identity, TerminalReads } from '../read/index.ts';
import { serverDay } from '../snapshot/day.ts';
import type { EquityHistory } from './api.ts';
import { EquityTable } from './equity-table.ts';

/** Between two samples, ms. */
const STEP_MS = 10_000;
/** How long they are kept, ms. */
const KEPT_MS = 7 * 86_400_000;

export interface EquityHistoryOptions {
  readonly ledger: Ledger;
  readonly reads: Pick<TerminalReads, 'link' | 'identity' | 'account'>;
  /** Of the terminal's server. */
  readonly zone: ZoneShift;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes equity and balance down for as long as it is open. */
export interface EquityRecorder extends EquityHistory {
  close(): void;
}

/**
 * Samples lie at multiples of ten seconds, so that several processes beside one terminal write the same ones. What can't
 * be read or written just now is a gap in the curve, no more.
 */
export function recordEquity({ ledger, reads, zone, clock, log }: EquityHistoryOptions): EquityRecorder {
  const table = new EquityTable(ledger);
  const listeners = new Set<{ readonly listener: () => void }>();
  let isFailing = false;
  let cancelTimer: () => void;

  async function sample(): Promise<void> {
    const at = Math.floor(clock.now() / STEP_MS) * STEP_MS;
    const of = reads.identity();
    const { login, server, equity, balance } = await reads.account();
    // The terminal may have changed its account meanwhile.
    if (login !== of.login || server !== of.server) return;
    table.add(of, { at, equity, balance }, at - KEPT_MS);
    isFailing = false;
    for (const { listener } of [...listeners]) listener();
  }

  /** A ledger that can't be written is said once. */
  function failed(error: unknown): void {
    if (!(error instanceof Mt5Error)) throw error;
    if (!isFailing && reads.link.state === 'up') log('warn', `The equity curve has a gap: ${error.message}`);
    isFailing = true;
  }

  function arm(): void {
    cancelTimer = clock.setTimer(STEP_MS - (clock.now() % STEP_MS), () => {
      arm();
      if (reads.link.state === 'up') sample().catch(failed);
    });
  }

  arm();
  return {
    today(after) {
      if (reads.link.state !== 'up') return null;
      const of: Identity = reads.identity();
      const { started_at } = serverDay(zone, clock.now());
      const from = Math.max(started_at - 1, after ?? 0);
      return { login: of.login, server: of.server, started_at, points: table.after(of, from) };
    },

    observe(listener): Unsubscribe {
      const own = { listener };
      listeners.add(own);
      return () => void listeners.delete(own);
    },

    close: () => cancelTimer(),
  };
}
