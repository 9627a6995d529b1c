import type { Deal, HistoryOrder } from '@mt5-bridge/protocol';
import type { AccountBook, AccountTerms, HeldPosition, PlacedOrder } from '../account/account.ts';
import type { BrokerState, RecordChange } from './state.ts';

/**
 * The account's records while the broker works on them. Lists of positions and orders are replaced at each change, so that
 * a list once read stays as it was; the histories grow in place, so that an order costs the same after ten thousand others.
 */
export class Book implements AccountBook {
  readonly terms: AccountTerms;
  readonly historyOrders: readonly HistoryOrder[];
  readonly deals: readonly Deal[];
  private readonly pastOrders: HistoryOrder[];
  private readonly pastDeals: Deal[];
  private held: readonly HeldPosition[];
  private placed: readonly PlacedOrder[];
  private rolled: number;
  private nextOrder: bigint;
  private nextDeal: bigint;
  private changes: RecordChange[] = [];

  /** @param firstTicket new orders and deals have at least this number, however small those of the state are */
  constructor(state: BrokerState, firstTicket = 1n) {
    this.terms = state.terms;
    this.held = [...state.positions];
    this.placed = [...state.orders];
    this.historyOrders = this.pastOrders = [...state.historyOrders];
    this.deals = this.pastDeals = [...state.deals];
    this.rolled = state.rolled_to;
    this.nextOrder = after([...state.orders, ...state.historyOrders, ...state.positions], firstTicket);
    this.nextDeal = after(state.deals, firstTicket);
  }

  get positions(): readonly HeldPosition[] {
    return this.held;
  }

  get orders(): readonly PlacedOrder[] {
    return this.placed;
  }

  get rolledTo(): number {
    return this.rolled;
  }

  takeOrderTicket(): bigint {
    return this.nextOrder++;
  }

  takeDealTicket(): bigint {
    return this.nextDeal++;
  }

  addPosition(record: HeldPosition): void {
    this.held = [...this.held, record];
    this.changes.push({ table: 'positions', ticket: record.ticket, record });
  }

  /** Its ticket may change with it; undefined removes it. */
  replacePosition(position: HeldPosition, record: HeldPosition | undefined): void {
    this.held = swapped(this.held, position, record);
    const { ticket } = position;
    if (record?.ticket !== ticket) this.changes.push({ table: 'positions', ticket, record: undefined });
    if (record !== undefined) this.changes.push({ table: 'positions', ticket: record.ticket, record });
  }

  addOrder(record: PlacedOrder): void {
    this.placed = [...this.placed, record];
    this.changes.push({ table: 'orders', ticket: record.ticket, record });
  }

  replaceOrder(order: PlacedOrder, record: PlacedOrder | undefined): void {
    this.placed = swapped(this.placed, order, record);
    this.changes.push({ table: 'orders', ticket: order.ticket, record });
  }

  addHistoryOrder(record: HistoryOrder): void {
    this.pastOrders.push(record);
    this.changes.push({ table: 'historyOrders', ticket: record.ticket, record });
  }

  addDeal(record: Deal): void {
    this.pastDeals.push(record);
    this.changes.push({ table: 'deals', ticket: record.ticket, record });
  }

  rollTo(time: number): void {
    this.rolled = time;
    this.changes.push({ table: 'rolled_to', time });
  }

  /** What changed since it was last taken, in order. */
  takeChanges(): readonly RecordChange[] {
    const { changes } = this;
    this.changes = [];
    return changes;
  }

  snapshot(): BrokerState {
    const { terms, positions, orders, historyOrders, deals, rolled } = this;
    return { terms, positions, orders, historyOrders: [...historyOrders], deals: [...deals], rolled_to: rolled };
  }
}

/** The number after the largest one that was given, at least `first`. */
function after(records: readonly { readonly ticket: bigint }[], first: bigint): bigint {
  let next = first;
  for (const { ticket } of records) if (ticket >= next) next = ticket + 1n;
  return next;
}

function swapped<T extends { readonly ticket: bigint }>(all: readonly T[], one: T, by: T | undefined): T[] {
  return all.flatMap((other) => (other.ticket !== one.ticket ? [other] : by === undefined ? [] : [by]));
}
