import type { TradeIntent } from '@mt5-bridge/gateway';
import { newYorkCloseZone } from '@mt5-bridge/protocol';
import { buy, round, type Side } from '../gateway/world.ts';

/** What an agent tries under a recipe, and what it is answered. */
export interface Try {
  /** As the page says it. */
  readonly says: string;
  /** `sent`; `waits`, with the channels whose yes counts; or the code of the refusal, the limit, and whose it is. */
  readonly answer: string;
  /** The profile of its token. */
  readonly profile?: string;
  /** What the machine's clock shows, in UTC; otherwise Wednesday, 10:00. */
  readonly at?: { readonly day: number; readonly hour: number };
  /** Where the terminal's market begins; otherwise on a calm Wednesday. */
  readonly market?: number;
  /** What came before, under no limits. */
  readonly after?: (side: Side) => Promise<void>;
  readonly intent: (market: Market) => TradeIntent | Promise<TradeIntent>;
}

/** What a try needs to know of the terminal. */
export interface Market {
  readonly side: Side;
  /** A buy of so many lots that loses this share of the price at its stop; 0: without one. */
  order(symbol: string, volume: number, stop?: number): Promise<TradeIntent>;
  /** Ticket of the position of this symbol and side that the simulated account begins with. */
  held(symbol: string, type: 'buy' | 'sell'): Promise<bigint>;
}

export interface Recipe {
  /** Of the file in examples/config, and of the part of the page. */
  readonly name: string;
  readonly tries: readonly Try[];
}

/** 0.1 % away. */
const NEAR = 0.001;
const SATURDAY = 6;

/** Payrolls of the simulated calendar, on a first Friday, three minutes before. */
const BEFORE_PAYROLLS = newYorkCloseZone().toServer(Date.parse('2026-07-03T12:27:00Z'));

const order =
  (symbol: string, volume: number, stop = NEAR) =>
  (market: Market): Promise<TradeIntent> =>
    market.order(symbol, volume, stop);

/** Opens and closes until the day has lost so much: each round costs spread and commission. */
const afterLosing =
  (amount: number) =>
  async ({ gateway }: Side): Promise<void> => {
    for (let round = 0; round < 40; round++) {
      const { limits } = await gateway.policy();
      if (Number(limits.find(({ limit }) => limit === 'max_daily_loss')?.used) > amount) return;
      const actor = { kind: 'owner', name: 'test' } as const;
      const opened = await gateway.submit({ intent: buy(5), actor });
      const ticket = opened.kind === 'outcome' ? opened.outcome.ticket : null;
      if (ticket === null) throw new Error('nothing was opened');
      await gateway.submit({ intent: { action: 'close_position', ticket }, actor });
    }
    throw new Error(`the day did not lose ${amount}`);
  };

const close =
  (symbol: string, type: 'buy' | 'sell') =>
  async ({ held }: Market): Promise<TradeIntent> => ({
    action: 'close_position',
    ticket: await held(symbol, type),
  });

export const recipes: readonly Recipe[] = [
  {
    name: 'watch-only',
    tries: [
      { says: 'buy 0.01 EURUSD', intent: order('EURUSD', 0.01), answer: '`TRADING_READ_ONLY` (read_only)' },
      { says: 'close a position', intent: close('EURUSD', 'buy'), answer: '`TRADING_READ_ONLY` (read_only)' },
    ],
  },
  {
    name: 'scalper',
    tries: [
      { says: 'buy 0.05 EURUSD with a stop', profile: 'scalper', intent: order('EURUSD', 0.05), answer: 'sent' },
      {
        says: 'buy 0.06 EURUSD',
        profile: 'scalper',
        intent: order('EURUSD', 0.06),
        answer: '`LIMIT_LOTS_PER_TRADE` (max_lots_per_trade of profile scalper)',
      },
      {
        says: 'buy 0.01 XAUUSD',
        profile: 'scalper',
        intent: order('XAUUSD', 0.01),
        answer: '`SYMBOL_NOT_ALLOWED` (symbols.allowlist of profile scalper)',
      },
      {
        says: 'with a stop 1 % away, where 0.25 % of equity would be lost',
        profile: 'scalper',
        intent: order('EURUSD', 0.05, 0.01),
        answer: '`LIMIT_RISK_PER_TRADE` (max_risk_per_trade_percent of profile scalper)',
      },
      {
        says: 'at 12:00 in London, between its hours',
        profile: 'scalper',
        at: { day: 3, hour: 12 },
        intent: order('EURUSD', 0.05),
        answer: '`OUTSIDE_TRADING_HOURS` (trading_hours of profile scalper)',
      },
      {
        says: 'close a position that is not its own',
        profile: 'scalper',
        intent: close('EURUSD', 'buy'),
        answer: '`FOREIGN_MAGIC` (magic_scope of profile scalper)',
      },
      {
        says: 'another program buys 0.1 EURUSD',
        intent: order('EURUSD', 0.1),
        answer: 'waits: cli, dashboard, passkey',
      },
    ],
  },
  {
    name: 'prop-firm',
    tries: [
      { says: 'buy 0.1 EURUSD with a stop', intent: order('EURUSD', 0.1), answer: 'waits: cli' },
      {
        says: 'without a stop',
        intent: order('EURUSD', 0.1, 0),
        answer: '`STOP_LOSS_REQUIRED` (require_stop_loss)',
      },
      {
        says: 'with a stop where 0.5 % of equity would be lost',
        intent: order('EURUSD', 0.1, 0.01),
        answer: '`LIMIT_RISK_PER_TRADE` (max_risk_per_trade_percent)',
      },
      {
        says: 'buy 0.6 EURUSD',
        intent: order('EURUSD', 0.6),
        answer: '`LIMIT_LOTS_PER_TRADE` (max_lots_per_trade)',
      },
      {
        says: 'when the day has lost 1,250',
        after: afterLosing(1250),
        intent: order('EURUSD', 0.1),
        answer: '`LIMIT_DAILY_LOSS` (max_daily_loss)',
      },
      {
        says: 'three minutes before payrolls',
        market: BEFORE_PAYROLLS,
        intent: order('EURUSD', 0.1),
        answer: '`NEWS_BLACKOUT` (news_blackout_minutes)',
      },
      {
        says: 'on a Saturday',
        at: { day: SATURDAY, hour: 10 },
        intent: order('EURUSD', 0.1),
        answer: '`OUTSIDE_TRADING_HOURS` (trading_hours)',
      },
      {
        says: 'close what was opened by hand',
        intent: close('EURUSD', 'buy'),
        answer: '`FOREIGN_MAGIC` (magic_scope)',
      },
    ],
  },
  {
    name: 'swing-trader',
    tries: [
      { says: 'buy 0.1 EURUSD with a stop', intent: order('EURUSD', 0.1), answer: 'waits: cli, passkey' },
      {
        says: 'with a stop where 1 % of equity would be lost',
        intent: order('EURUSD', 0.3, 0.01),
        answer: '`LIMIT_RISK_PER_TRADE` (max_risk_per_trade_percent)',
      },
      { says: 'close a position', intent: close('EURUSD', 'buy'), answer: 'sent' },
    ],
  },
  {
    name: 'two-strategies',
    tries: [
      {
        says: 'trend buys 0.1 EURUSD with a stop',
        profile: 'trend',
        intent: order('EURUSD', 0.1),
        answer: 'waits: cli, dashboard, passkey',
      },
      {
        says: 'trend buys 0.1 USDJPY',
        profile: 'trend',
        intent: order('USDJPY', 0.1),
        answer: '`SYMBOL_NOT_ALLOWED` (symbols.allowlist of profile trend)',
      },
      {
        says: 'news buys 0.3 EURUSD, worth more than 20,000',
        profile: 'news',
        intent: order('EURUSD', 0.3),
        answer: 'waits: dashboard, passkey',
      },
      {
        says: 'news, with a stop where 0.5 % of equity would be lost',
        profile: 'news',
        intent: order('EURUSD', 0.1, 0.01),
        answer: '`LIMIT_RISK_PER_TRADE` (max_risk_per_trade_percent of profile news)',
      },
    ],
  },
  {
    name: 'tradingview',
    tries: [
      {
        says: 'buy 0.1 EURUSD with a stop, because of an alert',
        intent: order('EURUSD', 0.1),
        answer: 'waits: cli, dashboard, passkey',
      },
      {
        says: 'buy 0.1 GBPUSD',
        intent: order('GBPUSD', 0.1),
        answer: '`SYMBOL_NOT_ALLOWED` (symbols.allowlist)',
      },
    ],
  },
  {
    name: 'close-only',
    tries: [
      { says: 'close a position', intent: close('EURUSD', 'sell'), answer: 'sent' },
      {
        says: 'tighten a stop',
        intent: async ({ side, held }) => {
          const ticket = await held('EURUSD', 'buy');
          const [position] = await side.reads.positions({ ticket });
          return { action: 'modify_order', ticket, sl: round((position?.price_current ?? 0) * 0.99) };
        },
        answer: 'sent',
      },
      {
        says: 'buy 0.01 EURUSD with a stop',
        intent: order('EURUSD', 0.01),
        answer: '`APPROVAL_CHANNEL_CLOSED` (approvals.channels)',
      },
      {
        says: 'take a stop away',
        intent: async ({ held }) => ({ action: 'modify_order', ticket: await held('XAUUSD', 'buy'), sl: null }),
        answer: '`STOP_LOSS_REQUIRED` (require_stop_loss)',
      },
      {
        says: 'close a position that has lost more than 100',
        intent: close('XAUUSD', 'buy'),
        answer: '`LIMIT_REALISED_LOSS` (max_realised_loss_per_close)',
      },
    ],
  },
];
