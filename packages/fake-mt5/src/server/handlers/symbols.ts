import { type SymbolBrief, symbolBrief } from '@mt5-bridge/protocol';
import type { Handler } from '../handler.ts';

export const symbols: Handler<'symbols'> = ({ market, selected }, params) => {
  const { path = '', offset, count } = params;
  const fitting = market.symbols.filter(
    ({ name, spec }) => spec.info.path.startsWith(path) && (params.selected !== true || selected.has(name)),
  );
  return {
    total: fitting.length,
    symbols: fitting
      .slice(offset, offset + count)
      .map(({ name, spec }) => brief({ ...spec.info, select: selected.has(name) })),
  };
};

const briefKeys = Object.keys(symbolBrief.shape) as (keyof SymbolBrief)[];

function brief(info: SymbolBrief): SymbolBrief {
  return Object.fromEntries(briefKeys.map((key) => [key, info[key]])) as unknown as SymbolBrief;
}
