import type {
  AccountInfo,
  Approved,
  ErrorCode,
  Order,
  Position,
  Quote,
  SymbolInfo,
  TradeCommand,
} from '@mt5-bridge/protocol';

/** Ways in which a person can approve an order, weakest first. */
export const APPROVAL_CHANNELS = ['agent', 'elicitation', 'cli', 'dashboard', 'passkey'] as const;
export type ApprovalChannel = (typeof APPROVAL_CHANNELS)[number];

/** Whose money it is: a real account, a broker's demo, paper money here, or the simulated terminal. */
export type Environment = 'live' | 'demo' | 'paper' | 'fake';

/** A span of the week, minutes since Sunday 00:00 in `trading_hours_timezone`; `to` is exclusive and may be next week's. */
export interface WeekSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The owner's limits; money in account currency. A limit of 0 (an empty list, false) is off. Names are those of the
 * configuration.
 */
export interface Limits {
  /** An order that adds risk and is worth this notional or more needs approval; 0 = approval is never asked. */
  readonly auto_approve_notional: number;
  readonly max_notional_per_trade: number;
  readonly max_lots_per_trade: number;
  readonly max_position_notional_per_symbol: number;
  readonly max_total_notional: number;
  /** Positions and pending orders together. */
  readonly max_open_positions: number;
  readonly max_orders_per_minute: number;
  readonly max_orders_per_day: number;
  /** Realised plus floating, since the server's midnight. */
  readonly max_daily_loss: number;
  readonly max_drawdown_percent: number;
  /** Of equity, at the stop. */
  readonly max_risk_per_trade_percent: number;
  readonly require_stop_loss: boolean;
  readonly max_spread_points: number;
  readonly max_realised_loss_per_close: number;
  /** `own`: only positions and orders that carry `magic` may be touched, and only it may be sent. */
  readonly magic_scope: 'any' | 'own';
  readonly magic: bigint;
  /** Empty = always. */
  readonly trading_hours: readonly WeekSpan[];
  /** IANA zone. */
  readonly trading_hours_timezone: string;
  readonly news_blackout_minutes: number;
  /** A quote older than this is no ground for an order; 0 = any age. */
  readonly max_quote_age_seconds: number;
}

/** Everything the owner decides: limits and what stands around them. */
export interface Rules {
  readonly limits: Limits;
  /** Write tools are off altogether. */
  readonly read_only: boolean;
  readonly symbols: { readonly allowlist: readonly string[]; readonly denylist: readonly string[] };
  /** Real accounts need both. */
  readonly live: { readonly enabled: boolean; readonly login: bigint };
  /** The account that the configuration expects; 0 and empty accept any. */
  readonly expected: { readonly login: bigint; readonly server: string };
  readonly approvals: {
    /** Those that the owner accepts. */
    readonly channels: readonly ApprovalChannel[];
    /** Largest notional that an elicitation may approve; 0 = none. */
    readonly elicitation_max_notional: number;
    /** Largest notional that the agent itself may confirm; 0 = none. */
    readonly agent_max_notional: number;
    readonly levels: readonly ApprovalLevel[];
  };
  /** By name. */
  readonly profiles: Readonly<Record<string, ProfileRules>>;
}

/** An order that is worth more than this, or perhaps more, may be approved by these channels alone. */
export interface ApprovalLevel {
  readonly above: number;
  readonly channels: readonly ApprovalChannel[];
}

/**
 * What binds one strategy besides the account's rules: its own positions, orders and requests. `magic` tells them from all
 * others, and nothing else may it touch; the account's drawdown is nobody's own.
 */
export type ProfileRules = Pick<Rules, 'limits' | 'symbols'>;

/** An entry of the economic calendar. */
export interface NewsEvent {
  /** ms UTC. */
  readonly time: number;
  readonly currency: string;
  readonly importance: 'low' | 'moderate' | 'high';
  readonly name: string;
}

/** All that the rules read of the records of a snapshot: nothing else of them decides anything. */
export const READ_BY_RULES = {
  position: [
    ...(['ticket', 'symbol', 'type', 'volume', 'price_open', 'price_current', 'sl', 'tp', 'magic'] as const),
    ...(['profit', 'swap'] as const),
  ],
  order: [
    ...(['ticket', 'symbol', 'type', 'volume_current', 'price_open', 'price_stoplimit', 'price_current'] as const),
    ...(['sl', 'tp', 'type_time', 'time_expiration', 'magic'] as const),
  ],
  info: [
    ...(['currency_base', 'currency_profit', 'currency_margin', 'point', 'trade_calc_mode'] as const),
    ...(['trade_contract_size', 'trade_tick_size', 'trade_tick_value_loss'] as const),
  ],
  quote: ['bid', 'ask', 'time_msc'],
} as const satisfies {
  readonly position: readonly (keyof Position)[];
  readonly order: readonly (keyof Order)[];
  readonly info: readonly (keyof SymbolInfo)[];
  readonly quote: readonly (keyof Quote)[];
};

type ReadOf<T, K extends keyof typeof READ_BY_RULES> = Pick<T, (typeof READ_BY_RULES)[K][number] & keyof T>;
export type PositionFacts = ReadOf<Position, 'position'>;
export type OrderFacts = ReadOf<Order, 'order'>;

/** What is known of one symbol; whatever is not known is undefined. */
export interface MarketFacts {
  readonly info: ReadOf<SymbolInfo, 'info'>;
  readonly quote: ReadOf<Quote, 'quote'> | undefined;
  /** What one unit of its profit currency is worth in account currency; undefined = no way to convert. */
  readonly rate: number | undefined;
}

/** The account and the market as they were read for this decision; times UTC ms. */
export interface Snapshot {
  readonly environment: Environment;
  readonly account: AccountInfo;
  readonly positions: readonly PositionFacts[];
  readonly orders: readonly OrderFacts[];
  /** Of the command's symbol and of every symbol held or ordered. */
  readonly market: ReadonlyMap<string, MarketFacts>;
  /** The terminal's clock at the time of reading. */
  readonly terminal_time: number;
  readonly day: {
    /** The server's last midnight, and its next. */
    readonly started_at: number;
    readonly resets_at: number;
    /** Profit, swap, commission and fee of the day's deals; balance operations aside. undefined = not known. */
    readonly realised: number | undefined;
    /** Of the positions here, where they are a part of the account's; absent: equity less balance and credit. */
    readonly floating?: number;
  };
  /** Highest equity since the account was first seen, moved by deposits and withdrawals; undefined = not known. */
  readonly equity_peak: number | undefined;
  /** Calendar around now; undefined = not known. */
  readonly news: readonly NewsEvent[] | undefined;
  /** Margin that the command would need, where it opens something. */
  readonly margin: number | undefined;
}

/** What was sent before, this command aside, counted where all processes count; what reduces risk does not count. */
export interface Counters {
  readonly last_minute: number;
  /** When the oldest of the last minute leaves it; now if none. */
  readonly minute_resets_at: number;
  readonly today: number;
}

/**
 * A request that was sent, or may be sent any moment, and that the snapshot may not show yet. The command under judgement
 * may be among them: its own request id is passed over.
 */
export interface InFlight {
  readonly request_id: string;
  readonly command: TradeCommand;
  /** In account currency, as it was assessed when it was claimed; NaN where that was not known. */
  readonly notional: number;
  /** The one that proposed it. */
  readonly profile?: string;
}

/** What is counted of one profile alone. */
export interface ProfileFacts {
  readonly name: string;
  readonly counters: Counters;
  /** Profit, swap, commission and fee of the day's deals that are its own; undefined = not known. */
  readonly realised: number | undefined;
}

/** A person's yes to one order: {@link orderHash} of exactly what they saw. */
export interface Grant {
  readonly hash: string;
  readonly channel: ApprovalChannel;
}

export interface Situation {
  readonly rules: Rules;
  readonly snapshot: Snapshot;
  readonly counters: Counters;
  readonly in_flight: readonly InFlight[];
  readonly kill_switch: boolean;
  readonly grant?: Grant;
  /** The one that proposes, whose own rules hold besides the account's. */
  readonly profile?: ProfileFacts;
}

/** What the command would do, in figures of the account; null = not known, or does not apply. */
export interface Assessment {
  /** `reduces`: closes, cancels or tightens; `adds`: everything else. */
  readonly risk: 'adds' | 'reduces';
  /** Lots x contract size x price, converted. Of a change or close: of what it touches. */
  readonly notional: number | null;
  /** Loss at the stop, costs aside; null without a stop. */
  readonly money_at_risk: number | null;
  readonly margin: number | null;
  /** The price that the command was judged by: ask or bid at the market; the dearer one of a stop-limit order's two. */
  readonly price: number | null;
  /** Realised by a close at the current price, costs aside. */
  readonly realised: number | null;
}

/** One rule that stands against the command. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Name of the key in the configuration, or of the rule. */
  readonly limit: string;
  /** The profile whose own rule it is; absent: the account's. */
  readonly profile?: string;
  readonly configured: Value;
  readonly attempted: Value;
  /** ms UTC; null = does not reset by itself. */
  readonly resets_at: number | null;
  /** A whole sentence with the figures. */
  readonly message: string;
}

export type Value = string | number | boolean | null | readonly string[];

export type Decision =
  | { readonly verdict: 'approved'; readonly command: Approved<TradeCommand>; readonly assessment: Assessment }
  | {
      readonly verdict: 'needs_approval';
      readonly assessment: Assessment;
      readonly limit: 'auto_approve_notional';
      /** Of account and profile the smaller one. */
      readonly configured: number;
      readonly attempted: number;
      /** Channels that may approve an order of this size. */
      readonly channels: readonly ApprovalChannel[];
    }
  | {
      readonly verdict: 'refused';
      readonly assessment: Assessment;
      /** The first one is what the answer's code says. */
      readonly refusals: readonly [Refusal, ...Refusal[]];
    };

/** How much of each limit is used, for get_policy and policy://current. */
export interface Usage {
  readonly limit: keyof Limits;
  readonly configured: Value;
  readonly used: number | null;
  readonly left: number | null;
  readonly resets_at: number | null;
}

/**
 * The owner's rules, applied to one trade request. Pure and total: it reads no clock, draws nothing, and answers every
 * command; whatever it needs and does not know is a refusal.
 */
export type Evaluate = (command: TradeCommand, situation: Situation, now: number) => Decision;
