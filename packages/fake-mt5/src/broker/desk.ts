import { Account } from '../account/account.ts';
import type { Prices, PricesOf } from '../account/conversion.ts';
import type { CheckContext } from '../account/order-check/context.ts';
import { isInSession } from '../market/sessions.ts';
import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import type { BrokerTerms, Changes, Transaction } from './api.ts';
import type { Book } from './book.ts';
import type { RecordChange } from './state.ts';

export interface DeskTerms {
  readonly book: Book;
  readonly specs: ReadonlyMap<string, SymbolSpec>;
  readonly quoteOf: PricesOf;
  readonly valuedAt: PricesOf;
  readonly terms: BrokerTerms;
  readonly onChange: (changes: readonly RecordChange[]) => void;
}

const NOTHING: Changes = { transactions: [], positions: false, orders: false, account: false };

/** What every part of the trade server works with: the records, the prices and time of the moment, and the log of transactions. */
export class Desk {
  readonly book: Book;
  readonly account: Account;
  readonly terms: BrokerTerms;
  /** Server time of what is being done; it never goes back. */
  now: number;
  private readonly specs: ReadonlyMap<string, SymbolSpec>;
  private readonly quoteOf: PricesOf;
  private readonly onChange: DeskTerms['onChange'];
  private readonly quotes = new Map<string, Prices>();
  private said: Transaction[] = [];

  constructor({ book, specs, quoteOf, valuedAt, terms, onChange }: DeskTerms) {
    this.book = book;
    this.specs = specs;
    this.quoteOf = quoteOf;
    this.terms = terms;
    this.onChange = onChange;
    this.now = book.rolledTo;
    this.account = new Account(book, specs, (symbol) => this.quote(symbol) ?? valuedAt(symbol));
  }

  /** Takes note of a tick; returns the one of the symbol before it. */
  hear(symbol: string, { bid, ask }: Prices): Prices | undefined {
    const before = this.quotes.get(symbol);
    this.quotes.set(symbol, { bid, ask });
    return before;
  }

  /** What the symbol can be traded at. */
  quote(symbol: string): Prices | undefined {
    return this.quotes.get(symbol) ?? this.quoteOf(symbol);
  }

  spec(symbol: string): SymbolSpec | undefined {
    return this.specs.get(symbol);
  }

  isOpen(symbol: string): boolean {
    const sessions = this.specs.get(symbol)?.sessions.trade;
    return sessions !== undefined && isInSession(sessions, this.now);
  }

  /** As the trade server sees a request: what terminal and connection permit was settled before it came here. */
  checkContext(): CheckContext {
    return {
      account: this.account,
      specOf: (symbol) => this.spec(symbol),
      pricesOf: (symbol) => this.quote(symbol),
      now: this.now,
      connected: true,
      algoTrading: true,
      isOpen: (symbol) => this.isOpen(symbol),
    };
  }

  say(transaction: Transaction): void {
    this.said.push(transaction);
  }

  /** Ends one call: hands its changes on, and tells them. */
  close(): Changes {
    const changes = this.book.takeChanges();
    if (changes.length > 0) this.onChange(changes);
    if (changes.length === 0 && this.said.length === 0) return NOTHING;
    const transactions = this.said;
    this.said = [];
    const touched = new Set(changes.map(({ table }) => table));
    return {
      transactions,
      positions: touched.has('positions'),
      orders: touched.has('orders'),
      account: touched.has('deals'),
    };
  }
}
