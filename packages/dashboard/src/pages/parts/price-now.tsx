import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { Card } from '../../components/basics.tsx';
import { Price } from '../../components/figures.tsx';
import { pointsBetween, price, signed } from '../../format/numbers.ts';
import { quotes } from '../../state/live.ts';

interface Level {
  readonly name: string;
  readonly look: string;
  readonly at: number;
}

/** Prices of the order beside the market: as it was when it was proposed, and now. */
export function PriceNow({ approval }: { readonly approval: ApprovalView }) {
  const { symbol, digits, reference, side } = approval;
  if (symbol === null || digits === null) return null;
  const quote = quotes.value.get(symbol);
  const isPending = approval.state === 'pending';
  const [then, current] = side === 'sell' ? [reference?.bid, quote?.bid] : [reference?.ask, quote?.ask];
  const moved = then !== undefined && current !== undefined ? pointsBetween(then, current, digits) : null;
  const name = side === 'sell' ? 'Bid' : 'Ask';
  const market = isPending ? current : undefined;
  const levels: Level[] = [
    ...levelOf('Stop loss', 'sl', approval.sl),
    ...levelOf('Entry', 'entry', approval.price),
    ...levelOf('Take profit', 'tp', approval.tp),
    ...levelOf('Now', 'now', market ?? null),
  ];
  return (
    <Card title="Price" aside={moved !== null && isPending && <Moved points={moved} />}>
      <div class="price-now">
        <div class="figure">
          <span class="figure-label">{name} when proposed</span>
          <span class="figure-value">{price(then, digits)}</span>
        </div>
        <div class="figure">
          <span class="figure-label">{name} now</span>
          <span class="figure-value">{current === undefined ? '–' : <Price value={current} digits={digits} />}</span>
        </div>
        <div class="figure">
          <span class="figure-label">Spread now</span>
          <span class="figure-value">{quote?.spread_points ?? '–'}</span>
          <span class="figure-note">points</span>
        </div>
      </div>
      {levels.length > 1 && <Ladder levels={levels} digits={digits} />}
    </Card>
  );
}

const levelOf = (name: string, look: string, at: number | null): readonly Level[] =>
  at === null ? [] : [{ name, look, at }];

function Moved({ points }: { readonly points: number }) {
  return <span class="quiet small">Moved {signed(points, 0)} points since</span>;
}

const WIDTH = 1000;

/** Where stop, entry, target and market lie to each other; the figures stand below in words. */
function Ladder({ levels, digits }: { readonly levels: readonly Level[]; readonly digits: number }) {
  const all = levels.map(({ at }) => at);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const x = (at: number) => (high === low ? WIDTH / 2 : 16 + ((at - low) / (high - low)) * (WIDTH - 32));
  const place = (look: string) => levels.find((level) => level.look === look)?.at;
  const entry = place('entry') ?? place('now');
  const spans = (['sl', 'tp'] as const).flatMap((look) => {
    const at = place(look);
    return at === undefined || entry === undefined
      ? []
      : [{ look, from: Math.min(at, entry), to: Math.max(at, entry) }];
  });
  return (
    <div class="ladder">
      <svg viewBox={`0 0 ${WIDTH} 36`} preserveAspectRatio="none" aria-hidden="true">
        <line class="ladder-base" x1={0} x2={WIDTH} y1={18} y2={18} />
        {spans.map(({ look, from, to }) => (
          <rect
            key={look}
            class={`ladder-span ladder-${look}`}
            x={x(from)}
            width={x(to) - x(from)}
            y={13}
            height={10}
          />
        ))}
        {levels.map(({ look, at }) => (
          <line key={look} class={`ladder-mark ladder-${look}`} x1={x(at)} x2={x(at)} y1={4} y2={32} />
        ))}
      </svg>
      <dl class="ladder-words">
        {levels
          .toSorted((a, b) => a.at - b.at)
          .map(({ name, look, at }) => (
            <div key={look} class={`ladder-${look}`}>
              <dt>{name}</dt>
              <dd>{price(at, digits)}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
