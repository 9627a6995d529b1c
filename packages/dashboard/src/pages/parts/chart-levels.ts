import type { OrderView, PositionView } from '@mt5-bridge/mcp-server/dashboard';
import type { PriceLevel } from '../../components/candles.ts';
import { lots } from '../../format/numbers.ts';
import { title } from '../../format/words.ts';

interface Placed {
  readonly sl: number | null;
  readonly tp: number | null;
}

const stopsOf = ({ sl, tp }: Placed): readonly PriceLevel[] => [
  ...(sl === null ? [] : [{ kind: 'sl', price: sl, title: 'SL' } as const]),
  ...(tp === null ? [] : [{ kind: 'tp', price: tp, title: 'TP' } as const]),
];

/** Lines of one symbol: where it was entered, where it ends, what waits. */
export function levelsOf(
  symbol: string,
  positions: readonly PositionView[],
  orders: readonly OrderView[],
): readonly PriceLevel[] {
  const mine = <T extends { readonly symbol: string }>(list: readonly T[]) =>
    list.filter((each) => each.symbol === symbol);
  return [
    ...mine(positions).flatMap((position): readonly PriceLevel[] => [
      { kind: 'entry', price: position.price_open, title: `${title(position.side)} ${lots(position.volume)}` },
      ...stopsOf(position),
    ]),
    ...mine(orders).flatMap((order): readonly PriceLevel[] => [
      { kind: 'order', price: order.price, title: `${title(order.type)} ${lots(order.volume)}` },
      ...stopsOf(order),
    ]),
  ];
}
