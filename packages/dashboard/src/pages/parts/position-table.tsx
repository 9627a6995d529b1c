import type { PositionView } from '@mt5-bridge/mcp-server/dashboard';
import type { ComponentChildren } from 'preact';
import { Price, Profit, Side } from '../../components/figures.tsx';
import { number, pointsBetween, price, signed } from '../../format/numbers.ts';
import { span } from '../../format/time.ts';
import { now } from '../../state/clock.ts';
import { moneyDigits } from '../../state/live.ts';

interface TableProps {
  readonly positions: readonly PositionView[];
  /** Where a symbol's chart is; without it symbols lead nowhere. */
  readonly chartOf?: (symbol: string) => string;
}

export function PositionTable({ positions, chartOf }: TableProps) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th>Symbol</th>
          <th>Side</th>
          <th class="end">Open</th>
          <th class="end">Now</th>
          <th class="end">Stop loss</th>
          <th class="end">Take profit</th>
          <th class="end">Swap</th>
          <th class="end">Profit</th>
        </tr>
      </thead>
      <tbody>
        {positions.map((position) => (
          <Row key={position.ticket} position={position} chartOf={chartOf} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly position: PositionView;
  readonly chartOf: TableProps['chartOf'];
}

function Row({ position, chartOf }: RowProps) {
  const { symbol, side, volume, digits, price_open, price_current, sl, tp } = position;
  return (
    <tr>
      <Cell name="Symbol" lead>
        {chartOf === undefined ? (
          <span class="symbol">{symbol}</span>
        ) : (
          <a class="symbol" href={chartOf(symbol)}>
            {symbol}
          </a>
        )}
        <span class="under">
          #{position.ticket} · {span(now.value - position.opened_at)}
        </span>
        {position.comment && <span class="under break">“{position.comment}”</span>}
      </Cell>
      <Cell name="Side" lead>
        <Side side={side} volume={volume} />
      </Cell>
      <Cell name="Open" end>
        {price(price_open, digits)}
      </Cell>
      <Cell name="Now" end>
        <Price value={price_current} digits={digits} />
        <span class="under">
          {signed(pointsBetween(price_open, price_current, digits) * (side === 'buy' ? 1 : -1), 0)} pt
        </span>
      </Cell>
      <Cell name="Stop loss" end>
        <Stop at={sl} from={price_current} digits={digits} none="No stop" />
      </Cell>
      <Cell name="Take profit" end>
        <Stop at={tp} from={price_current} digits={digits} none="–" />
      </Cell>
      <Cell name="Swap" end>
        <span class="quiet">{signed(position.swap, moneyDigits.value)}</span>
      </Cell>
      <Cell name="Profit" end lead>
        <b class="profit">
          <Profit value={position.profit} />
        </b>
      </Cell>
    </tr>
  );
}

interface StopProps {
  readonly at: number | null;
  readonly from: number;
  readonly digits: number;
  readonly none: string;
}

/** A level, and how far the market is from it. */
function Stop({ at, from, digits, none }: StopProps) {
  if (at === null) return <span class={none === '–' ? 'faint' : 'warn'}>{none}</span>;
  return (
    <>
      {price(at, digits)}
      <span class="under">{number(Math.abs(pointsBetween(from, at, digits)), 0)} pt away</span>
    </>
  );
}

interface CellProps {
  readonly name: string;
  readonly end?: boolean;
  /** Stands in the head line of the card that the row is on a phone. */
  readonly lead?: boolean;
  readonly children: ComponentChildren;
}

export function Cell({ name, end = false, lead = false, children }: CellProps) {
  return (
    <td class={`${end ? 'end' : ''} ${lead ? 'lead' : ''}`} data-name={name}>
      <div>{children}</div>
    </td>
  );
}
