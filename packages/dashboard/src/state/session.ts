import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type { SessionState } from '@mt5-bridge/mcp-server/dashboard';
import { signal } from '@preact/signals';
import { onSignedOut, recordOf } from '../api/call.ts';
import { readSession } from '../api/owner.ts';
import { onOtherPageKey } from '../api/page-key.ts';
import { forget } from './live.ts';

/** undefined = not known yet. */
export const session = signal<SessionState | undefined>(undefined);
export const sessionProblem = signal<ErrorRecord | undefined>(undefined);
/** The session ended while the page was open. */
export const wasSignedOut = signal(false);
/** The server is of another version than this page. */
export const isOutdated = signal(false);

export function setSession(next: SessionState): void {
  const before = session.peek();
  if (before !== undefined && before.version !== next.version) isOutdated.value = true;
  wasSignedOut.value = !next.signed_in && (before?.signed_in ?? false);
  if (!next.signed_in) forget();
  sessionProblem.value = undefined;
  session.value = next;
}

/** What the server says; a failure is kept as sessionProblem. */
export async function refreshSession(): Promise<SessionState | undefined> {
  try {
    const next = await readSession();
    setSession(next);
    return next;
  } catch (error) {
    sessionProblem.value = recordOf(error);
    return undefined;
  }
}

export function watchSession(): void {
  onOtherPageKey(() => void refreshSession());
  onSignedOut(() => {
    const before = session.peek();
    if (before?.signed_in) setSession({ ...before, signed_in: false, by: null, method: null, expires_at: null });
  });
}
