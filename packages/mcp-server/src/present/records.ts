import {
  accountInfo,
  bookEntry,
  calendarValue,
  deal,
  historyOrder,
  order,
  position,
  quote,
  symbolBrief,
  symbolInfo,
  terminalInfo,
} from '@mt5-bridge/protocol';
import { type JsonRecord, type Presentation, presentation } from './presentation.ts';
import type { Scales } from './scales.ts';

export const accountView = presentation(accountInfo);
export const bookEntryView = presentation(bookEntry);
export const calendarView = presentation(calendarValue);
export const dealView = presentation(deal);
export const historyOrderView = presentation(historyOrder);
export const orderView = presentation(order);
export const positionView = presentation(position);
export const quoteView = presentation(quote);
export const symbolBriefView = presentation(symbolBrief);
export const symbolInfoView = presentation(symbolInfo);
export const terminalView = presentation(terminalInfo);

/** Rows of many symbols, each by its own symbol's scale. */
export async function presentAll<T extends { readonly symbol: string }>(
  view: Presentation<T>,
  rows: readonly T[],
  scales: Scales,
): Promise<JsonRecord[]> {
  const known = await scales.ofAll(rows);
  return rows.map((row) => view.present(row, known.get(row.symbol)));
}
