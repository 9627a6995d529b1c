import type { Refusal, Situation } from '../api.ts';
import type { Assessed } from '../assess/index.ts';
import { expectedLogin, expectedServer, liveAccount, readOnly } from './account.ts';
import { closesOpposite, encodable, kindOfOrder, knownTicket, prices, stops, volume } from './command.ts';
import { dataComplete, quoteAge } from './data.ts';
import { openPositions, positionNotional, totalNotional } from './exposure.ts';
import { killSwitch } from './kill-switch.ts';
import { dailyLoss, drawdown, realisedLoss, riskPerTrade, stopLossRequired } from './loss.ts';
import { magicOfProfile, magicScope, symbolOfOthers } from './magic.ts';
import { ordersPerDay, ordersPerMinute } from './rate.ts';
import type { Rule } from './rule.ts';
import { lotsPerTrade, notionalPerTrade } from './size.ts';
import { spread } from './spread.ts';
import { allowlist, denylist } from './symbols.ts';
import { newsBlackout, tradingHours } from './times.ts';

/**
 * Which commands a rule binds. `all`; `adds`: those that add risk, so that reducing it stays possible; `orders`: of
 * these, new and changed orders, but not the stops of a position.
 */
type Binds = 'all' | 'adds' | 'orders';

/** Every rule, in the order in which refusals are told: the first one gives the answer its code. */
const rules: readonly (readonly [Binds, Rule])[] = [
  ['all', readOnly],
  ['all', expectedLogin],
  ['all', expectedServer],
  ['all', liveAccount],
  ['all', encodable],
  ['all', kindOfOrder],
  ['all', knownTicket],
  ['all', volume],
  ['all', closesOpposite],
  ['all', prices],
  ['all', stops],
  ['all', magicOfProfile],
  ['all', magicScope],
  ['all', symbolOfOthers],
  ['adds', killSwitch],
  ['adds', denylist],
  ['adds', allowlist],
  ['adds', tradingHours],
  ['adds', newsBlackout],
  ['adds', dataComplete],
  ['adds', quoteAge],
  ['adds', spread],
  ['adds', stopLossRequired],
  ['orders', lotsPerTrade],
  ['orders', notionalPerTrade],
  ['adds', riskPerTrade],
  ['orders', positionNotional],
  ['orders', totalNotional],
  ['orders', openPositions],
  ['adds', dailyLoss],
  ['adds', drawdown],
  ['all', realisedLoss],
  ['adds', ordersPerMinute],
  ['adds', ordersPerDay],
];

/** What is of the account, the order or the market, and nothing that a profile could have a limit of its own for. */
const NOBODYS_OWN: ReadonlySet<Rule> = new Set([
  ...[readOnly, expectedLogin, expectedServer, liveAccount, killSwitch, drawdown],
  ...[
    encodable,
    kindOfOrder,
    knownTicket,
    volume,
    closesOpposite,
    prices,
    stops,
    magicOfProfile,
    symbolOfOthers,
    dataComplete,
  ],
]);

function isBound(binds: Binds, { risk, command: { operation } }: Assessed): boolean {
  if (binds === 'all') return true;
  if (binds === 'adds') return risk === 'adds';
  return risk === 'adds' && operation !== 'position_modify';
}

/** All that stands against a command. */
export function refusalsOf(assessed: Assessed, situation: Situation, now: number): Refusal[] {
  return against(rules, assessed, situation, now);
}

/** What the limits of a profile have against it; the situation is what is the profile's of it. */
export function ownRefusalsOf(assessed: Assessed, slice: Situation, now: number): Refusal[] {
  return against(ownRules, assessed, slice, now);
}

const ownRules = rules.filter(([, rule]) => !NOBODYS_OWN.has(rule));

function against(of: typeof rules, assessed: Assessed, situation: Situation, now: number): Refusal[] {
  return of
    .filter(([binds]) => isBound(binds, assessed))
    .map(([, rule]) => rule(assessed, situation, now))
    .filter((refusal) => refusal !== undefined);
}
