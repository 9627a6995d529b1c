import type { EquityDay } from '@mt5-bridge/gateway/api';
import type { HttpServices } from '../context.ts';
import { type Message, MOST_ACTIVITY } from './messages.ts';
import type { Listener } from './sources.ts';
import { activityRecord, equityCurve } from './views.ts';

// What grows: pages are told what there is at the start, and then what was added.

/** So soon what could not be begun is tried again, ms. */
const AGAIN_MS = 5_000;

/** Records of the audit log. @returns what ends it */
export function followActivity({ audit, clock }: HttpServices, { tell, failed }: Listener): () => void {
  const message = (value: Extract<Message, { event: 'activity' }>['value']): Message => ({
    event: 'activity',
    key: 'activity',
    value,
  });
  let end: () => void;

  function begin(): void {
    try {
      const head = audit.head();
      if (head === 0) tell(message([]));
      end = audit.follow(Math.max(0, head - MOST_ACTIVITY), (records) => tell(message(records.map(activityRecord))));
    } catch (error) {
      failed('activity', 'activity', error);
      end = clock.setTimer(AGAIN_MS, begin);
    }
  }

  begin();
  return () => end();
}

/** Points of the equity curve; of another account or day, the whole curve. @returns what ends it */
export function followEquity({ equity, reads }: HttpServices, { tell, failed }: Listener): () => void {
  let shown: EquityDay | undefined;

  function look(): void {
    try {
      const added = equity.today(shown?.points.at(-1)?.at);
      if (added === null) return;
      const isWhole = shown === undefined || !isSameCurve(shown, added);
      const day = isWhole && shown !== undefined ? equity.today() : added;
      if (day === null || (!isWhole && day.points.length === 0)) return;
      shown = day;
      tell({ event: 'equity', key: 'equity', value: equityCurve(isWhole ? thinned(day) : day, isWhole) });
    } catch (error) {
      failed('equity', 'equity', error);
    }
  }

  const ends = [equity.observe(look), reads.onLink(look)];
  look();
  return () => {
    for (const end of ends) end();
  };
}

const MINUTE_MS = 60_000;

/** A day as a picture of some hundred pixels needs it: what is older than an hour by the minute. */
function thinned({ points, ...day }: EquityDay): EquityDay {
  const recent = (points.at(-1)?.at ?? 0) - 60 * MINUTE_MS;
  return { ...day, points: points.filter(({ at }) => at > recent || at % MINUTE_MS === 0) };
}

const isSameCurve = (one: EquityDay, other: EquityDay): boolean =>
  one.login === other.login && one.server === other.server && one.started_at === other.started_at;
