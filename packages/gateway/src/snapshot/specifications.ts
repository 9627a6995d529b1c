import type { Mt5Client } from '@mt5-bridge/client';
import type { Clock, SymbolInfo } from '@mt5-bridge/protocol';
import { mayFail } from './may-fail.ts';

const MOST_AGE_MS = 60_000;

/**
 * Contract specifications, kept for a minute of one start of the terminal: of symbols that are only held, whose terms
 * hardly ever change. undefined where the terminal gives none. @throws Mt5Error of the link
 */
export function specifications(
  client: Mt5Client,
  clock: Pick<Clock, 'now'>,
): (symbol: string) => Promise<SymbolInfo | undefined> {
  const kept = new Map<string, { readonly info: SymbolInfo; readonly until: number }>();
  let epoch: number | undefined;

  return async (symbol) => {
    const current = client.link.state === 'up' ? client.link.hello.epoch : undefined;
    if (current !== epoch) kept.clear();
    epoch = current;
    const known = kept.get(symbol);
    if (known !== undefined && clock.now() < known.until) return known.info;
    const info = await mayFail(client.call('symbol_info', { symbol }));
    if (info !== undefined && current === epoch) kept.set(symbol, { info, until: clock.now() + MOST_AGE_MS });
    return info;
  };
}
