import type { ChartData } from '@mt5-bridge/mcp-server/dashboard';
import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  LineStyle,
  type SeriesMarker,
  type UTCTimestamp,
} from 'lightweight-charts';
import { lots, signed } from '../format/numbers.ts';

export interface PriceLevel {
  readonly kind: 'entry' | 'sl' | 'tp' | 'order';
  readonly price: number;
  readonly title: string;
}

export interface Candles {
  /** Takes the colours of the theme that is in force. */
  paint(): void;
  show(data: ChartData): void;
  draw(levels: readonly PriceLevel[]): void;
  /** The price of now, into the newest bar. */
  tick(price: number): void;
  remove(): void;
}

/** The library draws on canvas and knows no variables of the style sheet. */
function palette(element: HTMLElement): (name: string) => string {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  return (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
}

const LINES = {
  entry: { color: 'accent', style: LineStyle.Solid },
  sl: { color: 'down-fill', style: LineStyle.Dashed },
  tp: { color: 'up-fill', style: LineStyle.Dashed },
  order: { color: 'warn', style: LineStyle.Dotted },
} as const;

/** Local wall-clock time: the library writes UTC, so that what it is given is shifted. */
const shown = (at: number): UTCTimestamp =>
  Math.floor((at - new Date(at).getTimezoneOffset() * 60_000) / 1000) as UTCTimestamp;

export function createCandles(element: HTMLElement): Candles {
  const colour = palette(element);
  // The attribution that the library would draw brings a style element, which the pages' policy forbids; the page
  // below the chart names it instead.
  const chart = createChart(element, {
    autoSize: true,
    layout: { attributionLogo: false, fontFamily: getComputedStyle(document.documentElement).fontFamily, fontSize: 11 },
    crosshair: { mode: CrosshairMode.Normal },
    timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 6 },
  });
  const series = chart.addSeries(CandlestickSeries, { borderVisible: false });
  const markers = createSeriesMarkers(series, []);
  let lines: ReturnType<typeof series.createPriceLine>[] = [];
  let last: { time: UTCTimestamp; open: number; high: number; low: number; close: number } | undefined;
  let subject = '';
  let fills: ChartData['fills'] = [];
  let times: readonly number[] = [];

  const mark = () => markers.setMarkers(fills.map((fill) => markerOf(fill, times, colour)));

  return {
    paint() {
      const line = colour('line');
      chart.applyOptions({
        layout: { background: { type: ColorType.Solid, color: colour('surface') }, textColor: colour('text-2') },
        grid: { vertLines: { color: line }, horzLines: { color: line } },
        rightPriceScale: { borderColor: line },
        timeScale: { borderColor: line },
        crosshair: {
          vertLine: { color: colour('text-3'), labelBackgroundColor: colour('accent-fill') },
          horzLine: { color: colour('text-3'), labelBackgroundColor: colour('accent-fill') },
        },
      });
      const [up, down] = [colour('up-fill'), colour('down-fill')];
      series.applyOptions({ upColor: up, wickUpColor: up, downColor: down, wickDownColor: down });
      mark();
    },
    show(data) {
      const bars = data.time.map((at, index) => ({
        time: shown(at),
        open: data.open[index] ?? 0,
        high: data.high[index] ?? 0,
        low: data.low[index] ?? 0,
        close: data.close[index] ?? 0,
      }));
      series.applyOptions({
        priceFormat: { type: 'price', precision: data.digits, minMove: 1 / 10 ** data.digits },
      });
      series.setData(bars);
      last = bars.at(-1);
      [fills, times] = [data.fills, data.time];
      mark();
      const now = `${data.symbol} ${data.timeframe}`;
      // A new bar of the same chart leaves the view where the person has put it.
      if (now === subject) return;
      subject = now;
      const shownBars = Math.min(bars.length, Math.max(40, Math.floor(element.clientWidth / 9)));
      chart.timeScale().setVisibleLogicalRange({ from: bars.length - shownBars, to: bars.length + 5 });
    },
    draw(levels) {
      for (const line of lines) series.removePriceLine(line);
      lines = levels.map(({ kind, price, title }) =>
        series.createPriceLine({
          price,
          title,
          color: colour(LINES[kind].color),
          lineStyle: LINES[kind].style,
          lineWidth: 1,
          axisLabelVisible: true,
        }),
      );
    },
    tick(price) {
      if (!last) return;
      last = { ...last, close: price, high: Math.max(last.high, price), low: Math.min(last.low, price) };
      series.update(last);
    },
    remove: () => chart.remove(),
  };
}

type Fill = ChartData['fills'][number];

/** On the bar that it belongs to: the newest that had begun by then. */
function markerOf(fill: Fill, times: readonly number[], colour: (name: string) => string): SeriesMarker<UTCTimestamp> {
  const isBuy = fill.side === 'buy';
  const at = times.findLast((time) => time <= fill.at) ?? fill.at;
  const profit = fill.entry === 'in' ? '' : ` ${signed(fill.profit)}`;
  return {
    time: shown(at),
    position: isBuy ? 'belowBar' : 'aboveBar',
    shape: isBuy ? 'arrowUp' : 'arrowDown',
    color: colour(isBuy ? 'up' : 'down'),
    text: `${lots(fill.volume)}${profit}`,
  };
}
