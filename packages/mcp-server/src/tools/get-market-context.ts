import type { TerminalReads } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { symbolArg } from '../arguments.ts';
import { defineToolAlone, LOOKS_ONLY, type ToolContext } from '../define-tool.ts';
import { codedError } from '../failures.ts';
import { ATR_PERIOD, averageTrueRange, nextReleases, usualSpread } from '../market-context.ts';
import { ALERT_OUTSIDE_KEYS, alertJson } from '../present/alert.ts';
import { rounded } from '../present/numbers.ts';
import { calendarView, orderView, positionView, presentAll, quoteView } from '../present/records.ts';
import type { Scale } from '../present/scales.ts';
import { isoTimeOrNull, timeOutput } from '../present/times.ts';

const MOST_ALERTS = 5;
const MOST_RELEASES = 5;
/** Of M1: a bar has the smallest spread of its ticks, and that of short bars is nearest to what is paid. */
const SPREAD_BARS = 240;

const rows = (of: string) => z.array(z.looseObject({})).nullable().describe(`As in ${of}`);

export const getMarketContext = defineToolAlone({
  name: 'get_market_context',
  title: 'Market context',
  toolset: 'market',
  description:
    'One symbol at a glance: quote, spread against its usual, session, day range, volatility, your position and orders, recent alerts, next releases. Use before deciding on an alert or an order. Not for history: get_rates. A part that cannot be read is null; problems says why.',
  annotations: LOOKS_ONLY,
  input: z.object({ symbol: symbolArg }),
  output: () =>
    z.object({
      symbol: z.string(),
      quote: z.looseObject({}).nullable().describe('As in get_quote'),
      spread: z
        .object({
          points: z.int(),
          usual: z.int().describe("Median of M1 bars' smallest, 4 h"),
          ratio: z.number(),
        })
        .nullable(),
      session: z
        .object({
          is_open: z.boolean(),
          next_close: timeOutput().nullable(),
          next_open: timeOutput().nullable(),
        })
        .nullable(),
      day: z.object({ open: z.number(), high: z.number(), low: z.number() }).nullable(),
      atr: z.number().nullable().describe(`ATR(${ATR_PERIOD}) of H1, in price`),
      positions: rows('get_positions'),
      orders: rows('get_orders'),
      alerts: rows('get_recent_alerts'),
      releases: rows('get_calendar'),
      problems: z.array(z.object({ part: z.string(), code: z.string(), message: z.string() })),
    }),
  outsideKeys: [
    ...new Set([
      ...positionView.outsideKeys,
      ...orderView.outsideKeys,
      ...calendarView.outsideKeys,
      ...ALERT_OUTSIDE_KEYS,
    ]),
  ],
  async run({ symbol }, context) {
    const { reads, scales, log } = context;
    const scale = await scales.ofOrNone(symbol);
    const problems: { part: string; code: string; message: string }[] = [];

    async function part<T>(name: string, read: () => Promise<T>): Promise<T | null> {
      try {
        return await read();
      } catch (thrown) {
        const { code, message } = codedError(thrown, log);
        // Of a symbol that the broker does not have there is nothing to say.
        if (code === 'SYMBOL_NOT_FOUND' || code === 'INVALID_SYMBOL') throw thrown;
        problems.push({ part: name, code, message });
        return null;
      }
    }

    const [quote, spread, session, day, atr, positions, orders, alerts, releases] = await Promise.all([
      part('quote', async () => quoteView.present(await reads.quote(symbol), scale)),
      part('spread', () => spreadOf(symbol, reads)),
      part('session', () => sessionOf(symbol, reads)),
      part('day', () => dayOf(symbol, reads, scale)),
      part('atr', () => atrOf(symbol, reads, scale)),
      part('positions', async () => presentAll(positionView, await reads.positions({ symbol }), scales)),
      part('orders', async () => presentAll(orderView, await reads.orders({ symbol }), scales)),
      part('alerts', async () => alertsOn(symbol, context)),
      part('releases', () => releasesFor(symbol, reads)),
    ]);
    return { symbol, quote, spread, session, day, atr, positions, orders, alerts, releases, problems };
  },
});

async function spreadOf(symbol: string, reads: TerminalReads) {
  const [{ spread: points }, { columns }] = await Promise.all([
    reads.quote(symbol),
    reads.rates(symbol, 'M1', { start: 1, count: SPREAD_BARS }),
  ]);
  const usual = usualSpread(columns);
  if (usual === undefined) throw new Mt5Error('NO_DATA', `The bars of ${symbol} have no spread.`);
  return { points, usual, ratio: rounded(points / usual, 2) };
}

async function sessionOf(symbol: string, reads: TerminalReads) {
  const { is_open, next_close, next_open } = await reads.marketHours(symbol);
  return { is_open, next_close: isoTimeOrNull(next_close), next_open: isoTimeOrNull(next_open) };
}

async function dayOf(symbol: string, reads: TerminalReads, { price }: Scale) {
  const { columns } = await reads.rates(symbol, 'D1', { start: 0, count: 1 });
  const [open, high, low] = [columns.open[0], columns.high[0], columns.low[0]];
  if (open === undefined || high === undefined || low === undefined) {
    throw new Mt5Error('NO_DATA', `${symbol} has no bar of today.`);
  }
  return { open: rounded(open, price), high: rounded(high, price), low: rounded(low, price) };
}

async function atrOf(symbol: string, reads: TerminalReads, { price }: Scale) {
  const { columns } = await reads.rates(symbol, 'H1', { start: 1, count: ATR_PERIOD + 1 });
  const atr = averageTrueRange(columns);
  if (atr === undefined) throw new Mt5Error('NO_DATA', `${symbol} has fewer than ${ATR_PERIOD + 1} whole H1 bars.`);
  return rounded(atr, price);
}

function alertsOn(symbol: string, { alerts }: ToolContext) {
  if (alerts === undefined) throw new Mt5Error('NO_DATA', 'This server keeps no alerts.');
  return alerts.list({ symbol, count: MOST_ALERTS }).map(alertJson);
}

async function releasesFor(symbol: string, reads: TerminalReads) {
  const { currency_base, currency_profit } = await reads.symbolInfo(symbol);
  const lists = await Promise.all(
    [...new Set([currency_base, currency_profit])].map((currency) =>
      reads.calendar({ currency, importance: 'moderate' }, { offset: 0, count: MOST_RELEASES }),
    ),
  );
  const next = nextReleases(
    lists.map(({ items }) => items),
    MOST_RELEASES,
  );
  return next.map((release) => calendarView.present(release));
}
