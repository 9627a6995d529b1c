import { Mt5Error } from '@mt5-bridge/protocol';
import { Calculation } from '../../extras/indicators/calculation.ts';
import { createIndicator } from '../../extras/indicators/index.ts';
import type { Handler } from '../handler.ts';

/** Buffers of a custom indicator, which does not tell how many it has. */
const CUSTOM_BUFFERS = 1;

export const indicator: Handler<'indicator'> = (terminal, params) => {
  const { type, custom, inputs, timeframe, start, count } = params;
  const symbol = terminal.select(params.symbol);
  terminal.requireConnection();
  const created = createIndicator({ type, inputs, ...(custom !== undefined && { custom }) });
  const wanted = type === 'custom' ? (params.buffers ?? CUSTOM_BUFFERS) : created.buffers.length;
  if (wanted > created.buffers.length) {
    throw new Mt5Error('INDICATOR_FAILED', `${custom} has ${created.buffers.length} buffers, asked for ${wanted}`);
  }
  const begin = (): Calculation => new Calculation(created, symbol, timeframe);
  const calculation = terminal.calculations.take(JSON.stringify([symbol.name, timeframe, type, custom, inputs]), begin);
  if (calculation === undefined) throw new Mt5Error('PENDING', `${custom ?? type} is being computed`);
  const { times, buffers } = calculation.values(start, count);
  return {
    digits: symbol.spec.info.digits,
    times,
    buffers: buffers.slice(0, wanted).map((values, i) => ({ name: created.buffers[i] ?? `${i}`, values })),
  };
};
