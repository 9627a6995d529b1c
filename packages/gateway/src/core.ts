import type { Mt5Client } from '@mt5-bridge/client';
import type { Rules } from '@mt5-bridge/policy';
import type { Clock } from '@mt5-bridge/protocol';
import type { Ledger } from './ledger/index.ts';
import type { Log } from './log.ts';
import type { ResolveIntent, SnapshotReader } from './ports.ts';
import type { TerminalReads } from './read/index.ts';
import type { Times } from './sender.ts';

/** What the owner decides besides the rules. */
export interface Settings {
  readonly times: Times;
  /** ms. */
  readonly approvalTtl: number;
  readonly keyTtl: number;
}

/** What all parts of the gateway work with. */
export interface Core {
  readonly client: Pick<Mt5Client, 'expiry' | 'send' | 'call' | 'link' | 'onLink'>;
  readonly reads: Pick<TerminalReads, 'identity' | 'positions'>;
  readonly ledger: Ledger;
  readonly snapshots: SnapshotReader;
  readonly resolve: ResolveIntent;
  readonly rules: () => Rules;
  readonly settings: () => Settings;
  readonly terminal: { readonly command: string; readonly events: string };
  readonly clock: Clock;
  /** Draws a name that was never drawn before. */
  readonly newId: () => string;
  readonly log: Log;
}
