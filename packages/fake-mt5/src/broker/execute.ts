import type { Deal, TradeAction, TradeRequest } from '@mt5-bridge/protocol';
import { openingPrice, sideOf } from '../account/account.ts';
import { expiresAt } from '../account/lifetime.ts';
import { judge } from '../account/order-check/check-order.ts';
import { type Ask, comments } from '../account/order-check/context.ts';
import type { Execution } from './api.ts';
import { closeBy } from './close-by.ts';
import type { Desk } from './desk.ts';
import { takeToMarket } from './fills.ts';
import { finish, keep, newOrder } from './orders.ts';
import { orderTransaction, positionTransaction, requestTransaction } from './transactions.ts';

type Result = Execution['result'];
/** What an action gives back; fields that are left out are empty. */
type Report = Pick<Result, 'retcode' | 'comment'> & Partial<Pick<Result, 'deal' | 'order' | 'volume' | 'price'>>;

const DONE = { retcode: 10009, comment: 'Request executed' } as const;
const PARTIAL = { retcode: 10010, comment: 'Request executed partially' } as const;
const PLACED = { retcode: 10008, comment: 'Order placed' } as const;
const REJECT = { retcode: 10006, comment: 'Request rejected' } as const;

/** The terminal writes 0 for "none". */
const given = (price: number | undefined): number | null => price || null;

/** OrderSend as the trade server carries it out: by the same judgement as OrderCheck. */
export function execute(desk: Desk, request: TradeRequest): Result {
  const judgement = judge(request, desk.checkContext());
  const { retcode } = judgement;
  if (retcode !== 0) {
    return answer(desk, judgement.ask?.spec.info.name, { retcode, comment: comments[retcode] });
  }
  const { ask } = judgement;
  const report = actions[request.action](desk, ask);
  desk.say(requestTransaction);
  return answer(desk, ask.spec.info.name, report);
}

const actions: Readonly<Record<TradeAction, (desk: Desk, ask: Ask) => Report>> = {
  deal,
  pending,
  sltp,
  modify,
  remove: (desk, { order }) => {
    if (order !== undefined) finish(desk, order, 'canceled');
    return { ...DONE, order: order?.ticket ?? 0n };
  },
  close_by: (desk, ask) => ({ ...DONE, ...dealReport(closeBy(desk, ask)) }),
};

function deal(desk: Desk, { request, spec, prices, position }: Ask): Report {
  const type = sideOf(request.type ?? 'buy');
  const order = newOrder(desk, {
    symbol: spec.info.name,
    type,
    volume: request.volume ?? 0,
    price_open: openingPrice(type, prices),
    sl: given(request.sl),
    tp: given(request.tp),
    type_filling: request.type_filling ?? 'fok',
    position_id: request.position ? (position?.identifier ?? 0n) : 0n,
    ...author(request),
  });
  desk.say(orderTransaction('order_add', order));
  const { filled, deal: made, waits } = takeToMarket(desk, order);
  if (made === undefined) return { ...(waits ? PLACED : REJECT), order: order.ticket };
  return { ...(filled < order.volume_initial ? PARTIAL : DONE), ...dealReport(made) };
}

function pending(desk: Desk, { request, spec }: Ask): Report {
  const order = newOrder(desk, {
    symbol: spec.info.name,
    type: request.type ?? 'buy_limit',
    state: 'placed',
    volume: request.volume ?? 0,
    type_filling: request.type_filling ?? 'fok',
    ...changeable(desk, request),
    price_stoplimit: request.type?.endsWith('_stop_limit') ? given(request.stoplimit) : null,
    ...author(request),
  });
  desk.book.addOrder(order);
  desk.say(orderTransaction('order_add', order));
  return { ...DONE, order: order.ticket };
}

function sltp(desk: Desk, { request, position }: Ask): Report {
  if (position === undefined) return DONE;
  const changed = { ...position, sl: given(request.sl), tp: given(request.tp), time_update_msc: desk.now };
  desk.book.replacePosition(position, changed);
  desk.say(positionTransaction(changed));
  return DONE;
}

function modify(desk: Desk, { request, order }: Ask): Report {
  if (order === undefined) return DONE;
  const stoplimit = order.price_stoplimit === null ? null : given(request.stoplimit);
  keep(desk, { ...order, ...changeable(desk, request), price_stoplimit: stoplimit });
  return { ...DONE, order: order.ticket };
}

/** What of a pending order can be changed, as a request states it. */
function changeable(desk: Desk, request: TradeRequest) {
  const type_time = request.type_time ?? 'gtc';
  return {
    price_open: request.price ?? 0,
    sl: given(request.sl),
    tp: given(request.tp),
    type_time,
    time_expiration: expiresAt(type_time, request.expiration, desk.now),
  };
}

const author = ({ magic = 0n, comment = '' }: TradeRequest) => ({ magic, comment, reason: 'expert' }) as const;

const dealReport = ({ ticket, order, volume, price }: Deal) => ({ deal: ticket, order, volume, price });

function answer(desk: Desk, symbol: string | undefined, report: Report): Result {
  const prices = symbol === undefined ? undefined : desk.quote(symbol);
  return {
    deal: 0n,
    order: 0n,
    volume: 0,
    price: null,
    bid: prices?.bid ?? null,
    ask: prices?.ask ?? null,
    retcode_external: 0,
    ...report,
  };
}
