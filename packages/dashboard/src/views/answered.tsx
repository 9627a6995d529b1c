import type { ComponentChildren } from 'preact';
import { Empty, Skeleton } from '../components/basics.tsx';
import { Problem } from '../components/problem.tsx';
import type { Told } from './host.ts';

interface AnsweredProps {
  readonly told: Told | undefined;
  readonly children: (answer: object) => ComponentChildren;
}

/** What a tool answered; or that it has not yet, or never will. */
export function Answered({ told, children }: AnsweredProps) {
  switch (told?.kind) {
    case undefined:
      return (
        <div class="view-part">
          <Skeleton lines={4} />
        </div>
      );
    case 'answer':
      return <>{children(told.answer)}</>;
    case 'problem':
      return (
        <div class="view-part">
          <Problem error={told.error} />
        </div>
      );
    case 'cancelled':
      return (
        <Empty icon="cross" title="Cancelled">
          There was no answer to show.
        </Empty>
      );
  }
}
