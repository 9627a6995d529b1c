import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { useRef, useState } from 'preact/hooks';
import { recordOf } from '../api/call.ts';

export interface Task {
  readonly busy: boolean;
  readonly error: ErrorRecord | undefined;
  /** Does the work, unless some is under way: a second click changes nothing. */
  readonly run: (work: () => Promise<void>) => void;
}

export function useTask(): Task {
  const isBusy = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const run = async (work: () => Promise<void>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (failure) {
      setError(recordOf(failure));
    } finally {
      isBusy.current = false;
      setBusy(false);
    }
  };
  return { busy, error, run: (work) => void run(work) };
}
