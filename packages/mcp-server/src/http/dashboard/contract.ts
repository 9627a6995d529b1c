import type { Alert, ApprovalChannel, ApprovalState, AuditRecord, KillSwitch, Outcome } from '@mt5-bridge/gateway/api';
import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import type { ConfigState } from '../context.ts';

// What server and dashboard say to each other: JSON. Times are ms UTC, tickets and logins texts of digits, money in
// account currency, volumes in lots; prices come rounded to the symbol's digits. `null` is: not known, or none.
//
// Every request but GETs carries the header `x-mt5-bridge: dashboard` and JSON. Every request of a page that has a page
// key carries it in the header `x-mt5-bridge-page-key`; the cookie is worth nothing without. A failure answers `{ error }`
// with an ErrorRecord, and 401 SIGN_IN_REQUIRED where nobody is signed in.
//
//   GET    /api/session                           SessionState, signed in or not
//   POST   /api/session            {passphrase}   SignedInState
//   DELETE /api/session                           SessionState
//   POST   /api/session/passkey/options           PublicKeyCredentialRequestOptionsJSON
//   POST   /api/session/passkey    {answer}       SignedInState
//   POST   /api/enrol/options      {code}         PublicKeyCredentialCreationOptionsJSON
//   POST   /api/enrol              {code, answer} {name}
//
// For the owner who is signed in:
//   GET    /api/events?symbols=A,B                the stream of DashboardEvents (server-sent events); quotes of these
//                                                 symbols, 20 at most, and of open positions
//   GET    /api/activity?before=&event=&symbol=&request_id=&count=   Activity
//   GET    /api/chart?symbol=&timeframe=&count=   ChartData
//   GET    /api/symbols?search=                   {symbols: SymbolChoice[]}
//   GET    /api/approvals/:id                     ApprovalView
//   POST   /api/approvals/:id/approve {hash}      ApprovalView
//   POST   /api/approvals/:id/passkey/options {hash}   PublicKeyCredentialRequestOptionsJSON
//   POST   /api/approvals/:id/passkey {hash, answer}   ApprovalView
//   POST   /api/approvals/:id/deny {reason?}      ApprovalView
//   POST   /api/kill-switch {on: true, reason}    KillSwitch
//   POST   /api/kill-switch {on: false, passphrase}    KillSwitch
//
// Pages: /  /positions  /approvals  /approve/<approval id>  /activity  /alerts  /limits  /chart  /settings
//        /enrol#<code>

export interface SessionState {
  readonly signed_in: boolean;
  /** Name of the passkey, or "passphrase". */
  readonly by: string | null;
  readonly method: 'passphrase' | 'passkey' | null;
  readonly expires_at: number | null;
  /** Of the owner: without a passphrase nobody can sign in, and `mt5-bridge passphrase` is the way. */
  readonly has_passphrase: boolean;
  readonly passkeys: number;
  /** Where this dashboard lives; passkeys work there alone. */
  readonly public_url: string;
  readonly version: string;
}

export interface SignedInState extends SessionState {
  /** Told this once; for the page to keep where pages of other origins, other ports among them, do not get at it. */
  readonly page_key: string;
}

/** The stream: first one of each kind, then each again whenever it changes; the newest replaces what still waits. */
export interface DashboardEvents {
  readonly link: LinkView;
  /** null while no terminal answers. */
  readonly account: AccountView | null;
  readonly positions: readonly PositionView[];
  readonly orders: readonly OrderView[];
  readonly quote: QuoteView;
  /** Pending ones, then the newest decided ones, 30 in all. */
  readonly approvals: readonly ApprovalView[];
  readonly policy: PolicyJson | null;
  /** Newest first, 50; `text` cut at 2,000 characters. */
  readonly alerts: readonly Alert[];
  /** New records, oldest first; at the start the newest 50. */
  readonly activity: readonly AuditRecord[];
  /** Of the server's day, at the start; then every new point alone. */
  readonly equity: EquityCurve;
  readonly config: ConfigState & { readonly preset: string };
  /** What could not be read just now, by event name; the page keeps what it has and says so. */
  readonly problem: { readonly event: string; readonly error: ErrorRecord };
}

export interface LinkView {
  readonly state: 'connecting' | 'up' | 'down';
  readonly since: number | null;
  readonly problem: ErrorRecord | null;
  readonly environment: 'live' | 'demo' | 'paper' | 'fake' | null;
  readonly login: string | null;
  readonly server: string | null;
  readonly company: string | null;
  readonly terminal: string | null;
  /** Of this machine, now: the page's clock may be wrong. */
  readonly now: number;
}

export interface AccountView {
  readonly login: string;
  readonly server: string;
  readonly name: string;
  readonly currency: string;
  readonly currency_digits: number;
  readonly leverage: number;
  readonly balance: number;
  readonly credit: number;
  readonly equity: number;
  readonly profit: number;
  readonly margin: number;
  readonly margin_free: number;
  /** %; null without margin in use. */
  readonly margin_level: number | null;
  readonly trade_allowed: boolean;
}

export interface PositionView {
  readonly ticket: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly volume: number;
  readonly price_open: number;
  readonly price_current: number;
  readonly sl: number | null;
  readonly tp: number | null;
  readonly profit: number;
  readonly swap: number;
  readonly opened_at: number;
  readonly magic: string;
  readonly comment: string;
  readonly digits: number;
}

export interface OrderView {
  readonly ticket: string;
  readonly symbol: string;
  /** MT5's: buy_limit, sell_stop … */
  readonly type: string;
  readonly volume: number;
  readonly price: number;
  readonly stop_limit_price: number | null;
  readonly sl: number | null;
  readonly tp: number | null;
  readonly price_current: number;
  readonly placed_at: number;
  readonly expires_at: number | null;
  readonly magic: string;
  readonly comment: string;
  readonly digits: number;
}

export interface QuoteView {
  readonly symbol: string;
  readonly bid: number;
  readonly ask: number;
  readonly spread_points: number | null;
  readonly digits: number;
  readonly at: number;
}

/** One line of a trade request, as it will be sent. */
export interface Field {
  readonly name: string;
  readonly value: string;
}

export interface ApprovalView {
  readonly approval_id: string;
  readonly request_id: string;
  readonly state: ApprovalState;
  readonly hash: string;
  readonly summary: string;
  readonly action: string;
  readonly environment: 'live' | 'demo' | 'paper' | 'fake';
  readonly login: string;
  readonly server: string;
  readonly symbol: string | null;
  readonly side: 'buy' | 'sell' | null;
  /** Every field that will be sent. */
  readonly fields: readonly Field[];
  readonly risk: 'adds' | 'reduces';
  readonly notional: number | null;
  /** Loss at the stop. */
  readonly money_at_risk: number | null;
  readonly margin: number | null;
  readonly currency: string | null;
  readonly price: number | null;
  readonly sl: number | null;
  readonly tp: number | null;
  readonly volume: number | null;
  readonly digits: number | null;
  readonly reference: { readonly bid: number; readonly ask: number } | null;
  /** A stranger's words. */
  readonly reason: string | null;
  readonly proposed_by: ProposerView;
  readonly channels: readonly ApprovalChannel[];
  readonly created_at: number;
  readonly expires_at: number;
  readonly channel: ApprovalChannel | null;
  readonly decided_at: number | null;
  readonly decided_by: string | null;
  readonly outcome: OutcomeView | null;
}

export interface ProposerView {
  /** What the program calls itself. */
  readonly name: string;
  /** That it came with, over HTTP: this one is a proof. */
  readonly token: string | null;
  readonly profile: string | null;
}

export interface OutcomeView {
  readonly status: Outcome['status'];
  readonly ticket: string | null;
  readonly volume_requested: number | null;
  readonly volume_filled: number | null;
  readonly price_filled: number | null;
  readonly problem: ErrorRecord | null;
}

export interface LimitView {
  readonly limit: string;
  /** 0, false or empty: off. */
  readonly configured: number | string | boolean | readonly string[] | null;
  readonly used: number | null;
  readonly left: number | null;
  readonly resets_at: number | null;
}

export interface PolicyJson {
  readonly preset: string;
  readonly read_only: boolean;
  readonly live_enabled: boolean;
  readonly kill_switch: KillSwitch;
  readonly limits: readonly LimitView[];
  readonly allowlist: readonly string[];
  readonly denylist: readonly string[];
  readonly channels: readonly ApprovalChannel[];
  /** Of an order worth more than `above`, only these of them count. */
  readonly levels: readonly { readonly above: number; readonly channels: readonly ApprovalChannel[] }[];
  readonly in_flight: number;
  readonly unknown: number;
  /** What binds each strategy besides. */
  readonly profiles: readonly ProfileJson[];
}

export interface ProfileJson {
  readonly name: string;
  readonly limits: readonly LimitView[];
  readonly allowlist: readonly string[];
  readonly denylist: readonly string[];
}

export interface EquityCurve {
  /** Start of the server's day. */
  readonly day: number;
  /** What the page has is of before: begin anew. */
  readonly is_whole: boolean;
  readonly at: readonly number[];
  readonly equity: readonly number[];
  readonly balance: readonly number[];
}

/** Newest first. */
export interface Activity {
  readonly records: readonly AuditRecord[];
  /** `before` of the next page; null = that was all. */
  readonly next: number | null;
}

export interface SymbolChoice {
  readonly symbol: string;
  readonly description: string;
}

/** Columns of one length, oldest first; fills of the account in that time with them. */
export interface ChartData {
  readonly symbol: string;
  readonly timeframe: string;
  readonly digits: number;
  readonly time: readonly number[];
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
  readonly fills: readonly {
    readonly ticket: string;
    readonly at: number;
    readonly side: 'buy' | 'sell';
    readonly entry: 'in' | 'out' | 'inout' | 'out_by';
    readonly volume: number;
    readonly price: number;
    readonly profit: number;
  }[];
}
