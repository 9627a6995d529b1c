import { calendarImportance } from '@mt5-bridge/protocol';
import { z } from 'zod';
import { given, offsetArg, timeArg, wordArg } from '../arguments.ts';
import { defineTool, LOOKS_ONLY } from '../define-tool.ts';
import { limitArg, pageOutput, presentPage } from '../paging.ts';
import { calendarView } from '../present/records.ts';

export const getCalendar = defineTool({
  name: 'get_calendar',
  title: 'Economic calendar',
  toolset: 'analysis',
  description:
    "Releases of the terminal's economic calendar, oldest first, with forecast, previous and (once out) actual figure: the coming week, or a time range. Use before timing an order, or to explain a move. Not for trading sessions: get_market_hours. Not the rule itself: get_policy tells news_blackout_minutes.",
  annotations: LOOKS_ONLY,
  input: z.object({
    from: timeArg.optional().describe('ISO 8601 UTC, inclusive; default now'),
    to: timeArg.optional().describe('ISO 8601 UTC, inclusive; default a week after from'),
    currency: z.string().trim().toUpperCase().max(16).optional().describe("As in 'USD'"),
    country: z.string().trim().toUpperCase().max(8).optional().describe("ISO 3166, as in 'US'; 'EU' for the euro area"),
    importance: wordArg(calendarImportance.names).default('moderate').describe('The least'),
    offset: offsetArg,
    limit: limitArg,
  }),
  output: () => pageOutput({ releases: z.array(calendarView.output()) }),
  outsideKeys: calendarView.outsideKeys,
  async run({ offset, limit, ...filter }, { reads }) {
    const page = await reads.calendar(given(filter), { offset, count: limit });
    return { ...presentPage(page), releases: page.items.map((release) => calendarView.present(release)) };
  },
});
