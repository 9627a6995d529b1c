import type { PositionView } from '@mt5-bridge/mcp-server/dashboard';
import { Badge, Empty } from '../components/basics.tsx';
import { EnvironmentBadge } from '../components/environment.tsx';
import { Profit } from '../components/figures.tsx';
import { PositionTable } from '../pages/parts/position-table.tsx';
import { Answered } from './answered.tsx';
import type { Host } from './host.ts';
import { positionsOf } from './positions-told.ts';

/** The positions that were open when the agent asked. */
export function PositionsCard({ host }: { readonly host: Host }) {
  return (
    <main class="view">
      <Answered told={host.told.value}>
        {(answer) => {
          const { environment, login, server, total, positions } = positionsOf(answer);
          return (
            <article>
              <header class="view-head">
                <h1>Open positions</h1>
                <Badge>{total}</Badge>
                <EnvironmentBadge of={environment} />
                <span class="quiet small">
                  {login} · {server}
                </span>
              </header>
              {positions.length === 0 ? (
                <Empty icon="positions" title="No open positions" />
              ) : (
                <PositionTable positions={positions} />
              )}
              {positions.length > 0 && (
                <footer class="total">
                  <span class="quiet">
                    {positions.length < total ? `Profit of these ${positions.length}` : 'Floating profit'}, when asked
                  </span>
                  <b>
                    <Profit value={sumOfProfits(positions)} />
                  </b>
                </footer>
              )}
            </article>
          );
        }}
      </Answered>
    </main>
  );
}

const sumOfProfits = (positions: readonly PositionView[]): number =>
  positions.reduce((sum, { profit }) => sum + profit, 0);
