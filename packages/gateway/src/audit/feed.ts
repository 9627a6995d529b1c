import type { Unsubscribe } from '@mt5-bridge/client';
import type { AuditRecord } from '../api.ts';

/** The audit log as it grows, whichever process writes it. */
export interface AuditFeed {
  /** Number of the newest record; 0 = none. */
  head(): number;
  /** Every record after this number, in order and in batches: those that are there already, then each as it comes. */
  follow(after: number, listener: (records: readonly AuditRecord[]) => void): Unsubscribe;
}
