import type { Alert } from '@mt5-bridge/gateway/api';
import { z } from 'zod';
import { outsideText, outsideTextOrNull } from './outside-text.ts';
import type { JsonRecord } from './presentation.ts';
import { isoTime, isoTimeOrNull, timeOutput } from './times.ts';

const LONGEST_COMMENT = 1_000;
const LONGEST_FIELD = 200;
const MOST_FIELDS = 40;

export const alertShape = {
  alert_id: z.string(),
  state: z.string(),
  received_at: timeOutput(),
  fired_at: timeOutput().nullable(),
  stale: z.boolean().nullable().describe('Came too late after it fired; null: unknown'),
  symbol: z.string().nullable().describe("Broker's name; null: unknown"),
  ticker: z.string().nullable(),
  action: z.string().nullable(),
  market_position: z.string().nullable().describe('After it'),
  order_id: z.string().nullable(),
  price: z.number().nullable(),
  contracts: z.number().nullable().describe('Not lots'),
  interval: z.string().nullable(),
  bar_time: timeOutput().nullable(),
  comment: z.string().nullable(),
  fields: z.looseObject({}),
  claimed_by: z.string().nullable(),
  claimed_at: timeOutput().nullable(),
  resolution: z.string().nullable(),
  resolved_at: timeOutput().nullable(),
};

/** Names among the fields are a stranger's, too. */
export const ALERT_OUTSIDE_KEYS = ['ticker', 'order_id', 'interval', 'comment', 'fields', 'claimed_by', 'resolution'];

export function alertJson(alert: Alert) {
  const { alert_id, state, symbol, stale, action, market_position, price, contracts, comment } = alert;
  return {
    ...{ alert_id, state },
    received_at: isoTime(alert.received_at),
    fired_at: isoTimeOrNull(alert.fired_at),
    ...{ stale, symbol },
    ticker: outsideTextOrNull(alert.ticker),
    ...{ action, market_position },
    order_id: outsideTextOrNull(alert.order_id),
    ...{ price, contracts },
    interval: outsideTextOrNull(alert.interval),
    bar_time: isoTimeOrNull(alert.bar_time),
    comment: comment === null ? null : cut(outsideText(comment), LONGEST_COMMENT),
    fields: fieldsJson(alert.fields),
    claimed_by: outsideTextOrNull(alert.claimed_by),
    claimed_at: isoTimeOrNull(alert.claimed_at),
    resolution: outsideTextOrNull(alert.resolution),
    resolved_at: isoTimeOrNull(alert.resolved_at),
  };
}

function fieldsJson(fields: Alert['fields']): JsonRecord {
  const shown = Object.entries(fields).slice(0, MOST_FIELDS);
  return Object.fromEntries(
    shown.map(([name, value]) => [
      outsideText(name),
      typeof value === 'string' ? cut(outsideText(value), LONGEST_FIELD) : value,
    ]),
  );
}

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most).toWellFormed()} [cut]` : text;
