import { type Clock, Mt5Error } from '@mt5-bridge/protocol';
import type { Actor } from '../api.ts';
import { Lease } from '../lease.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Log } from '../log.ts';
import type { LinkMark } from '../ports.ts';
import type { Identity, TerminalReads } from '../read/index.ts';

const LOOK_MS = 3_000;
/** A restart of the terminal's side, or a change of its inputs, takes less; nobody needs to know. */
const SHORT_LOSS_MS = 10_000;
/** As far above the warning level the margin level must rise before it can fall below it again. */
const RECOVERED = 1.1;
/** Terminals that were seen longest ago are forgotten. */
const MOST_TERMINALS = 20;

const WATCH: Actor = { kind: 'gateway', name: 'watch' };

export interface TerminalWatchOptions {
  readonly reads: Pick<TerminalReads, 'link' | 'identity' | 'account'>;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the terminal is: the name under which its link is watched, by one process at a time. */
  readonly terminal: string;
  /** Of this process, and of no other. */
  readonly holder: string;
  /** Margin level in %, below which the audit log says so; 0 = never. */
  readonly marginWarning: () => number;
}

export interface TerminalWatch {
  close(): void;
}

/**
 * Writes into the audit log that the link was lost or restored (`link`) and that the margin level fell (`margin`): each
 * once, however many processes watch, and also where the one that watched has died.
 */
export function watchTerminal(options: TerminalWatchOptions): TerminalWatch {
  return new Watch(options);
}

class Watch implements TerminalWatch {
  readonly #options: TerminalWatchOptions;
  readonly #lease: Lease;
  #downSince: number;
  #account: Identity | null = null;
  #cancelTimer: () => void = () => {};
  #isFailing = false;
  #isClosed = false;

  constructor(options: TerminalWatchOptions) {
    const { ledger, clock, terminal, holder } = options;
    this.#options = options;
    this.#lease = new Lease({ ledger, clock, holder, name: `watch ${terminal}` });
    this.#downSince = clock.now();
    this.#arm();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelTimer();
    try {
      this.#lease.release();
    } catch (error) {
      this.#failed(error);
    }
  }

  #arm(): void {
    if (this.#isClosed) return;
    this.#cancelTimer = this.#options.clock.setTimer(LOOK_MS, () => {
      this.#look().then(
        () => {
          this.#isFailing = false;
          this.#arm();
        },
        (error: unknown) => {
          this.#failed(error);
          this.#arm();
        },
      );
    });
  }

  /** What is wrong with ledger or terminal is told by whoever needs them; here once. */
  #failed(error: unknown): void {
    if (!(error instanceof Mt5Error)) throw error;
    const { log } = this.#options;
    if (!this.#isFailing && !this.#isClosed)
      log('warn', `the terminal is not watched: ${error.message}`, { code: error.code });
    this.#isFailing = true;
  }

  async #look(): Promise<void> {
    const { clock, reads } = this.#options;
    const { link } = reads;
    if (link.state === 'up') {
      this.#downSince = clock.now();
      this.#account = reads.identity();
    }
    if (!this.#lease.hold()) return;
    this.#lookAtLink();
    if (link.state === 'up') await this.#lookAtMargin();
  }

  #lookAtLink(): void {
    const { ledger, clock, reads, terminal } = this.#options;
    const { link } = reads;
    const now = clock.now();
    const isUp = link.state === 'up';
    const known = ledger.facts.links.get()?.[terminal];
    if (isUp ? known?.state === 'up' : known?.state !== 'up' || now - this.#downSince < SHORT_LOSS_MS) return;
    ledger.write('process', ({ audit }) => {
      const links = ledger.facts.links.get() ?? {};
      const before = links[terminal];
      const state = isUp ? 'up' : 'lost';
      if (before?.state === state) return;
      const since = isUp ? now : this.#downSince;
      ledger.facts.links.set(newest({ ...links, [terminal]: { state, since } }));
      // The first sight of a terminal is no news.
      if (before === undefined) return;
      const reason = link.state === 'down' ? link.reason.code : 'TERMINAL_NOT_CONNECTED';
      const seconds = Math.round((now - before.since) / 1_000);
      const data = isUp
        ? { state: 'restored', lost_for_seconds: seconds }
        : { state, code: reason, since: new Date(since).toISOString() };
      audit({ event: 'link', actor: WATCH, account: this.#account, request_id: null, data: { ...data, terminal } });
    });
  }

  async #lookAtMargin(): Promise<void> {
    const { ledger, reads, marginWarning } = this.#options;
    const warning = marginWarning();
    if (warning <= 0) return;
    const account = reads.identity();
    const { login, margin, margin_level, margin_free, equity, currency } = await reads.account();
    if (login !== account.login) return;
    const fact = ledger.facts.marginLow(account);
    const isLow = fact.get() ?? false;
    const falls = margin > 0 && margin_level < warning;
    const recovers = margin <= 0 || margin_level >= warning * RECOVERED;
    if (isLow ? !recovers : !falls) return;
    ledger.write('process', ({ audit }) => {
      if ((fact.get() ?? false) !== isLow) return;
      fact.set(!isLow);
      if (isLow) return;
      const data = { margin_level, warning_level: warning, equity, margin, margin_free, currency };
      audit({ event: 'margin', actor: WATCH, account, request_id: null, data });
    });
  }
}

function newest(links: Readonly<Record<string, LinkMark>>): Readonly<Record<string, LinkMark>> {
  const latestFirst = Object.entries(links).sort(([, a], [, b]) => b.since - a.since);
  return Object.fromEntries(latestFirst.slice(0, MOST_TERMINALS));
}
