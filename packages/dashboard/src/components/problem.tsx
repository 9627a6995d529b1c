import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface ProblemProps {
  readonly error: Pick<ErrorRecord, 'code' | 'message' | 'what_to_do'>;
  readonly look?: 'bad' | 'warn';
  readonly children?: ComponentChildren;
}

/** A failure: what happened, what to do, and the code to look it up by. */
export function Problem({ error, look = 'bad', children }: ProblemProps) {
  return (
    <div class={`notice notice-${look}`} role="alert">
      <Icon name="warning" />
      <div class="grow">
        <p class="strong break">{error.message}</p>
        <p class="quiet break">{error.what_to_do}</p>
        <p class="faint small mono">{error.code}</p>
        {children}
      </div>
    </div>
  );
}
