import type { Situation } from '../api.ts';
import { type Assessed, others } from '../assess/index.ts';
import { known } from '../decimal.ts';
import { exposures, notionalOf, type OnItsWay, openCount } from '../exposure.ts';
import { cap, money, type Rule } from './rule.ts';

/** Everything on its way, this command included: judged as if all of it were carried out. */
function onTheirWay({ command, notional }: Assessed, situation: Situation): readonly OnItsWay[] {
  const before = others(situation, command).map((request) => ({ ...request, notional: known(request.notional) }));
  return [...before, { command, notional }];
}

export const positionNotional: Rule = (assessed, situation) => {
  const { symbol } = assessed;
  if (symbol === undefined) return undefined;
  return cap(situation, {
    code: 'LIMIT_POSITION_NOTIONAL',
    limit: 'max_position_notional_per_symbol',
    attempted: notionalOf(exposures(situation.snapshot, onTheirWay(assessed, situation)), symbol),
    unknown: `The worth of all that is held and ordered of ${symbol} is`,
    says: (amount) => `What is held and ordered of ${symbol} would be worth ${amount}`,
    ...money(situation),
  });
};

export const totalNotional: Rule = (assessed, situation) =>
  cap(situation, {
    code: 'LIMIT_TOTAL_NOTIONAL',
    limit: 'max_total_notional',
    attempted: notionalOf(exposures(situation.snapshot, onTheirWay(assessed, situation))),
    unknown: 'The worth of all that is held and ordered is',
    says: (amount) => `All that is held and ordered would be worth ${amount}`,
    ...money(situation),
  });

export const openPositions: Rule = (assessed, situation) =>
  assessed.command.operation === 'order_send'
    ? cap(situation, {
        code: 'LIMIT_OPEN_POSITIONS',
        limit: 'max_open_positions',
        attempted: known(openCount(situation.snapshot, onTheirWay(assessed, situation))),
        unknown: 'The number of open positions is',
        says: (count) => `Positions and orders would be ${count}`,
      })
    : undefined;
