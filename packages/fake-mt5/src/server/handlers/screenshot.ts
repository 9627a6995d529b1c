import { Mt5Error } from '@mt5-bridge/protocol';
import { drawChart } from '../../extras/picture/chart.ts';
import type { Handler } from '../handler.ts';

export const screenshot: Handler<'screenshot'> = (terminal, params) => {
  const { timeframe, width, height } = params;
  const symbol = terminal.select(params.symbol);
  const name = JSON.stringify([symbol.name, timeframe, width, height]);
  if (terminal.drawings.take(name, () => true) === undefined) {
    throw new Mt5Error('PENDING', `the chart of ${symbol.name} is being drawn`);
  }
  terminal.drawings.end(name);
  const picture = drawChart(symbol, timeframe, width, height);
  if (picture === undefined) throw new Mt5Error('SCREENSHOT_FAILED', `${symbol.name} has no bars yet`);
  return { result: { bytes: picture.byteLength }, records: picture };
};
