import type { PositionFacts, Situation } from '../api.ts';
import { known, positive, product } from '../decimal.ts';
import { type Assessed, nothingKnown, type ParamsOf } from './assessed.ts';
import { heldNotional, lossAt, marketPrice, profit, type Side, sideOf, unitValue } from './value.ts';

type CommandOf<N> = Extract<Assessed['command'], { operation: N }>;

const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');

/**
 * Setting stops only reduces risk where the position is stopped no later than before, and the take profit is not taken
 * away: with a stop loss that was added, stayed, or moved to a smaller loss; without one only as long as there was none.
 */
export function assessPositionModify(command: CommandOf<'position_modify'>, { snapshot }: Situation): Assessed {
  const { params } = command;
  const position = find(snapshot.positions, params.position);
  if (position === undefined) return { command, ...nothingKnown };
  const facts = snapshot.market.get(position.symbol);
  const side = sideOf(position);
  const stop = known(params.sl);
  return {
    ...nothingKnown,
    command,
    risk: isNoLooser(side, position, params) ? 'reduces' : 'adds',
    symbol: position.symbol,
    facts,
    touched: [position],
    price: side && marketPrice(facts, opposite(side)),
    notional: heldNotional(snapshot, position),
    stop: params.sl,
    moneyAtRisk:
      stop && side && lossAt(stop, side, known(position.price_open), known(position.volume), unitValue(facts)),
  };
}

/** Whether stops hold a loss at least as well as they did: in doubt no. */
export function isNoLooser(
  side: Side | undefined,
  before: Pick<PositionFacts, 'sl' | 'tp'>,
  after: Pick<ParamsOf<'position_modify'>, 'sl' | 'tp'>,
): boolean {
  if (before.tp !== null && after.tp === null) return false;
  if (before.sl === null && after.sl === null) return true;
  const stop = known(after.sl);
  if (stop === undefined || side === undefined) return false;
  if (before.sl === null) return true;
  const stopBefore = known(before.sl);
  if (stopBefore === undefined) return false;
  return side === 'buy' ? stop.gte(stopBefore) : stop.lte(stopBefore);
}

/** A close never opens the opposite, so it always reduces; more than the position holds is refused elsewhere. */
export function assessPositionClose(command: CommandOf<'position_close'>, { snapshot }: Situation): Assessed {
  const { params } = command;
  const position = find(snapshot.positions, params.position);
  if (position === undefined) return { command, ...nothingKnown, risk: 'reduces' };
  const facts = snapshot.market.get(position.symbol);
  const side = sideOf(position);
  const price = side && marketPrice(facts, opposite(side));
  const lots = positive(params.volume);
  const value = unitValue(facts);
  return {
    ...nothingKnown,
    command,
    risk: 'reduces',
    symbol: position.symbol,
    facts,
    touched: [position],
    price,
    notional: product(lots, price, value),
    closes: true,
    realised: side && profit(side, known(position.price_open), price, lots, value),
  };
}

/** Two opposite positions close each other at their opening prices, by the smaller volume. */
export function assessPositionCloseBy(command: CommandOf<'position_close_by'>, { snapshot }: Situation): Assessed {
  const { params } = command;
  const position = find(snapshot.positions, params.position);
  const other = find(snapshot.positions, params.position_by);
  if (position === undefined || other === undefined) return { command, ...nothingKnown, risk: 'reduces' };
  const facts = snapshot.market.get(position.symbol);
  const smaller = position.volume <= other.volume ? position : other;
  const side = sideOf(position);
  const lots = known(smaller.volume);
  return {
    ...nothingKnown,
    command,
    risk: 'reduces',
    symbol: position.symbol,
    facts,
    touched: [position, other],
    notional: heldNotional(snapshot, smaller),
    closes: true,
    realised: side && profit(side, known(position.price_open), known(other.price_open), lots, unitValue(facts)),
  };
}

function find(positions: readonly PositionFacts[], ticket: bigint): PositionFacts | undefined {
  return positions.find((position) => position.ticket === ticket);
}
