import type { Deal } from '@mt5-bridge/protocol';
import type { EquityMark, EquityStore } from '../ports.ts';
import type { Identity } from '../read/index.ts';
import { transferred } from './day.ts';

/** A deal can appear later than its own time says; for so long its money is counted anew every time. */
const SETTLING_MS = 60_000;
/** How old the mark may become before it is moved though the peak stands: what bounds the history to read. */
const MOST_AGE_MS = 3_600_000;

/** From when on deposits and withdrawals must be known. */
export const transfersFrom = (mark: EquityMark | undefined, now: number): number =>
  Math.min(mark?.as_of ?? now, now - SETTLING_MS);

/**
 * The highest equity so far, moved by what was deposited and withdrawn since: a withdrawal is no drawdown, a deposit no
 * recovery. `deals` hold everything since `transfersFrom`. The store is written only when the mark moves.
 */
export function equityPeak(
  store: EquityStore,
  identity: Identity,
  reading: {
    readonly equity: number;
    readonly now: number;
    readonly deals: readonly Deal[];
    readonly born: EquityMark['born'];
  },
): number {
  const { equity, now, deals, born } = reading;
  const settled = now - SETTLING_MS;
  const between = (from: number, to: number): number =>
    transferred(deals.filter(({ time_msc }) => time_msc > from && time_msc <= to));

  /** A simulated account that was started anew has another past, or lives before the mark of its last life. */
  function ofThisLife(mark: EquityMark | undefined): EquityMark | undefined {
    const isAnother = mark !== undefined && (mark.born !== born || mark.as_of > now);
    return identity.environment === 'fake' && isAnother ? undefined : mark;
  }

  function moved(stored: EquityMark | undefined): EquityMark {
    const known = ofThisLife(stored);
    const as_of = Math.max(known?.as_of ?? settled, settled);
    const traded = equity - between(as_of, Number.POSITIVE_INFINITY);
    if (known === undefined) return { peak: traded, as_of, born };
    return { peak: Math.max(known.peak + between(known.as_of, as_of), traded), as_of, born };
  }

  const known = ofThisLife(store.mark(identity));
  const next = moved(known);
  const isOld = known === undefined || now - known.as_of > MOST_AGE_MS;
  const mark = isOld || next.peak !== known.peak ? store.update(identity, moved) : next;
  return mark.peak + between(mark.as_of, Number.POSITIVE_INFINITY);
}
