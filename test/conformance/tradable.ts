import type { OrderFilling, Result } from '@mt5-bridge/protocol';
import type { Peer } from './peer.ts';
import { Skip } from './suite.ts';

/** A symbol that can be traded now, and how. */
export interface Tradable {
  readonly symbol: string;
  /** The smallest volume. */
  readonly lots: number;
  /** Of a market order. */
  readonly filling: OrderFilling;
  readonly info: Result<'symbol_info'>;
}

const usual = ['EURUSD', 'BTCUSD', 'XAUUSD', 'USDJPY'];
const DAY_SECONDS = 86_400;

/** The most traded symbol of Market Watch whose market is open, and where no order would change what others hold. */
export async function tradable(peer: Peer): Promise<Tradable> {
  const { margin_mode } = await peer.call('hello', {});
  const { positions } = await peer.call('positions', {});
  const taken = margin_mode === 'retail_hedging' ? [] : positions.map(({ symbol }) => symbol);
  for (const symbol of await symbolsByUse(peer)) {
    if (taken.includes(symbol)) continue;
    const info = await peer.call('symbol_info', { symbol });
    if (info.trade_mode !== 'full' || !(await isOpen(peer, symbol))) continue;
    const filling = (['fok', 'ioc'] as const).find((one) => info.filling_mode.includes(one)) ?? 'return';
    return { symbol, lots: info.volume_min, filling, info };
  }
  throw new Skip('no symbol of Market Watch can be traded now');
}

/** A symbol of Market Watch with a quote whose market is closed. */
export async function closed(peer: Peer): Promise<string> {
  for (const symbol of await symbolsByUse(peer)) if (!(await isOpen(peer, symbol))) return symbol;
  throw new Skip('all markets are open');
}

async function symbolsByUse(peer: Peer): Promise<string[]> {
  const { symbols } = await peer.call('symbols', { selected: true, offset: 0, count: 100 });
  const { quotes } = await peer.call('quotes', { symbols: symbols.map(({ name }) => name) });
  const rank = (name: string): number => {
    const at = usual.findIndex((start) => name.startsWith(start));
    return at < 0 ? usual.length : at;
  };
  return quotes.map(({ symbol }) => symbol).sort((a, b) => rank(a) - rank(b));
}

/** By its weekly sessions; a minute before the end counts as closed, so that it stays open while it is needed. */
async function isOpen(peer: Peer, symbol: string): Promise<boolean> {
  const { time_server } = await peer.call('hello', {});
  const { trade } = await peer.call('sessions', { symbol });
  const second = Math.floor(time_server / 1_000) % DAY_SECONDS;
  const day = new Date(time_server).getUTCDay();
  return trade.some((session) => session.day === day && second >= session.from && second < session.to - 60);
}
