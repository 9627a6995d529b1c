import type { OperationName } from '@mt5-bridge/protocol';
import type { CrashPoint } from './fault.ts';

/** Ends whatever is under way, as the end of the process would; nobody is answered. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Where a crash may be commanded. @throws Crash */
export type Checkpoint = (at: CrashPoint, operation: OperationName | undefined) => void;
