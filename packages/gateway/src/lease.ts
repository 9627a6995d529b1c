import type { Clock } from '@mt5-bridge/protocol';
import type { Ledger } from './ledger/index.ts';
import type { LeaseMark } from './ports.ts';

/** How long whoever died keeps others waiting, ms. */
const TERM_MS = 15_000;

export interface LeaseOptions {
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, 'now'>;
  /** What only one process at a time may do. */
  readonly name: string;
  /** Of this process, and of no other. */
  readonly holder: string;
}

/** The right to do something that only one process at a time may do. It ends by itself unless it is held on to. */
export class Lease {
  readonly #options: LeaseOptions;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /**
   * Takes it or holds on to it; to be called every few seconds. @returns whether this process has it
   * @throws Mt5Error LEDGER_UNAVAILABLE
   */
  hold(): boolean {
    const { ledger, clock, name, holder } = this.#options;
    const known = ledger.facts.leases.get()?.[name];
    const now = clock.now();
    if (isOfAnother(known, holder, now)) return false;
    if (known?.holder === holder && isInForce(known, now) && known.until - now > TERM_MS / 2) return true;
    return ledger.write('process', () => {
      const all = ledger.facts.leases.get() ?? {};
      if (isOfAnother(all[name], holder, now)) return false;
      const others = Object.entries(all).filter(([, lease]) => isInForce(lease, now));
      ledger.facts.leases.set({ ...Object.fromEntries(others), [name]: { holder, until: now + TERM_MS } });
      return true;
    });
  }

  /** @throws Mt5Error LEDGER_UNAVAILABLE */
  release(): void {
    const { ledger, name, holder } = this.#options;
    if (ledger.facts.leases.get()?.[name]?.holder !== holder) return;
    ledger.write('process', () => {
      const { [name]: lease, ...others } = ledger.facts.leases.get() ?? {};
      if (lease?.holder === holder) ledger.facts.leases.set(others);
    });
  }
}

/** One that ends later than any can was made on a clock that was set back since. */
const isInForce = ({ until }: LeaseMark, now: number): boolean => until > now && until - now <= TERM_MS;

const isOfAnother = (lease: LeaseMark | undefined, holder: string, now: number): boolean =>
  lease !== undefined && lease.holder !== holder && isInForce(lease, now);
