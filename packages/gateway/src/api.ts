import type { Unsubscribe } from '@mt5-bridge/client';
import type { ApprovalChannel, ApprovalLevel, Assessment, Decision, Refusal, Usage } from '@mt5-bridge/policy';
import type { OrderFilling, OrderTime, TradeCommand, TradeResult } from '@mt5-bridge/protocol';
import type { Principal } from './access/api.ts';
import type { ErrorRecord, Identity } from './read/index.ts';

/** What someone wants done, in their words; the gateway turns it into a trade request with every field stated. */
export type TradeIntent =
  | {
      readonly action: 'place_order';
      readonly symbol: string;
      readonly side: 'buy' | 'sell';
      readonly type: 'market' | 'limit' | 'stop' | 'stop_limit';
      readonly volume: number;
      readonly price?: number;
      readonly stop_limit_price?: number;
      readonly sl?: number;
      readonly tp?: number;
      /** Points. */
      readonly deviation?: number;
      readonly magic?: bigint;
      readonly comment?: string;
      /** ms UTC; with no time_in_force it means `specified`. */
      readonly expiration?: number;
      readonly time_in_force?: OrderTime;
      /** Absent: chosen by symbol. */
      readonly filling?: OrderFilling;
    }
  | {
      /** Of a position or a pending order, whichever has the ticket. Absent = stays; null = taken away. */
      readonly action: 'modify_order';
      readonly ticket: bigint;
      readonly sl?: number | null;
      readonly tp?: number | null;
      readonly price?: number;
      readonly stop_limit_price?: number;
      readonly expiration?: number | null;
      readonly time_in_force?: OrderTime;
    }
  | {
      readonly action: 'close_position';
      readonly ticket: bigint;
      /** Absent: all. */
      readonly volume?: number;
      readonly deviation?: number;
    }
  | { readonly action: 'close_by'; readonly ticket: bigint; readonly by: bigint }
  | { readonly action: 'cancel_order'; readonly ticket: bigint };

/** Who asks: the name that an MCP client gives itself, or a command. A label for the audit log, never a proof. */
export interface Actor {
  readonly kind: 'agent' | 'owner' | 'gateway';
  readonly name: string;
  /** Name of the token that the connection came with, over HTTP; this one is a proof. */
  readonly token?: string;
  /** Of `[profiles]`, where the token is bound to one. */
  readonly profile?: string;
}

export interface Proposal {
  readonly intent: TradeIntent;
  readonly actor: Actor;
  /** The agent's own words, for the audit log. */
  readonly reason?: string;
  readonly idempotency_key?: string;
  /** mt5-trading-mcp's way to confirm: counts only where the owner opened the channel `agent`. */
  readonly confirmation?: { readonly approval_id: string };
}

/** The whole order as a person should see it before saying yes. */
export interface Preview {
  readonly approval_id: string;
  readonly request_id: string;
  /** Of everything that will be sent and of the account it goes to. */
  readonly hash: string;
  readonly summary: string;
  readonly identity: Identity;
  /** Of the order, or of the position or order that the command names; null if that could not be told. */
  readonly symbol: string | null;
  readonly command: TradeCommand;
  readonly intent: TradeIntent;
  readonly assessment: Assessment;
  /** Price when it was made; drift is measured from it. */
  readonly reference: { readonly bid: number; readonly ask: number } | null;
  /** ms UTC. */
  readonly created_at: number;
  readonly expires_at: number;
  /** Channels that may approve it. */
  readonly channels: readonly ApprovalChannel[];
  readonly reason: string | null;
}

export const APPROVAL_STATES = ['pending', 'approved', 'denied', 'expired', 'void'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

export interface Approval {
  readonly preview: Preview;
  readonly proposed_by: Actor;
  readonly state: ApprovalState;
  readonly channel: ApprovalChannel | null;
  readonly decided_at: number | null;
  readonly decided_by: string | null;
  /** What became of the order, once approved. */
  readonly outcome: Outcome | null;
  /** Addresses of the terminal that the preview was made with. */
  readonly terminal: { readonly command: string; readonly events: string };
}

/** Who decides, and by which channel; `token`: of the connection that it came over. */
interface Word {
  readonly channel: ApprovalChannel;
  readonly by: string;
  readonly token?: string;
}

export interface Yes extends Word {
  /** Of exactly what was seen. */
  readonly hash: string;
}

export interface No extends Word {
  readonly reason?: string;
}

export interface ApprovalFilter {
  readonly state?: ApprovalState;
  /** The one that proposed the order. */
  readonly profile?: string;
  readonly count?: number;
}

/** What became of one request. Volumes in lots; `result` is the trade server's answer where there is one. */
export interface Outcome {
  readonly status: 'done' | 'rejected' | 'unknown' | 'in_flight' | 'pending_approval';
  readonly request_id: string;
  readonly idempotency_key: string | null;
  readonly intent: TradeIntent;
  readonly command: TradeCommand;
  readonly identity: Identity;
  /** Of the order, or of the position or order that the command names; null if that could not be told. */
  readonly symbol: string | null;
  /** Ticket of the order or position that came of it. */
  readonly ticket: bigint | null;
  readonly volume_requested: number | null;
  readonly volume_filled: number | null;
  readonly price_filled: number | null;
  readonly result: TradeResult | null;
  /** Why it is not done; null when it is. */
  readonly error: ErrorRecord | null;
  /** How an unknown outcome was settled later; null if it never was unknown. */
  readonly settled_by: 'journal' | 'broker_records' | 'expiry' | 'state' | 'owner' | null;
  /** ms UTC. */
  readonly created_at: number;
  readonly settled_at: number | null;
}

export type RequestName =
  | { readonly request_id: string }
  | { readonly idempotency_key: string; readonly profile?: string };

/** What the owner found in the terminal of a request that nothing else could settle. */
export interface OwnerFinding {
  readonly state: 'done' | 'rejected';
  readonly reason?: string;
}

/** The answer to a proposal. Refusals by the rules are thrown, as Mt5Error with `details` of {@link Refusal}. */
export type SubmitAnswer =
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly replayed: boolean }
  | { readonly kind: 'pending_approval'; readonly preview: Preview; readonly replayed: boolean };

export interface CloseFilter {
  readonly symbol?: string;
  readonly side?: 'buy' | 'sell';
  readonly magic?: bigint;
  readonly profit?: 'winners' | 'losers';
}

export interface KillSwitch {
  readonly on: boolean;
  readonly since: number | null;
  readonly by: string | null;
  readonly reason: string | null;
}

export interface PolicyView {
  readonly identity: Identity | null;
  readonly preset: string;
  readonly read_only: boolean;
  readonly kill_switch: KillSwitch;
  readonly limits: readonly Usage[];
  readonly symbols: { readonly allowlist: readonly string[]; readonly denylist: readonly string[] };
  readonly live_enabled: boolean;
  readonly approvals: {
    readonly channels: readonly ApprovalChannel[];
    readonly elicitation_max_notional: number;
    readonly agent_max_notional: number;
    readonly levels: readonly ApprovalLevel[];
    readonly ttl_seconds: number;
  };
  /** Requests that are sent or unknown, and so count against the limits. */
  readonly in_flight: number;
  readonly unknown: number;
  /** What binds the profile that asks besides all that; null = none does. */
  readonly profile: ProfileView | null;
}

/** Limits of one strategy, of its own positions, orders and requests. */
export interface ProfileView {
  readonly name: string;
  readonly limits: readonly Usage[];
  readonly symbols: PolicyView['symbols'];
}

export interface OfProfile {
  readonly profile?: string;
}

/** One line of the audit log, as it stands in the file; `hash` is over all the rest, `prev` the line before. */
export interface AuditRecord {
  readonly seq: number;
  /** ISO 8601 UTC. */
  readonly ts: string;
  readonly event: AuditEvent;
  readonly actor: Actor;
  readonly account: { readonly environment: string; readonly login: string; readonly server: string } | null;
  readonly request_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly prev: string;
  readonly hash: string;
}

export const AUDIT_EVENTS = [
  'proposal',
  'decision',
  'replay',
  'idempotency_diverged',
  'approval_requested',
  'approval_granted',
  'approval_denied',
  'approval_expired',
  'approval_void',
  'send',
  'outcome',
  'settled',
  'settled_by_owner',
  'fill',
  'kill_switch',
  'owner',
  'access',
  'alert',
  'alert_claimed',
  'alert_resolved',
  'link',
  'margin',
  'configuration',
  'recovered',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

export interface AuditFilter {
  readonly event?: AuditEvent;
  readonly request_id?: string;
  readonly symbol?: string;
  /** Of what this profile proposed, or of what its connections did. */
  readonly profile?: string;
  /** ms UTC. */
  readonly from?: number;
  readonly to?: number;
  /** Only records after this number. */
  readonly after?: number;
  /** Only records before this number: the next page of what is read newest first. */
  readonly before?: number;
  /** Newest first up to this many; default 50. */
  readonly count?: number;
}

/** Where a chain of audit records stands. */
export type AuditVerdict =
  | {
      readonly ok: true;
      readonly records: number;
      readonly files: number;
      readonly last: { seq: number; hash: string };
    }
  | {
      readonly ok: false;
      readonly file: string;
      readonly line: number;
      readonly problem: string;
    };

/**
 * The one door for writes. Every method that can send claims, evaluates, audits and sends in that order; all failures
 * are Mt5Error with the catalogue's codes.
 */
export interface TradingGateway {
  /** @throws Mt5Error what the rules refuse, IDEMPOTENCY_*, INVALID_*, *_UNAVAILABLE …; then nothing was sent */
  submit(proposal: Proposal): Promise<SubmitAnswer>;

  /**
   * A person's yes through a channel that the caller has checked. Re-checks every rule, the price and the hash, and
   * sends. @throws Mt5Error APPROVAL_*, INVALID_APPROVAL, what the rules refuse
   */
  approve(approvalId: string, yes: Yes): Promise<Outcome>;
  /** @throws Mt5Error APPROVAL_NOT_FOUND, APPROVAL_USED, APPROVAL_EXPIRED */
  deny(approvalId: string, no: No): Promise<Approval>;
  /** @throws Mt5Error APPROVAL_NOT_FOUND */
  approval(approvalId: string): Approval;
  /** Newest first. */
  approvals(filter: ApprovalFilter): readonly Approval[];

  /** Looks an unsettled one up first. Each profile has keys of its own. @throws Mt5Error REQUEST_NOT_FOUND */
  outcome(of: RequestName): Promise<Outcome>;
  /** What was sent, or perhaps sent, and is not settled: of all accounts, oldest first. */
  unsettled(filter?: OfProfile): readonly Outcome[];
  /**
   * The owner's word on a request whose outcome is unknown and which no process has under way. The caller has checked
   * that it is the owner. @throws Mt5Error REQUEST_NOT_FOUND, REQUEST_SETTLED by whoever was faster, REQUEST_IN_FLIGHT,
   * APPROVAL_PENDING
   */
  settle(requestId: string, finding: OwnerFinding, by: Actor): Outcome;
  /** Tickets of the positions that match, largest loss first: what close_all would close. */
  planClose(filter: CloseFilter): Promise<readonly bigint[]>;

  /** @throws Mt5Error PROFILE_NOT_FOUND */
  policy(of?: OfProfile): Promise<PolicyView>;
  /** What binds each profile besides. */
  profiles(): Promise<readonly ProfileView[]>;
  /**
   * What the rules would say, those of a profile included, without claiming, counting or sending anything.
   * @throws Mt5Error PROFILE_NOT_FOUND, INVALID_*, *_UNAVAILABLE …
   */
  evaluate(
    intent: TradeIntent,
    of?: OfProfile,
  ): Promise<{ readonly command: TradeCommand; readonly decision: Decision }>;

  killSwitch(): KillSwitch;
  pullKillSwitch(by: Actor, reason: string): KillSwitch;
  /** The caller has checked that it is the owner. */
  releaseKillSwitch(by: Actor): KillSwitch;

  audit(filter: AuditFilter): Promise<readonly AuditRecord[]>;

  /** Tells that approvals, or what policy() and profiles() show, changed, in this process or another. */
  observe(what: 'approvals' | 'policy', listener: () => void): Unsubscribe;
  /**
   * The same door for one connection, never a wider one: orders are proposed under the principal's name and profile,
   * what it has no scope for is refused (FORBIDDEN) and audited, and of another profile's orders it sees none unless it
   * has the scope `admin`. `close()` of it does nothing.
   */
  as(principal: Principal): TradingGateway;
  /** Finishes what is in flight, up to its time-out, then lets go of the ledger. */
  close(): Promise<void>;
}

export type * from './access/api.ts';
export { SCOPES } from './access/api.ts';
export type * from './alerts/api.ts';
export { ALERT_STATES } from './alerts/api.ts';
export type { AuditFeed } from './audit/feed.ts';
export type * from './equity/api.ts';
export type { Notice } from './notices/notice.ts';
export type * from './owner/api.ts';
export type { ApprovalChannel, Refusal };
