import type { AuditEvent } from '@mt5-bridge/gateway/api';
import type { Activity, ChartData, SymbolChoice } from '@mt5-bridge/mcp-server/dashboard';
import { call } from './call.ts';

function query(path: string, values: Readonly<Record<string, string | number | undefined>>): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') text.set(name, String(value));
  }
  return `${path}?${text}`;
}

export interface ActivityFilter {
  readonly event: AuditEvent | '';
  readonly symbol: string;
  readonly request_id: string;
}

export const readActivity = (filter: ActivityFilter, before?: number): Promise<Activity> =>
  call('GET', query('/api/activity', { ...filter, before, count: 50 }));

export const readChart = (symbol: string, timeframe: string, count: number): Promise<ChartData> =>
  call('GET', query('/api/chart', { symbol, timeframe, count }));

export const findSymbols = async (search: string): Promise<readonly SymbolChoice[]> =>
  (await call<{ readonly symbols: readonly SymbolChoice[] }>('GET', query('/api/symbols', { search }))).symbols;
