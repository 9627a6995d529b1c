import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type { ChartData } from '@mt5-bridge/mcp-server/dashboard';
import { useEffect, useRef, useState } from 'preact/hooks';
import { recordOf } from '../api/call.ts';
import { readChart } from '../api/reads.ts';
import { Card, Empty, Skeleton } from '../components/basics.tsx';
import type { Candles } from '../components/candles.ts';
import { Segments } from '../components/field.tsx';
import { Price } from '../components/figures.tsx';
import { Problem } from '../components/problem.tsx';
import { isLast, periodOf, TIMEFRAMES, type Timeframe } from '../format/timeframes.ts';
import { plural } from '../format/words.ts';
import { orders, positions, quotes } from '../state/live.ts';
import { chartSymbol } from '../state/stream.ts';
import { isDark } from '../state/theme.ts';
import { levelsOf } from './parts/chart-levels.ts';
import { EventProblem } from './parts/event-problem.tsx';
import { SymbolPicker } from './parts/symbol-picker.tsx';

const BARS = 500;

function useChartData(symbol: string | undefined, timeframe: Timeframe) {
  const [data, setData] = useState<ChartData>();
  const [error, setError] = useState<ErrorRecord>();
  const last = data?.time.at(-1);
  const isFitting = data?.symbol === symbol && data?.timeframe === timeframe;
  // The newest bar is over by the terminal's clock: the server has a new one.
  const at = symbol === undefined ? undefined : quotes.value.get(symbol)?.at;
  const isOver = isFitting && last !== undefined && at !== undefined && !isLast(last, timeframe, at);
  const bars = isOver ? Math.floor((at - last) / periodOf(timeframe)) : 0;
  useEffect(() => {
    if (symbol === undefined) return;
    let isCurrent = true;
    readChart(symbol, timeframe, BARS).then(
      (next) => {
        if (!isCurrent) return;
        setError(undefined);
        setData(next);
      },
      (failure: unknown) => isCurrent && setError(recordOf(failure)),
    );
    return () => {
      isCurrent = false;
    };
  }, [symbol, timeframe, bars]);
  return { data: isFitting ? data : undefined, error };
}

/** What the address names, else what is traded, else what was looked at. */
function useSymbol(): [string | undefined, (symbol: string) => void] {
  const [chosen, choose] = useState(() => new URLSearchParams(location.search).get('symbol') ?? undefined);
  const first = positions.value?.[0]?.symbol ?? orders.value?.[0]?.symbol ?? [...quotes.value.keys()][0];
  const symbol = chosen ?? first;
  useEffect(() => {
    chartSymbol.value = symbol;
    return () => {
      chartSymbol.value = undefined;
    };
  }, [symbol]);
  return [symbol, choose];
}

export function Chart() {
  const [symbol, choose] = useSymbol();
  const [timeframe, setTimeframe] = useState<Timeframe>('M15');
  const { data, error } = useChartData(symbol, timeframe);
  const quote = symbol === undefined ? undefined : quotes.value.get(symbol);
  return (
    <div class="stack chart-page">
      <div class="chart-tools">
        <SymbolPicker symbol={symbol} onChoose={choose} />
        <Segments label="Timeframe" choices={TIMEFRAMES} chosen={timeframe} onChoose={setTimeframe} />
        {quote && (
          <p class="quote">
            <span class="quiet small">Bid</span> <Price value={quote.bid} digits={quote.digits} />
            <span class="quiet small">Ask</span> <Price value={quote.ask} digits={quote.digits} />
            {quote.spread_points !== null && (
              <span class="faint small">{plural(quote.spread_points, 'point')} spread</span>
            )}
          </p>
        )}
      </div>
      <EventProblem of={['quote']} />
      {error && <Problem error={error} />}
      <Card flush class="chart-card">
        {symbol === undefined ? (
          <Empty icon="chart" title="Choose a symbol">
            Candles, orders, stops and fills of any symbol of the broker.
          </Empty>
        ) : data === undefined ? (
          error === undefined && <Skeleton lines={1} tall />
        ) : data.time.length === 0 ? (
          <Empty icon="chart" title="No bars">
            The terminal has no history of {symbol} in this timeframe.
          </Empty>
        ) : (
          <Canvas data={data} timeframe={timeframe} />
        )}
      </Card>
      <p class="chart-foot small faint">
        <span class="key key-entry">Entry</span>
        <span class="key key-sl">Stop loss</span>
        <span class="key key-tp">Take profit</span>
        <span class="key key-order">Pending order</span>
        <span class="grow" />
        <span>
          Lightweight Charts™ by{' '}
          <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
            TradingView
          </a>
        </span>
      </p>
    </div>
  );
}

interface CanvasProps {
  readonly data: ChartData;
  readonly timeframe: Timeframe;
}

function Canvas({ data, timeframe }: CanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [candles, setCandles] = useState<Candles>();
  const quote = quotes.value.get(data.symbol);
  const dark = isDark();
  const levels = levelsOf(data.symbol, positions.value ?? [], orders.value ?? []);
  const levelsKey = JSON.stringify(levels);

  useEffect(() => {
    let made: Candles | undefined;
    let isGone = false;
    void import('../components/candles.ts').then(({ createCandles }) => {
      if (isGone || !frame.current) return;
      made = createCandles(frame.current);
      setCandles(made);
    });
    return () => {
      isGone = true;
      made?.remove();
    };
  }, []);
  useEffect(() => candles?.paint(), [candles, dark]);
  useEffect(() => candles?.show(data), [candles, data]);
  useEffect(() => candles?.draw(levels), [candles, levelsKey, dark]);
  useEffect(() => {
    if (quote && isLast(data.time.at(-1), timeframe, quote.at)) candles?.tick(quote.bid);
  }, [candles, data, quote]);
  return <div ref={frame} class="canvas" role="img" aria-label={`Candles of ${data.symbol}, ${data.timeframe}`} />;
}
