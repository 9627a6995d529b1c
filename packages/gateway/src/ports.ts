import type { MarketFacts, Snapshot } from '@mt5-bridge/policy';
import type { Deal, Order, Position, Quote, Result, SymbolInfo, TradeCommand } from '@mt5-bridge/protocol';
import type { Actor, TradeIntent } from './api.ts';
import type { Identity } from './read/index.ts';

// What the core of the gateway asks of its other parts, and what its ledger offers them.

// Commands are made from more than the rules read.
export interface MarketReading extends MarketFacts {
  readonly info: SymbolInfo;
  readonly quote: Quote | undefined;
}

/** A snapshot with all that the terminal told. */
export interface SnapshotReading extends Snapshot {
  readonly positions: readonly Position[];
  readonly orders: readonly Order[];
  readonly market: ReadonlyMap<string, MarketReading>;
}

/** Account and market as they were read for one decision. */
export interface Reading {
  /** Of the terminal that all of it was read from. */
  readonly identity: Identity;
  readonly snapshot: SnapshotReading;
  /**
   * The terminal's own verdict on the command: retcode 0 (it would be accepted as far as the terminal can tell) or why
   * not, by retcodeOf. undefined = there is no command, or it could not be asked.
   */
  readonly check: Pick<Result<'order_check'>, 'retcode' | 'comment'> | undefined;
  /** Of the server's day; undefined = not known. */
  readonly deals: readonly Deal[] | undefined;
  /** ms UTC, before the first of the reads. */
  readonly started_at: number;
}

export interface SnapshotReader {
  /**
   * What the rules need for this intent or command; of the account alone without one.
   * @throws Mt5Error the link's reason, TIMEOUT, SYMBOL_NOT_FOUND, ACCOUNT_MISMATCH another account came meanwhile …
   */
  read(about?: TradeIntent | TradeCommand): Promise<Reading>;
}

/** Every field of the trade request that an intent means. @throws Mt5Error INVALID_*, TICKET_NOT_FOUND, NO_QUOTE … */
export type ResolveIntent = (
  intent: TradeIntent,
  snapshot: SnapshotReading,
  request: { readonly request_id: string; readonly magic: bigint },
) => TradeCommand;

/** The highest equity of an account, and up to when its deposits and withdrawals are in it. */
export interface EquityMark {
  readonly peak: number;
  /** ms UTC. */
  readonly as_of: number;
  /** First deal of a simulated account, ms UTC: another one may come under the same name. null of all others. */
  readonly born: number | null;
}

/** Shared by all processes; every change is one transaction. @throws Mt5Error LEDGER_UNAVAILABLE */
export interface EquityStore {
  mark(of: Identity): EquityMark | undefined;
  /** Sees what others wrote meanwhile. */
  update(of: Identity, change: (known: EquityMark | undefined) => EquityMark): EquityMark;
}

/** A request of this ledger, for whoever finds its deals. */
export interface SentRequest {
  readonly request_id: string;
  readonly actor: Actor;
  readonly command: TradeCommand;
}

/** @throws Mt5Error LEDGER_UNAVAILABLE, AUDIT_UNAVAILABLE */
export interface FillStore {
  /** The request that has this id, else that this order came of, else the one that opened this position. */
  requestOf(
    of: Identity,
    clue: { readonly request_id?: string; readonly order?: bigint; readonly position?: bigint },
  ): SentRequest | undefined;
  /** Writes the audit record `fill`, once for each deal however many processes see it. @returns false: it was known */
  recordFill(of: Identity, deal: bigint, request: SentRequest, data: Readonly<Record<string, unknown>>): boolean;
  /** Deals of this account were looked at up to this instant, ms UTC. */
  fillsSeen(of: Identity): number | undefined;
  sawFills(of: Identity, until: number): void;
  /** Creation of the oldest request of this account, ms UTC: no fill of ours is older. */
  firstRequestAt(of: Identity): number | undefined;
}

/** Times ms UTC. */
export interface LeaseMark {
  readonly holder: string;
  readonly until: number;
}

export interface LinkMark {
  readonly state: 'up' | 'lost';
  /** ms UTC. */
  readonly since: number;
}

/** How far one receiver of notices has come. */
export interface SinkMark {
  /** Number of the last audit record that it is done with. */
  readonly position: number;
  /** Failures in a row, and when it is tried again, ms UTC. */
  readonly attempts: number;
  readonly next_at: number;
}

/** Wrong passphrases in a row; times ms UTC. */
export interface OwnerAttempts {
  readonly failures: number;
  readonly last_at: number;
}

/** A link that adds one passkey; times ms UTC. */
export interface EnrolmentOffer {
  /** SHA-256 of its code, hex. */
  readonly digest: string;
  readonly name: string;
  readonly expires_at: number;
}

/** What befell the owner's passphrase, for the audit log. */
export type OwnerEvent =
  | { readonly what: 'set' | 'changed' }
  /** In a row, with this one. */
  | { readonly what: 'wrong_guess'; readonly failures: number }
  /** A guess that was not looked at; ms UTC. */
  | { readonly what: 'locked'; readonly until: number };

/** Shared by all processes; every change is one transaction. @throws Mt5Error LEDGER_UNAVAILABLE, AUDIT_UNAVAILABLE */
export interface OwnerAttemptStore {
  read(): OwnerAttempts;
  update(change: (known: OwnerAttempts) => OwnerAttempts): OwnerAttempts;
  /** Writes the audit record `owner`. */
  tell(event: OwnerEvent): void;
}
