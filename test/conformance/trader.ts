import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  commentTag,
  type ErrorCode,
  operations,
  type Params,
  type Position,
  type Quote,
  REQUEST_ID_ALPHABET,
  REQUEST_ID_LENGTH,
  type Result,
  retcodeOf,
  serverZone,
  type TradeOperationName,
  type TradeResult,
} from '@mt5-bridge/protocol';
import { pause } from '../support/wait.ts';
import type { Peer } from './peer.ts';
import { type Context, Skip } from './suite.ts';
import { type Tradable, tradable } from './tradable.ts';

/** Time to live of a request that should be carried out. */
const TTL_MS = 30_000;
export const MAGIC = 20_260_715n;
const INVALID_PRICE = 10_015;

/** Arguments of a write operation; the trader adds the request id, and its tag to the comment. */
export type Asked<N extends TradeOperationName> = Omit<Params<N>, 'request_id'>;
type Fields = { readonly id?: string; readonly ttl?: number; readonly e?: number };

export function newRequestId(): string {
  const letters = [...randomBytes(REQUEST_ID_LENGTH)].map((byte) => REQUEST_ID_ALPHABET[byte % 32]);
  return letters.join('');
}

/** Trades as little as possible, and gives back what it took. */
export class Trader {
  readonly peer: Peer;
  readonly tradable: Tradable;
  /** Broker server time at which it began. */
  readonly began: number;
  /** Lots that can be had or given at once. */
  readonly atOnce: number;
  readonly #tags: string[] = [];

  constructor(peer: Peer, tradable: Tradable, began: number, atOnce = Number.POSITIVE_INFINITY) {
    this.peer = peer;
    this.tradable = tradable;
    this.began = began;
    this.atOnce = atOnce;
  }

  get symbol(): string {
    return this.tradable.symbol;
  }

  quote(): Promise<Quote> {
    return this.peer.call('quote', { symbol: this.symbol });
  }

  /** A buy of the smallest volume at the market, with whatever differs. */
  order(differs: Partial<Asked<'order_send'>> = {}): Asked<'order_send'> {
    const { symbol, lots, filling } = this.tradable;
    return {
      symbol,
      type: 'buy',
      volume: lots,
      price: null,
      stoplimit: null,
      sl: null,
      tp: null,
      deviation: 1_000,
      type_filling: filling,
      type_time: 'gtc',
      expiration: null,
      magic: MAGIC,
      comment: 'conformance',
      ...differs,
    };
  }

  /** A pending order as far from the market as it needs, with whatever differs. */
  pending(price: number, differs: Partial<Asked<'order_send'>> = {}): Asked<'order_send'> {
    return this.order({ type: 'buy_limit', price: this.rounded(price), type_filling: 'return', ...differs });
  }

  close({ ticket, volume }: Pick<Position, 'ticket' | 'volume'>, lots = volume): Asked<'position_close'> {
    const { filling } = this.tradable;
    return {
      position: ticket,
      volume: lots,
      deviation: 1_000,
      type_filling: filling,
      magic: MAGIC,
      comment: 'conformance',
    };
  }

  /** So many of the smallest volume. */
  lots(count: number): number {
    return Number((count * this.tradable.lots).toFixed(8));
  }

  /** On the price grid of the symbol. */
  rounded(price: number): number {
    const { trade_tick_size, digits } = this.tradable.info;
    return Number((Math.round(price / trade_tick_size) * trade_tick_size).toFixed(digits));
  }

  /** As it travels; within a time to live unless `fields` say otherwise. */
  async ask<N extends TradeOperationName>(name: N, asked: Asked<N>, { id = newRequestId(), ttl, e }: Fields = {}) {
    const operation = operations[name];
    this.#tags.push(commentTag(id));
    const tagged = 'comment' in asked ? { ...asked, comment: `${commentTag(id)} ${asked.comment}` } : asked;
    const a = operation.params.encode({ ...tagged, request_id: id } as never, 'a', serverZone);
    const { clock, result } = await this.peer.callBulk('hello', {});
    const { head } = await this.peer.ask(operation.number, a, { ttl: ttl ?? clock + TTL_MS, e: e ?? result.epoch });
    return { id, head };
  }

  /** Expects an answer, whatever it says. */
  async answer<N extends TradeOperationName>(name: N, asked: Asked<N>, fields?: Fields): Promise<TradeResult> {
    const { head } = await this.ask(name, asked, fields);
    if (!head.ok) assert.fail(`${name} was refused: ${head.e.code} ${head.e.message}`);
    return operations[name].result.decode(head.d, 'd', serverZone);
  }

  /** Expects that it is done. */
  async done<N extends TradeOperationName>(name: N, asked: Asked<N>, fields?: Fields): Promise<TradeResult> {
    const result = await this.answer(name, asked, fields);
    const { outcome } = retcodeOf(result.retcode);
    assert.equal(outcome, 'done', `${name}: ${result.retcode} ${result.comment}`);
    return result;
  }

  /** Expects that the broker rejects it with one of these return codes, and that it changed nothing. */
  async rejected<N extends TradeOperationName>(name: N, asked: Asked<N>, ...retcodes: number[]): Promise<TradeResult> {
    const result = await this.answer(name, asked);
    assert(retcodes.includes(result.retcode), `expected ${retcodes.join(' or ')}, got ${result.retcode}`);
    assert.equal(result.deal, 0n, 'a rejected request has no deal');
    assert.equal(result.volume, 0, 'a rejected request has no volume');
    return result;
  }

  /** Expects that the terminal refuses it with one of these codes. */
  async refused<N extends TradeOperationName>(name: N, asked: Asked<N>, fields: Fields, ...codes: ErrorCode[]) {
    const { head } = await this.ask(name, asked, fields);
    assert(!head.ok, `${name} should be refused with ${codes.join(' or ')}`);
    assert(codes.includes(head.e.code as ErrorCode), `expected ${codes.join(' or ')}, got ${head.e.code}`);
  }

  /** Opens a position and returns it as the terminal shows it right after the answer. */
  async open(differs: Partial<Asked<'order_send'>> = {}): Promise<Position> {
    const { deal } = await this.done('order_send', this.order(differs));
    const { deals } = await this.peer.call('history_deals', { ticket: deal });
    const identifier = deals[0]?.position_id;
    const { positions } = await this.peer.call('positions', { symbol: this.symbol });
    const opened = positions.find((position) => position.identifier === identifier);
    assert(opened !== undefined, 'the position is there when the order is answered');
    return opened;
  }

  async position(ticket: bigint): Promise<Position | undefined> {
    const { positions } = await this.peer.call('positions', { symbol: this.symbol });
    return positions.find((position) => position.ticket === ticket);
  }

  /** What the broker has of a request: deals and orders that carry its tag. */
  lookup(id: string, since = this.began): Promise<Result<'order_lookup'>> {
    return this.peer.call('order_lookup', { request_id: id, since });
  }

  /** Closes and cancels whatever carries a tag of this trader, over a connection of its own. */
  async giveBack(peer: Peer): Promise<void> {
    const isOurs = ({ comment }: { comment: string }): boolean => this.#tags.some((tag) => comment.startsWith(tag));
    const ours = async () => ({
      orders: (await peer.call('orders', {})).orders.filter(isOurs),
      positions: (await peer.call('positions', {})).positions.filter(isOurs),
    });
    const hand = new Trader(peer, this.tradable, this.began);
    // The market may fill an order before its cancellation arrives: what came of it is then closed in the next round.
    for (let round = 1; round <= 3; round++) {
      const { orders, positions } = await ours();
      for (const { ticket } of orders) await hand.ask('order_cancel', { order: ticket });
      for (const position of positions) {
        for (let left = position.volume; left > 0; left = Number((left - this.atOnce).toFixed(8))) {
          await hand.ask('position_close', this.close(position, Math.min(left, this.atOnce)));
        }
      }
    }
    assert.deepEqual(await ours(), { orders: [], positions: [] }, 'nothing is left open');
  }
}

/** Runs `use` with a trader on an account without real money, and leaves nothing open whatever happens. */
export async function trades(context: Context, use: (trader: Trader) => Promise<void>): Promise<void> {
  const { peer, arm } = context;
  const { trade_mode, time_server } = await peer.call('hello', {});
  if (trade_mode !== 'demo' && trade_mode !== 'contest') throw new Skip('nothing is traded on a real account');
  const trader = new Trader(peer, await tradable(peer), time_server, arm.liquidity);
  try {
    await use(trader);
  } finally {
    await trader.giveBack(context.another());
  }
}

/** Places an order so near to the market that it may move past it in between: then at its new place. */
async function nearMarket(trader: Trader, orderAt: (quote: Quote) => Asked<'order_send'>): Promise<TradeResult> {
  for (let attempt = 1; ; attempt++) {
    const result = await trader.answer('order_send', orderAt(await trader.quote()));
    if (result.retcode !== INVALID_PRICE || attempt === 10) {
      assert.equal(retcodeOf(result.retcode).outcome, 'done', `${result.retcode} ${result.comment}`);
      return result;
    }
  }
}

/** So long the market may take to come to an order near it before that is placed anew, ms. */
const PATIENCE_MS = 5_000;

/**
 * Places pending orders near the market, and again where it went away from them, until it reaches one; whose first deal is
 * returned. The peer has to hear of trades.
 */
export async function reached(trader: Trader, ...orders: readonly ((quote: Quote) => Asked<'order_send'>)[]) {
  const { peer } = trader;
  const tickets: bigint[] = [];
  const fill = () =>
    peer.of('trade').find(({ data }) => data.type === 'deal_add' && tickets.includes(data.order))?.data;
  for (let attempt = 1; attempt <= 10; attempt++) {
    const placed = tickets.length;
    for (const orderAt of orders) tickets.push((await nearMarket(trader, orderAt)).order);
    const end = performance.now() + PATIENCE_MS;
    while (fill() === undefined && performance.now() < end) await pause(20);
    const found = fill();
    if (found !== undefined) return found;
    // One that is filled in this very moment stays as it is, and is found in the next round.
    for (const order of tickets.slice(placed)) await trader.ask('order_cancel', { order });
  }
  return assert.fail('the market comes to none of many orders near it');
}
