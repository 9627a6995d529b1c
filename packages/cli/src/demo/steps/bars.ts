import { callTool } from '../../mcp-answers.ts';
import { table } from '../../output/table.ts';
import { type Bar, candles } from '../candles.ts';
import type { Step } from '../tour.ts';

const BARS = 60;
const HEIGHT = 10;
/** Fewer make no picture: a recording that has only begun. */
const FEWEST = 5;
const LISTED = 5;

interface Rates {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export const bars: Step = async ({ client, screen, price, show: { symbol, timeframe } }) => {
  const { columns, rows } = await callTool<Rates>(client, 'get_rates', { symbol, timeframe, count: BARS });
  await screen.heading(`${timeframe} bars of ${symbol}`, 'get_rates');
  const { style, room } = screen;
  if (rows.length >= FEWEST) {
    const drawn = rows.map((row) => barOf(columns, row));
    await screen.text(...candles(drawn, { height: HEIGHT, price, style }), '');
  }
  await screen.text(table(columns, rows.slice(-LISTED), { width: room, style }));
};

function barOf(columns: Rates['columns'], row: Rates['rows'][number]): Bar {
  const cell = (name: keyof Bar) => Number(row[columns.indexOf(name)]);
  return { open: cell('open'), high: cell('high'), low: cell('low'), close: cell('close') };
}
