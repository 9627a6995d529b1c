import type { SendOptions, SendOutcome } from '@mt5-bridge/client';
import {
  commentTag,
  type Deal,
  Mt5Error,
  type Params,
  type Position,
  type ReadOperationName,
  type TradeCommand,
  type TradeResult,
} from '@mt5-bridge/protocol';
import type { Reading } from '../ports.ts';
import type { Lookup } from '../reconcile.ts';
import type { ManualClock } from './manual-clock.ts';
import { account, deal, position, quoteOf, symbolInfo } from './records.ts';

/** What becomes of one request on its way. */
export const FATES = [
  'answered',
  'rejected',
  'request_lost',
  'request_late',
  'request_too_late',
  'reply_lost',
  'crash_after_begun',
  'crash_after_broker',
  'crash_after_broker_without_comment',
  'timed_out_and_done',
  'timed_out_and_not_done',
] as const;
export type Fate = (typeof FATES)[number];

const SKEW_MS = 4_321;
const LATE_MS = 3_000;
const TOO_LATE_MS = 60_000;
const REJECTED = 10_019;
const TIMED_OUT = 10_012;
const DONE = 10_009;

export const IDENTITY = { environment: 'demo', login: 5_012_345_678n, server: 'Broker-Demo' } as const;

/**
 * A terminal with its broker, as little of it as the gateway can tell from a real one: a journal that survives, a broker
 * that carries out whatever it is told as often as it is told, and records of what it did.
 */
export class ModelTerminal {
  readonly #clock: ManualClock;
  readonly #journal = new Map<string, TradeResult | null>();
  readonly #journalSince: number;
  readonly #executed: string[] = [];
  readonly deals: Deal[] = [];
  readonly positions: Position[] = [];
  /** Fates of the next requests, in order; then all are answered. */
  fates: Fate[] = [];
  bid = 1.0849;
  #lastTicket = 1_000n;

  constructor(clock: ManualClock) {
    this.#clock = clock;
    this.#journalSince = this.clock - 1;
  }

  /** Its own clock. */
  get clock(): number {
    return this.#clock.now() + SKEW_MS;
  }

  /** How often the broker carried a request out. */
  executions(requestId: string): number {
    return this.#executed.filter((id) => id === requestId).length;
  }

  /** Requests of which the broker's records lost the name. */
  readonly nameless: string[] = [];

  /** Whatever the gateway looks for besides a request's own records. */
  answer(operation: ReadOperationName, { symbol }: { readonly symbol?: string }): unknown {
    const ofSymbol = <T extends { readonly symbol: string }>(all: readonly T[]): T[] =>
      all.filter((one) => symbol === undefined || one.symbol === symbol);
    switch (operation) {
      case 'hello':
        return { time_server: this.clock };
      case 'orders':
        return { orders: [] };
      case 'positions':
        return { positions: ofSymbol(this.positions) };
      case 'history_orders':
        return { total: 0, orders: [] };
      case 'history_deals':
        return { total: this.deals.length, deals: ofSymbol(this.deals) };
      default:
        throw new Error(`the model does not answer ${operation}`);
    }
  }

  send(command: TradeCommand, { expires, timeoutMs }: SendOptions): Promise<SendOutcome> {
    const fate = this.fates.shift() ?? 'answered';
    const lost = (): Promise<SendOutcome> =>
      new Promise((resolve) => {
        this.#clock.setTimer(timeoutMs, () => resolve({ outcome: 'unknown', error: new Mt5Error('TIMEOUT') }));
      });
    const late = (ms: number) => this.#clock.setTimer(ms, () => void this.#receive(command, expires, fate));
    switch (fate) {
      case 'request_lost':
        return lost();
      case 'request_late':
        late(LATE_MS);
        return lost();
      case 'request_too_late':
        late(TOO_LATE_MS);
        return lost();
      case 'reply_lost':
      case 'crash_after_begun':
      case 'crash_after_broker':
      case 'crash_after_broker_without_comment':
        this.#receive(command, expires, fate);
        return lost();
      default:
        return Promise.resolve(this.#receive(command, expires, fate));
    }
  }

  lookup({ request_id }: Params<'order_lookup'>): Lookup {
    const known = this.#journal.get(request_id);
    const isOurs = ({ comment }: { comment: string }) => comment.startsWith(commentTag(request_id));
    return {
      state: known === undefined ? 'not_seen' : known === null ? 'begun' : 'answered',
      ...(known && { answer: known }),
      journal_since: this.#journalSince,
      clock: this.clock,
      orders: [],
      history_orders: [],
      deals: this.deals.filter(isOurs),
      positions: this.positions.filter(isOurs),
    };
  }

  read(): Reading {
    const now = this.#clock.now();
    return {
      identity: IDENTITY,
      started_at: now,
      check: undefined,
      deals: [...this.deals],
      snapshot: {
        environment: 'demo',
        account: account(),
        positions: [...this.positions],
        orders: [],
        market: new Map([
          [
            'EURUSD',
            {
              info: symbolInfo(),
              quote: { ...quoteOf('EURUSD', this.bid, this.bid + 0.0001), time_msc: this.clock },
              rate: 1,
            },
          ],
        ]),
        terminal_time: this.clock,
        day: { started_at: this.clock - 3_600_000, resets_at: this.clock + 80_000_000, realised: 0 },
        equity_peak: 10_147,
        news: [],
        margin: 10,
      },
    };
  }

  #receive(command: TradeCommand, expires: number, fate: Fate): SendOutcome {
    const { request_id } = command.params;
    if (this.clock > expires) return { outcome: 'rejected', error: new Mt5Error('EXPIRED') };
    if (this.#journal.has(request_id)) throw new Error(`${request_id} was sent twice`);
    this.#journal.set(request_id, null);
    if (fate === 'crash_after_begun') return { outcome: 'unknown', error: new Mt5Error('TIMEOUT') };
    if (fate === 'rejected') return { outcome: 'rejected', result: this.#answer(request_id, REJECTED) };
    const isDone = fate !== 'timed_out_and_not_done';
    const isNameless = fate === 'crash_after_broker_without_comment';
    const made = isDone ? this.#execute(command, isNameless) : undefined;
    if (fate === 'crash_after_broker' || isNameless) return { outcome: 'unknown', error: new Mt5Error('TIMEOUT') };
    if (fate !== 'timed_out_and_done' && isDone)
      return { outcome: 'done', result: this.#answer(request_id, DONE, made) };
    const result = this.#answer(request_id, TIMED_OUT);
    return { outcome: 'unknown', error: new Mt5Error('ORDER_OUTCOME_UNKNOWN'), result };
  }

  #execute({ operation, params }: TradeCommand, isNameless: boolean): Deal {
    if (operation !== 'order_send') throw new Error(`the model does not know ${operation}`);
    const order = ++this.#lastTicket;
    const { volume, symbol, magic, request_id } = params;
    const comment = isNameless ? '' : params.comment;
    this.#executed.push(request_id);
    if (isNameless) this.nameless.push(request_id);
    const shared = { volume, comment, symbol, magic, time_msc: this.clock };
    const made = deal({ ticket: ++this.#lastTicket, order, position_id: order, ...shared });
    this.deals.push(made);
    this.positions.push(position({ ticket: order, identifier: order, ...shared }));
    return made;
  }

  #answer(requestId: string, retcode: number, made?: Deal): TradeResult {
    const { ticket = 0n, order = 0n, volume = 0, price = null } = made ?? {};
    const result: TradeResult = {
      ...{ retcode, deal: ticket, order, volume, price, bid: 1.0849, ask: 1.085 },
      ...{ comment: '', retcode_external: 0, replayed: false },
    };
    this.#journal.set(requestId, result);
    return result;
  }
}
