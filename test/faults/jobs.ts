import type { ServerFault } from './cuts.ts';

/** What one server process is started with. */
export interface ServerSetup {
  readonly command: string;
  readonly events: string;
  readonly dataDirectory: string;
  /** How long a trade request lives, ms. */
  readonly ttl: number;
  /** How long the server waits for the broker's answer, ms. */
  readonly timeout: number;
}

/** One order that someone wants; asked for again under the same key until it is settled. */
export interface Job {
  readonly key: string;
  /** A TradeIntent, tickets as text. */
  readonly intent: Readonly<Record<string, unknown>>;
  readonly fault?: ServerFault;
}

/** What the server says of it. */
export type Report =
  | { readonly key: 'ready' }
  | {
      readonly key: string;
      readonly status: 'done' | 'rejected' | 'unknown' | 'in_flight' | 'refused';
      readonly code: string | null;
      readonly request_id: string | null;
      readonly ticket: string | null;
      /** Whether the fault that came with the job struck. */
      readonly struck: boolean;
    };
