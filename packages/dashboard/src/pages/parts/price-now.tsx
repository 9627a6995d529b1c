import type { ApprovalView } from '@mt5-bridge/mcp-server/dashboard';
import { Card } from '../../components/basics.tsx';
import { Price } from '../../components/figures.tsx';
import { pointsBetween, price, signed } from '../../format/numbers.ts';
import { quotes } from '../../state/live.ts';
import { Ladder, levelsOf } from './ladder.tsx';

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
  const levels = levelsOf(approval, market ?? null);
  return (
    <Card title="Price" aside={moved !== null && isPending && <Moved points={moved} />}>
      <div class="price-now">
        <div class="figure">
          <span class="figure-label">{name} then</span>
          <span class="figure-value">{price(then, digits)}</span>
        </div>
        <div class="figure">
          <span class="figure-label">{name} now</span>
          <span class="figure-value">{current === undefined ? '–' : <Price value={current} digits={digits} />}</span>
        </div>
        <div class="figure">
          <span class="figure-label">Spread, points</span>
          <span class="figure-value">{quote?.spread_points ?? '–'}</span>
        </div>
      </div>
      {levels.length > 1 && <Ladder levels={levels} digits={digits} />}
    </Card>
  );
}

function Moved({ points }: { readonly points: number }) {
  return <span class="quiet small">Moved {signed(points, 0)} points since the proposal</span>;
}
