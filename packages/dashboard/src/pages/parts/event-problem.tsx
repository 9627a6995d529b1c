import type { DashboardEvents } from '@mt5-bridge/mcp-server/dashboard';
import { Problem } from '../../components/problem.tsx';
import { link, problems } from '../../state/live.ts';

/** What the server could not read just now, of that which the page shows. */
export function EventProblem({ of }: { readonly of: readonly (keyof DashboardEvents)[] }) {
  const known = of.flatMap((event) => problems.value.get(event) ?? []);
  // A bar above every page tells of a lost terminal already.
  const news = known.filter(({ code }) => code !== link.value?.problem?.code);
  const codes = new Map(news.map((error) => [error.code, error]));
  return (
    <>
      {[...codes.values()].map((error) => (
        <Problem key={error.code} error={error} look="warn">
          <p class="small quiet">What stands here is what was known before.</p>
        </Problem>
      ))}
    </>
  );
}
