import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { recordOf } from '../failure.ts';
import type { Patient } from './patient.ts';

export type CheckCode =
  | 'NODE'
  | 'CONFIGURATION'
  | 'ADDRESSES'
  | 'SOCKETS'
  | 'HELLO'
  | 'EA_VERSION'
  | 'BROKER'
  | 'ALGO_TRADING'
  | 'ACCOUNT'
  | 'CLOCK'
  | 'TIME_ZONE'
  | 'QUOTE'
  | 'STREAMING'
  | 'ORDERS'
  | 'MCP_SERVER'
  | 'SMOKE_ACCOUNT'
  | 'SMOKE_PLACE'
  | 'SMOKE_EVENT'
  | 'SMOKE_MODIFY'
  | 'SMOKE_CLOSE'
  | 'SMOKE_CLEAN'
  | 'SMOKE_DEALS'
  | 'SMOKE_LEDGER'
  | 'SMOKE_AUDIT';

/** What a check found. `error` is a code of the error catalogue, where one fits. */
export type Finding =
  | { readonly status: 'ok' | 'skip'; readonly found: string }
  | { readonly status: 'warn'; readonly found: string; readonly what_to_do: string }
  | { readonly status: 'fail'; readonly found: string; readonly what_to_do: string; readonly error: string };

export type Examined = { readonly check: CheckCode; readonly title: string } & Finding;

export interface Check {
  readonly code: CheckCode;
  readonly title: string;
  /** Checks that must not have failed for this one to make sense. */
  readonly needs: readonly CheckCode[];
  /** Also once the end was asked for: it leaves things as they were found. */
  readonly isLast?: true;
  /** What it throws becomes a failure with the error's own code and advice. */
  examine(patient: Patient): Promise<Finding>;
}

export function failure({ code, message, what_to_do }: ErrorRecord): Finding {
  return { status: 'fail', found: message, what_to_do, error: code };
}

/** Runs the checks in order; what can't be looked at because of an earlier failure is skipped, and says so. */
export async function* examine(
  checks: readonly Check[],
  patient: Patient,
  onStart: (title: string) => Promise<void>,
  end?: AbortSignal,
): AsyncGenerator<Examined> {
  const blocked = new Map<CheckCode, string>();
  for (const { code, title, needs, isLast, examine } of checks) {
    const blocker =
      end?.aborted && !isLast ? 'the end asked for' : needs.map((need) => blocked.get(need)).find(Boolean);
    await onStart(title);
    const finding: Finding =
      blocker === undefined
        ? await examine(patient).catch(async (error: unknown) => failure(await recordOf(error)))
        : { status: 'skip', found: `Not looked at, because of: ${blocker}.` };
    if (finding.status === 'fail' || blocker !== undefined) blocked.set(code, title);
    yield { check: code, title, ...finding };
  }
}
