import type { Mt5Client } from '@mt5-bridge/client';
import type { Config, DataFiles } from '@mt5-bridge/config';
import type { Clock } from '@mt5-bridge/protocol';
import type { TradingGateway } from './api.ts';
import type { TerminalReads } from './read/index.ts';

export interface TradingGatewayOptions {
  readonly client: Mt5Client;
  readonly reads: TerminalReads;
  /** The configuration in force now. */
  readonly config: () => Config;
  /** `--read-only`: wins over the configuration. */
  readonly readOnly: boolean;
  /** Addresses of the terminal; they stand in approvals, so that another process sends to the same one. */
  readonly terminal: { readonly command: string; readonly events: string };
  readonly files: Pick<DataFiles, 'ledger' | 'audit'>;
  readonly clock: Clock;
  /** Random bytes that nobody guesses and no other process draws: ids are made of them. */
  readonly randomBytes: (count: number) => Uint8Array;
  readonly log: (
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    facts?: Readonly<Record<string, unknown>>,
  ) => void;
}

/**
 * The one door for writes to one terminal. Opens ledger and audit log (several processes may share them), and goes on
 * with what an earlier process left unsettled. The terminal need not be there.
 * @throws Mt5Error LEDGER_UNAVAILABLE
 */
export function createTradingGateway(options: TradingGatewayOptions): TradingGateway {
  throw new Error(`not yet: ${options.files.ledger}`);
}
