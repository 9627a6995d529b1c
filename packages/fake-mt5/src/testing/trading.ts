import type { TradeRequest } from '@mt5-bridge/protocol';
import type { AccountTerms } from '../account/account.ts';
import type { Prices } from '../account/conversion.ts';
import { demoTerms } from '../account/demo-account.ts';
import { transferDeal } from '../account/trade-records.ts';
import type { BrokerTerms, Changes } from '../broker/api.ts';
import { createBroker } from '../broker/create-broker.ts';
import type { BrokerState, RecordChange } from '../broker/state.ts';
import { knownSymbols } from '../market/symbols/known-symbols.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';

/** A Wednesday noon, with every market open. */
export const NOON = Date.UTC(2026, 6, 15, 12);

export interface TradingOptions {
  readonly terms?: Partial<AccountTerms>;
  /** Differences of EURUSD from how this broker offers it. */
  readonly info?: Partial<SymbolSpec['info']>;
  readonly broker?: BrokerTerms;
  readonly deposit?: number;
  readonly state?: BrokerState;
  readonly onChange?: (changes: readonly RecordChange[]) => void;
}

/** A new account with a deposit and nothing else. */
export function newAccount(terms: Partial<AccountTerms> = {}, deposit = 10_000): BrokerState {
  const funding = { ...transferDeal({ time: NOON - 1, amount: deposit, comment: 'Deposit' }), ticket: 1n };
  return {
    terms: { ...demoTerms, ...terms },
    positions: [],
    orders: [],
    historyOrders: [],
    deals: [funding],
    rolled_to: NOON,
  };
}

export const specsWith = (info: Partial<SymbolSpec['info']> = {}): ReadonlyMap<string, SymbolSpec> =>
  new Map(
    [...knownSymbols].map(([name, spec]) => [
      name,
      name === 'EURUSD' ? { ...spec, info: { ...spec.info, ...info } } : spec,
    ]),
  );

/** A trade server at noon on a new account, and a hand on its market and clock. EURUSD stands at 1.10000 / 1.10010. */
export function trading(options: TradingOptions = {}) {
  const { terms, info, deposit, state = newAccount(terms, deposit), broker: brokerTerms = {} } = options;
  const quotes = new Map<string, Prices>([
    ['EURUSD', { bid: 1.1, ask: 1.1001 }],
    ['XAUUSD', { bid: 2_400, ask: 2_400.2 }],
    ['USDJPY', { bid: 150, ask: 150.01 }],
  ]);
  let now = NOON;
  const broker = createBroker({
    state,
    specs: specsWith(info),
    quoteOf: (symbol) => quotes.get(symbol),
    now: () => now,
    terms: brokerTerms,
    ...(options.onChange && { onChange: options.onChange }),
  });
  const { account } = broker;
  return {
    broker,
    account,
    book: account.book,
    send: (request: TradeRequest) => broker.execute(request),
    /** A tick a second after what happened before. */
    tick(bid: number, ask = Number((bid + 0.0001).toFixed(5)), symbol = 'EURUSD'): Changes {
      now += 1_000;
      return broker.tick(symbol, { time_msc: now, bid, ask, last: 0, volume_real: 0, flags: 6 });
    },
    /** The clock alone moves on. */
    pass(ms: number): Changes {
      now += ms;
      return broker.time(now);
    },
    now: () => now,
    /** The clock is at another time when the next request comes. */
    setClock(time: number): void {
      now = time;
    },
  };
}

export type Trading = ReturnType<typeof trading>;

export const kinds = ({ transactions }: Changes): string[] => transactions.map(({ type }) => String(type));

export const market = (type: 'buy' | 'sell', volume = 0.1, more: Partial<TradeRequest> = {}): TradeRequest =>
  ({ action: 'deal', symbol: 'EURUSD', type, volume, ...more }) as TradeRequest;

export const pending = (type: TradeRequest['type'], price: number, more: Partial<TradeRequest> = {}): TradeRequest =>
  ({ action: 'pending', symbol: 'EURUSD', type, volume: 0.1, price, ...more }) as TradeRequest;
