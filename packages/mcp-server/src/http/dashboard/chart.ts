import type { TerminalReads } from '@mt5-bridge/gateway/read';
import type { Deal, Timeframe } from '@mt5-bridge/protocol';
import { MOST_DECIMALS, rounded } from '../../present/numbers.ts';
import type { Scale, Scales } from '../../present/scales.ts';
import type { ChartData } from './contract.ts';

export const MOST_BARS = 2_000;
const MOST_FILLS = 500;
/** The broker's clock may be ahead of this machine's. */
const DAY_MS = 86_400_000;

/** The last bars of a symbol, and the account's fills since the first of them. */
export async function chartData(
  { symbol, timeframe, count }: { readonly symbol: string; readonly timeframe: Timeframe; readonly count: number },
  { reads, scales, now }: { readonly reads: TerminalReads; readonly scales: Scales; readonly now: number },
): Promise<ChartData> {
  const { digits, columns } = await reads.rates(symbol, timeframe, { start: 0, count });
  const scale = await scales.of(symbol);
  const prices = (column: Float64Array): number[] => Array.from(column, (price) => rounded(price, digits));
  const time = Array.from(columns.time, Number);
  const [from = now] = time;
  const to = Math.max(now, time.at(-1) ?? now) + DAY_MS;
  return {
    symbol,
    timeframe,
    digits,
    time,
    open: prices(columns.open),
    high: prices(columns.high),
    low: prices(columns.low),
    close: prices(columns.close),
    fills: (await newestDeals(reads, { symbol, from, to })).flatMap((deal) => fillOf(deal, scale)),
  };
}

/** Deals come oldest first, in pages. */
async function newestDeals(
  reads: TerminalReads,
  range: { symbol: string; from: number; to: number },
): Promise<readonly Deal[]> {
  const { total, items } = await reads.deals(range, { offset: 0, count: MOST_FILLS });
  if (total <= items.length) return items;
  return (await reads.deals(range, { offset: total - MOST_FILLS, count: MOST_FILLS })).items;
}

function fillOf({ ticket, type, entry, volume, price, profit, time_msc }: Deal, scale: Scale): ChartData['fills'] {
  if ((type !== 'buy' && type !== 'sell') || entry === 'unknown') return [];
  return [
    {
      ticket: String(ticket),
      at: time_msc,
      side: type,
      entry,
      volume: rounded(volume, scale.volume),
      price: rounded(price, scale.price),
      profit: rounded(profit, MOST_DECIMALS),
    },
  ];
}
