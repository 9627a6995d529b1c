import { useEffect, useErrorBoundary, useRef } from 'preact/hooks';
import { recordOf } from '../api/call.ts';
import { Empty } from '../components/basics.tsx';
import { Problem } from '../components/problem.tsx';
import { Activity } from '../pages/activity.tsx';
import { Alerts } from '../pages/alerts.tsx';
import { Approvals } from '../pages/approvals.tsx';
import { Approve } from '../pages/approve.tsx';
import { Chart } from '../pages/chart.tsx';
import { Limits } from '../pages/limits.tsx';
import { Overview } from '../pages/overview.tsx';
import { Positions } from '../pages/positions.tsx';
import { Settings } from '../pages/settings.tsx';
import { path } from '../state/router.ts';
import { approvalInPath, ROUTES, route } from './routes.ts';

const PAGES: Readonly<Record<(typeof ROUTES)[number]['path'], () => preact.JSX.Element>> = {
  '/': Overview,
  '/positions': Positions,
  '/approvals': Approvals,
  '/chart': Chart,
  '/activity': Activity,
  '/alerts': Alerts,
  '/limits': Limits,
  '/settings': Settings,
};

export function Page() {
  const approvalId = approvalInPath.value;
  const here = ROUTES.find((each) => each === route.value);
  const name = approvalId === undefined ? (here?.name ?? 'Not found') : 'Approval';
  const [error, forgive] = useErrorBoundary();
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(path.value);
  useEffect(() => {
    // A reader of the screen hears where it is; the first page needs no such push.
    if (last.current !== path.value) heading.current?.focus({ preventScroll: true });
    if (last.current !== path.value && error !== undefined) forgive();
    last.current = path.value;
  });
  const Content = here && PAGES[here.path];
  return (
    <>
      <h1 ref={heading} tabIndex={-1} class="page-title">
        {name}
      </h1>
      {error !== undefined ? (
        <Problem error={recordOf(error)} />
      ) : approvalId !== undefined ? (
        <Approve key={approvalId} id={approvalId} />
      ) : Content ? (
        <Content />
      ) : (
        <Empty icon="search" title="There is no such page">
          <a href="/">To the overview</a>
        </Empty>
      )}
    </>
  );
}
