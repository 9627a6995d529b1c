import type { Config } from '@mt5-bridge/config';
import type { AuditEvent, AuditRecord } from '../api.ts';
import { outsideText } from '../read/outside-text.ts';

export type NoticeKind = Config['notify']['events'][number];

/** What the owner, or the agent, is told of one audit record. */
export interface Notice {
  /** The same for the same record, so that whoever gets it twice can tell. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly event: AuditEvent;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** One line of our own words, numbers and the broker's symbol names; nothing that strangers or agents wrote. */
  readonly text: string;
  readonly account: AuditRecord['account'];
  readonly request_id: string | null;
  /** The record's own fields. Those in `untrusted_fields` hold what others wrote. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly untrusted_fields: readonly string[];
}

interface Telling {
  readonly kind: NoticeKind;
  readonly text: (data: AuditRecord['data']) => string;
  readonly untrusted?: readonly string[];
}

const tellings: Partial<Record<AuditEvent, Telling>> = {
  alert: { kind: 'alert', text: alertText, untrusted: ['ticker', 'order_id'] },
  fill: { kind: 'fill', text: fillText, untrusted: ['comment'] },
  approval_requested: { kind: 'approval', text: ({ summary }) => `Waits for approval: ${plain(summary)}` },
  approval_granted: { kind: 'approval', text: ({ channel }) => `The order was approved (${plain(channel)}).` },
  approval_denied: {
    kind: 'approval',
    text: ({ channel }) => `The order was denied (${plain(channel)}).`,
    untrusted: ['reason'],
  },
  approval_expired: { kind: 'approval', text: () => 'The order expired: nobody approved it in time.' },
  approval_void: { kind: 'approval', text: () => 'The approval is void: the price moved away. Nothing was sent.' },
  kill_switch: {
    kind: 'kill_switch',
    text: ({ on }) => (on ? 'The kill switch is on: nothing that adds risk is sent.' : 'The kill switch was released.'),
    untrusted: ['reason'],
  },
  margin: {
    kind: 'margin',
    text: ({ margin_level, warning_level }) =>
      `The margin level is ${number(margin_level)} %, below ${number(warning_level)} %.`,
  },
  link: {
    kind: 'link',
    text: ({ state, lost_for_seconds, code }) =>
      state === 'restored'
        ? `The terminal answers again, after ${number(lost_for_seconds)} s.`
        : `The terminal does not answer (${plain(code)}).`,
  },
};

/** undefined: nobody is told of that. */
export function noticeOf(record: AuditRecord): Notice | undefined {
  const telling = tellings[record.event];
  if (telling === undefined) return undefined;
  const data = cleaned(record.data) as AuditRecord['data'];
  return {
    id: `${record.seq}-${record.hash.slice(0, 16)}`,
    kind: telling.kind,
    event: record.event,
    at: record.ts,
    text: telling.text(data),
    account: cleaned(record.account) as AuditRecord['account'],
    request_id: record.request_id,
    data,
    untrusted_fields: (telling.untrusted ?? []).filter((name) => typeof data[name] === 'string'),
  };
}

function alertText({ symbol, action, market_position, stale }: AuditRecord['data']): string {
  const wanted = action ?? (market_position === null ? undefined : market_position);
  const about = [wanted, symbol].filter((word) => typeof word === 'string').map(plain);
  const what = about.length === 0 ? 'An alert came in.' : `An alert came in: ${about.join(' ')}.`;
  return stale === true ? `${what} It is stale.` : what;
}

function fillText({ side, volume, symbol, price, entry, profit, position }: AuditRecord['data']): string {
  const done = `${side === 'buy' ? 'Bought' : 'Sold'} ${number(volume)} ${plain(symbol)} at ${number(price)}`;
  const about = `position ${plain(position)}`;
  return entry === 'in' ? `${done} (${about}).` : `${done} (${about}, profit ${number(profit)}).`;
}

const plain = (value: unknown): string => String(value).slice(0, LONGEST_WORD);
/** A summary is the longest of what is put into a text. */
const LONGEST_WORD = 300;

/** Sums of prices carry the rounding of binary fractions; ten digits are more than any of these figures has. */
const number = (value: unknown): string => (typeof value === 'number' ? String(+value.toPrecision(10)) : plain(value));

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return outsideText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [outsideText(key), cleaned(item)]));
}
