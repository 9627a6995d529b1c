import type { SymbolSpec } from '../market/symbols/symbol-spec.ts';
import { exact, rounded } from './money.ts';

/** Account currency a lot and fill. */
const PER_LOT = 3.5;
const CENTS = 2;

/** Commission of one fill, negative: on forex and metals, whose spread has no mark-up; none on the rest. */
export function commissionOf(spec: SymbolSpec, volume: number): number {
  const isCharged = /^(Forex|Metals)\\/.test(spec.info.path);
  return isCharged ? rounded(exact(volume).times(-PER_LOT), CENTS) : 0;
}
