import { Mt5Error, type OrderType, type Position, type SymbolInfo, type TradeCommand } from '@mt5-bridge/protocol';
import { commentOf } from './comment.ts';
import { type CommandDefaults, type IntentFacts, type IntentOf, infoOf, positionOf, sideOf } from './facts.ts';
import { fillingOf } from './filling.ts';
import { checkDeviation, checkMagic, checkPositive, difference, isWholeSteps, plain } from './numbers.ts';

export function closePosition(
  intent: IntentOf<'close_position'>,
  facts: IntentFacts,
  defaults: CommandDefaults,
): TradeCommand {
  const position = positionOf(facts, intent.ticket);
  const info = infoOf(facts, position.symbol);
  const volume = intent.volume ?? position.volume;
  checkPart(volume, position, info);
  const type: OrderType = sideOf(position.type) === 'buy' ? 'sell' : 'buy';
  return {
    operation: 'position_close',
    params: {
      request_id: defaults.request_id,
      position: position.ticket,
      volume,
      deviation: checkDeviation(intent.deviation ?? defaults.deviation),
      type_filling: fillingOf(type, info),
      magic: checkMagic(defaults.magic),
      comment: commentOf(defaults.request_id),
    },
  };
}

/**
 * The whole position can always be closed, whatever the symbol's bounds are by now; a part must fit them, and so must
 * what stays open. @throws Mt5Error INVALID_VOLUME
 */
function checkPart(volume: number, position: Position, { volume_min, volume_max, volume_step }: SymbolInfo): void {
  checkPositive(volume, 'volume', 'INVALID_VOLUME');
  if (volume === position.volume) return;
  const held = `position ${position.ticket} (${plain(position.volume)} lots)`;
  const refused = (problem: string): Mt5Error =>
    new Mt5Error('INVALID_VOLUME', `volume ${plain(volume)} cannot be closed of ${held}: ${problem}.`, {
      details: { argument: 'volume', value: volume, position_volume: position.volume, volume_min, volume_step },
    });
  if (volume > position.volume) throw refused('it is more than that');
  if (volume < volume_min) throw refused(`the least is ${plain(volume_min)}`);
  if (volume > volume_max) throw refused(`one deal has at most ${plain(volume_max)}`);
  if (!isWholeSteps(volume, volume_step)) throw refused(`the step is ${plain(volume_step)}`);
  const rest = difference(position.volume, volume);
  if (rest < volume_min) throw refused(`${plain(rest)} would stay open, and the least is ${plain(volume_min)}`);
}
