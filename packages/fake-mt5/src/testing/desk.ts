import {
  type ErrorCode,
  operations,
  type Params,
  type Position,
  REQUEST_ID_LENGTH,
  type Result,
  serverZone,
  type TradeOperationName,
  type TradeResult,
} from '@mt5-bridge/protocol';
import { encodeRequest } from '@mt5-bridge/protocol/wire';
import { settled } from './manual-clock.ts';
import type { Running } from './running.ts';

let drawn = 0;
export const requestId = (): string => `${++drawn}`.padStart(REQUEST_ID_LENGTH, '0');

type Order = Params<'order_send'>;

/** A buy of a tenth of a lot at the market, with whatever differs; its comment carries its tag. */
export function order(differs: Partial<Order> = {}): Order {
  const request_id = differs.request_id ?? requestId();
  return {
    request_id,
    symbol: 'EURUSD',
    type: 'buy',
    volume: 0.1,
    price: null,
    stoplimit: null,
    sl: null,
    tp: null,
    deviation: 10,
    type_filling: 'fok',
    type_time: 'gtc',
    expiration: null,
    magic: 7n,
    comment: `#${request_id}`,
    ...differs,
  };
}

export function close({ ticket, volume }: Position, differs: Partial<Params<'position_close'>> = {}) {
  const request_id = differs.request_id ?? requestId();
  const terms = { deviation: 10, type_filling: 'fok', magic: 7n, comment: `#${request_id}` } as const;
  return { request_id, position: ticket, volume, ...terms, ...differs };
}

const TTL_MS = 60_000;

/** Trades as a caller of FakeMT5. */
export class Desk {
  private readonly r: Running;

  constructor(r: Running) {
    this.r = r;
  }

  /** @throws Mt5Error what the terminal refused with */
  async send<N extends TradeOperationName>(name: N, params: Params<N>): Promise<TradeResult> {
    return (await this.r.caller.callBulk(name, params, this.fields())).result as TradeResult;
  }

  async refusal<N extends TradeOperationName>(name: N, params: Params<N>, fields = this.fields()): Promise<ErrorCode> {
    return (await this.r.caller.refusal(name, encoded(name, params), fields)).code;
  }

  /** Sends what may never be answered; whether it was. */
  async isAnswered<N extends TradeOperationName>(name: N, params: Params<N>): Promise<boolean> {
    const { caller } = this.r;
    const before = caller.replies.length;
    const frame = encodeRequest({
      ...{ id: 9_999, op: operations[name].number, a: encoded(name, params) },
      ...this.fields(),
    });
    void caller.exchange(frame);
    await settled();
    return caller.replies.length > before;
  }

  async open(differs: Partial<Order> = {}): Promise<Position> {
    const { order: ticket } = await this.send('order_send', order(differs));
    const { positions } = await this.r.caller.call('positions', {});
    const opened = positions.find(({ identifier }) => identifier === ticket);
    if (opened === undefined) throw new Error('no position was opened');
    return opened;
  }

  lookup(request_id: string): Promise<Result<'order_lookup'>> {
    return this.r.caller.call('order_lookup', { request_id, since: 0 });
  }

  /** What makes a request one of this start, and not a stale one. */
  private fields(): { ttl: number; e: number } {
    return { ttl: this.r.clock.now() + TTL_MS, e: this.r.fake.epoch };
  }
}

const encoded = <N extends TradeOperationName>(name: N, params: Params<N>): unknown =>
  operations[name].params.encode(params as never, 'a', serverZone);
