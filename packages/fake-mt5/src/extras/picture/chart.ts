import { type Timeframe, timeframeMs } from '@mt5-bridge/protocol';
import type { RatesColumns } from '@mt5-bridge/protocol/wire';
import type { MarketSymbol } from '../../market/index.ts';
import { DAY } from '../../market/time.ts';
import { Canvas, type Color, TEXT_HEIGHT, textWidth } from './canvas.ts';
import { encodePng } from './png.ts';

const GAP = 4;
/** From one candle to the next, and its body. */
const CANDLE_STEP = 8;
const CANDLE_BODY = 5;
/** Of prices and times beside the axes. */
const LABEL_GAP = 48;
const FOOT = TEXT_HEIGHT + 2 * GAP;

const BACKGROUND: Color = [255, 255, 255];
const GRID: Color = [228, 228, 228];
const INK: Color = [48, 48, 48];
const RISE: Color = [38, 136, 96];
const FALL: Color = [200, 60, 60];

/** A picture (PNG) of a symbol's newest bars; undefined when it has none. Sizes in pixels. */
export function drawChart(
  symbol: MarketSymbol,
  timeframe: Timeframe,
  width: number,
  height: number,
): Uint8Array | undefined {
  const { digits } = symbol.spec.info;
  const newest = symbol.ratesByPosition(timeframe, 0, 1);
  if (newest.length === 0) return undefined;
  const margin = textWidth((newest.close[0] ?? 0).toFixed(digits)) + 2 * GAP;
  const frame = { width: width - margin, height: height - FOOT };
  const bars = symbol.ratesByPosition(timeframe, 0, Math.max(1, Math.floor(frame.width / CANDLE_STEP)));
  const canvas = new Canvas(width, height, BACKGROUND);
  const top = Math.max(...bars.high);
  const range = Math.max(top - Math.min(...bars.low), symbol.spec.info.point);
  const head = 2 * FOOT;
  const y = (price: number): number => head + ((top - price) / range) * (frame.height - head - GAP);
  drawPrices(canvas, frame, digits, (row) => top - ((row - head) / (frame.height - head - GAP)) * range);
  drawTimes(canvas, frame, bars, timeframe);
  drawCandles(canvas, bars, y);
  canvas.fill(frame.width, 0, 1, frame.height, INK);
  canvas.fill(0, frame.height, width, 1, INK);
  canvas.text(GAP, GAP, `${symbol.name},${timeframe}`, INK);
  return encodePng(canvas);
}

interface Frame {
  readonly width: number;
  readonly height: number;
}

function drawPrices(canvas: Canvas, frame: Frame, digits: number, priceAt: (row: number) => number): void {
  for (let row = LABEL_GAP; row < frame.height - TEXT_HEIGHT; row += LABEL_GAP) {
    canvas.fill(0, row, frame.width, 1, GRID);
    canvas.text(frame.width + GAP, row - TEXT_HEIGHT / 2, priceAt(row).toFixed(digits), INK);
  }
}

function drawTimes(canvas: Canvas, frame: Frame, { length, time }: RatesColumns, timeframe: Timeframe): void {
  const every = Math.ceil((2 * LABEL_GAP) / CANDLE_STEP);
  for (let bar = 0; bar < length; bar += every) {
    const iso = new Date(time[bar] ?? 0).toISOString();
    const label =
      timeframeMs(timeframe) < DAY ? `${iso.slice(8, 10)}.${iso.slice(5, 7)} ${iso.slice(11, 16)}` : iso.slice(0, 10);
    const x = bar * CANDLE_STEP + CANDLE_BODY / 2;
    canvas.fill(x, 0, 1, frame.height, GRID);
    if (x + textWidth(label) < frame.width) canvas.text(x, frame.height + GAP, label, INK);
  }
}

function drawCandles(canvas: Canvas, bars: RatesColumns, y: (price: number) => number): void {
  for (let i = 0; i < bars.length; i++) {
    const row = (column: Float64Array): number => y(column[i] as number);
    const [open, high, low, close] = [row(bars.open), row(bars.high), row(bars.low), row(bars.close)];
    const color = close <= open ? RISE : FALL;
    canvas.fill(i * CANDLE_STEP + Math.floor(CANDLE_BODY / 2), high, 1, Math.max(1, low - high), color);
    canvas.fill(i * CANDLE_STEP, Math.min(open, close), CANDLE_BODY, Math.max(1, Math.abs(close - open)), color);
  }
}
