import type { EquityCurve } from '@mt5-bridge/mcp-server/dashboard';
import { useEffect, useRef, useState } from 'preact/hooks';
import { number, signed, toneOf } from '../format/numbers.ts';
import { hourMinute } from '../format/time.ts';
import { moneyDigits } from '../state/live.ts';
import { nearest, type Point, pointsOf, rangeOf, thinned, ticksOf } from './curve.ts';

const HEIGHT = 232;
const RIGHT = 64;
const TOP = 12;
const BOTTOM = 26;

/** Equity of the day against the balance; the newest value stands at the end of the line. */
export function EquityChart({ curve }: { readonly curve: EquityCurve }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [pointed, setPointed] = useState<Point>();
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  const all = pointsOf(curve);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last || width === 0) return <div ref={frame} class="equity-chart" />;

  const plot = width - RIGHT;
  const points = thinned(all, Math.max(60, plot));
  const { low, high, showsBalance } = rangeOf(points);
  const end = Math.max(last.at, first.at + 60_000);
  const x = (at: number) => ((at - first.at) / (end - first.at)) * plot;
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const line = (of: 'equity' | 'balance') =>
    points.map((point, index) => `${index ? 'L' : 'M'}${x(point.at).toFixed(1)} ${y(point[of]).toFixed(1)}`).join('');
  const shown = pointed ?? last;
  const digits = moneyDigits.value;
  const tone = toneOf(last.equity - first.equity, digits);

  return (
    <div
      ref={frame}
      class={`equity-chart tone-${tone}`}
      onPointerMove={({ clientX, currentTarget }) => {
        const at = first.at + ((clientX - currentTarget.getBoundingClientRect().left) / plot) * (end - first.at);
        setPointed(nearest(all, at));
      }}
      onPointerLeave={() => setPointed(undefined)}
    >
      <svg width={width} height={HEIGHT} role="img" aria-label={describe(all, digits)}>
        <defs>
          <linearGradient id="equity-shade" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" class="shade-top" />
            <stop offset="1" class="shade-end" />
          </linearGradient>
        </defs>
        {ticksOf(low, high, 4).map((tick) => (
          <g key={tick}>
            <line class="grid" x1={0} x2={plot} y1={y(tick)} y2={y(tick)} />
            <text class="axis" x={plot + 8} y={y(tick) + 4}>
              {number(tick, high - low < 20 ? 2 : 0)}
            </text>
          </g>
        ))}
        {timesOf(first.at, end, plot).map((at) => (
          <text key={at} class="axis axis-time" x={x(at)} y={HEIGHT - 6}>
            {hourMinute(at)}
          </text>
        ))}
        {showsBalance && <path class="curve-balance" d={line('balance')} />}
        <path class="curve-area" d={`${line('equity')}L${x(last.at)} ${HEIGHT - BOTTOM}L0 ${HEIGHT - BOTTOM}Z`} />
        <path class="curve-equity" d={line('equity')} />
        {pointed && <line class="cross" x1={x(shown.at)} x2={x(shown.at)} y1={TOP} y2={HEIGHT - BOTTOM} />}
        <circle class="curve-dot" cx={x(shown.at)} cy={y(shown.equity)} r={4} />
      </svg>
      <p class="curve-legend small" aria-hidden="true">
        <span class="key key-equity">Equity</span> <b>{number(shown.equity, digits)}</b>
        <span class="key key-balance">Balance</span> <b>{number(shown.balance, digits)}</b>
        {pointed && <span class="quiet">{hourMinute(shown.at)}</span>}
      </p>
    </div>
  );
}

function describe(points: readonly Point[], digits: number): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No equity yet';
  const change = signed(last.equity - first.equity, digits);
  return `Equity today: ${number(first.equity, digits)} at ${hourMinute(first.at)}, now ${number(last.equity, digits)} (${change})`;
}

const MINUTE = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360].map((minutes) => minutes * MINUTE);

/** Full minutes and hours of the local clock, about 90 px apart. */
function timesOf(from: number, to: number, width: number): readonly number[] {
  const count = Math.max(2, Math.floor(width / 90));
  const step = STEPS.find((each) => (to - from) / each <= count) ?? 480 * MINUTE;
  const shift = new Date(from).getTimezoneOffset() * MINUTE;
  const times: number[] = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
    const place = ((at - from) / (to - from)) * width;
    if (place > 18 && place < width - 18) times.push(at);
  }
  return times;
}
