import type { OrderType } from '@mt5-bridge/protocol';
import type { InFlight, PositionFacts, Situation } from '../api.ts';
import { type Decimal, known, largest, positive, product, total, ZERO } from '../decimal.ts';
import { type Assessed, others, type ParamsOf } from './assessed.ts';
import { lossAt, marketPrice, nettedPosition, profit, type Side, sideOf, unitValue } from './value.ts';

type Maybe = Decimal | undefined;

export function sideOfType(type: OrderType): Side {
  return type.startsWith('buy') ? 'buy' : 'sell';
}

export function isMarket(type: OrderType): boolean {
  return type === 'buy' || type === 'sell';
}

export function isStopLimit(type: OrderType): boolean {
  return type.endsWith('stop_limit');
}

/** The prices at which an order may be carried out; of a stop-limit order either of its two. */
export function entryPrices(
  { type, price, stoplimit }: Pick<ParamsOf<'order_send'>, 'type' | 'price' | 'stoplimit'>,
  market: Maybe,
): readonly Maybe[] {
  if (isMarket(type)) return [market];
  return isStopLimit(type) ? [positive(price), positive(stoplimit)] : [positive(price)];
}

/**
 * A new order adds risk, with one exception: on an account with one position a symbol, a market order against the
 * position, of no more than what it holds after all that is on its way to shrink it.
 *
 * There, an order in the position's direction gives the whole position its stop, so the whole is what it puts at risk.
 */
export function assessOrderSend(command: Assessed['command'] & { operation: 'order_send' }, situation: Situation) {
  const { params } = command;
  const { snapshot } = situation;
  const facts = snapshot.market.get(params.symbol);
  const side = sideOfType(params.type);
  const value = unitValue(facts);
  const lots = positive(params.volume);
  const market = marketPrice(facts, side);
  const entries = entryPrices(params, market);
  const held = nettedPosition(snapshot, params.symbol);
  const isAgainst = held !== undefined && sideOf(held) !== side;
  const closes = isAgainst && isMarket(params.type) ? held : undefined;
  const grows = isAgainst ? undefined : held;
  const stop = known(params.sl);
  const heldLots = known(closes?.volume);
  const closed = lots && heldLots && (lots.lt(heldLots) ? lots : heldLots);
  const shrinks = closes !== undefined && lots?.lte(leftOf(closes, side, others(situation, command)) ?? 0) === true;
  return {
    command,
    risk: shrinks ? 'reduces' : 'adds',
    symbol: params.symbol,
    facts,
    touched: held === undefined ? [] : [held],
    price: largest(entries),
    notional: product(lots, largest(entries), value),
    stop: params.sl,
    moneyAtRisk: stop && total([worstLoss(entries, stop, side, lots, value), lossOfHeld(grows, stop, side, value)]),
    closes: closes !== undefined,
    realised: closes && profit(side === 'buy' ? 'sell' : 'buy', known(closes.price_open), market, closed, value),
  } satisfies Assessed;
}

export function worstLoss(entries: readonly Maybe[], stop: Decimal, side: Side, lots: Maybe, value: Maybe): Maybe {
  return largest(entries.map((entry) => lossAt(stop, side, entry, lots, value)));
}

function lossOfHeld(position: PositionFacts | undefined, stop: Decimal, side: Side, value: Maybe): Maybe {
  if (position === undefined) return ZERO;
  return lossAt(stop, side, known(position.price_open), positive(position.volume), value);
}

/** Lots of a position beyond what is on its way to close it. */
function leftOf(position: PositionFacts, closingSide: Side, inFlight: readonly InFlight[]): Maybe {
  const leaving = inFlight.map(({ command: { operation, params } }) => {
    if (operation === 'position_close' && params.position === position.ticket) return known(params.volume);
    const isAgainst = operation === 'order_send' && params.symbol === position.symbol;
    return isAgainst && sideOfType(params.type) === closingSide ? known(params.volume) : ZERO;
  });
  const volume = known(position.volume);
  const gone = total(leaving);
  return volume && gone && volume.minus(gone);
}
