import { orderFilling, orderTime, orderType, REQUEST_ID_ALPHABET, type TradeCommand } from '@mt5-bridge/protocol';
import fc from 'fast-check';
import {
  APPROVAL_CHANNELS,
  type Limits,
  type MarketFacts,
  type ProfileRules,
  type Rules,
  type Situation,
  type Snapshot,
} from '../api.ts';
import {
  account,
  cancel,
  close,
  closeBy,
  eurusd,
  market,
  modify,
  modifyOrder,
  NOW,
  noLimits,
  openRules,
  pending,
  position,
  quoteOf,
  send,
  situation,
} from './situation.ts';

/** Any double, and often one that breaks things. */
export const anyNumber = fc.oneof(
  { weight: 3, arbitrary: fc.double() },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, -0, -1, 0.1, 1, 1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, -1e-9, 2 ** 53),
  },
);
const none = fc.option(anyNumber, { nil: null });
const ticket = fc.oneof(fc.constantFrom(0n, 501n, 502n, 601n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const request_id = fc.oneof(
  fc.string({ unit: fc.constantFrom(...REQUEST_ID_ALPHABET), minLength: 12, maxLength: 12 }),
  fc.string(),
);
const symbol = fc.oneof(fc.constantFrom('EURUSD', 'USDJPY', 'ESZ6', 'GBPUSD'), fc.string());
const comment = fc.string();
const type_filling = fc.constantFrom(...orderFilling.names);
const type_time = fc.constantFrom(...orderTime.names);

/** `tame` with all of its fields wild, or with at most two of them. */
function wild<T extends object>(tame: T, fields: { readonly [K in keyof T]?: fc.Arbitrary<unknown> }): fc.Arbitrary<T> {
  const keys = Object.keys(fields) as (keyof T)[];
  const chosen = fc.oneof(fc.constant(keys), fc.subarray(keys, { maxLength: 2 }));
  return fc
    .tuple(fc.record(fields as Record<string, fc.Arbitrary<unknown>>), chosen)
    .map(([drawn, which]) => ({ ...tame, ...Object.fromEntries(which.map((key) => [key, drawn[String(key)]])) }));
}

function commandOf<C extends TradeCommand>(
  { operation, params }: C,
  fields: { [K in keyof C['params']]: fc.Arbitrary<unknown> },
): fc.Arbitrary<TradeCommand> {
  return wild<object>(params, fields).map((drawn) => ({ operation, params: drawn }) as TradeCommand);
}

/** Any command that the types allow, absurd numbers among them. */
export const anyCommand: fc.Arbitrary<TradeCommand> = fc.oneof(
  commandOf(send(), {
    request_id,
    symbol,
    type: fc.constantFrom(...orderType.names),
    volume: anyNumber,
    price: none,
    stoplimit: none,
    sl: none,
    tp: none,
    deviation: anyNumber,
    type_filling,
    type_time,
    expiration: none,
    magic: ticket,
    comment,
  }),
  commandOf(modify(), { request_id, position: ticket, sl: none, tp: none }),
  commandOf(close(), {
    request_id,
    position: ticket,
    volume: anyNumber,
    deviation: anyNumber,
    type_filling,
    magic: ticket,
    comment,
  }),
  commandOf(closeBy(), { request_id, position: ticket, position_by: ticket, magic: ticket, comment }),
  commandOf(modifyOrder(), {
    request_id,
    order: ticket,
    price: anyNumber,
    stoplimit: none,
    sl: none,
    tp: none,
    type_time,
    expiration: none,
  }),
  commandOf(cancel(), { request_id, order: ticket }),
);

const side = fc.constantFrom('buy', 'sell', 'unknown' as const);
const time = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: NOW - 1e9, max: NOW + 1e9 }) }, anyNumber);

const anyPosition = fc
  .record({
    ticket,
    symbol,
    type: side,
    volume: anyNumber,
    price_open: anyNumber,
    price_current: anyNumber,
    sl: none,
    tp: none,
    magic: ticket,
    profit: anyNumber,
    swap: anyNumber,
  })
  .map((changes) => position(changes as Parameters<typeof position>[0]));

const anyOrder = fc
  .record({
    ticket,
    symbol,
    type: fc.constantFrom(...orderType.names, 'unknown'),
    volume_current: anyNumber,
    price_open: anyNumber,
    price_stoplimit: none,
    price_current: anyNumber,
    sl: none,
    tp: none,
    type_time: fc.constantFrom(...orderTime.names, 'unknown'),
    time_expiration: none,
  })
  .map((changes) => pending(changes as Parameters<typeof pending>[0]));

const anyFacts = fc
  .record({
    trade_calc_mode: fc.constantFrom('forex', 'futures', 'exch_bonds', 'unknown'),
    numbers: fc.tuple(anyNumber, anyNumber, anyNumber, anyNumber),
    quote: fc.option(fc.tuple(anyNumber, anyNumber, time), { nil: undefined }),
    rate: fc.option(anyNumber, { nil: undefined }),
  })
  .map(({ trade_calc_mode, numbers, quote, rate }): MarketFacts => {
    const [trade_contract_size, trade_tick_size, trade_tick_value_loss, point] = numbers;
    const changes = { trade_calc_mode, trade_contract_size, trade_tick_size, trade_tick_value_loss, point };
    const [bid, ask, time_msc] = quote ?? [0, 0, 0];
    return {
      info: { ...eurusd, ...(changes as Partial<typeof eurusd>) },
      quote: quote && { ...quoteOf('EURUSD', bid, ask), time_msc },
      rate,
    };
  });

const numericLimits = Object.fromEntries(
  Object.entries(noLimits)
    .filter(([, value]) => typeof value === 'number')
    .map(([key]) => [key, fc.oneof(fc.constant(0), anyNumber)]),
);

const limits: fc.Arbitrary<Limits> = fc
  .record({
    numbers: fc.record(numericLimits),
    require_stop_loss: fc.boolean(),
    magic_scope: fc.constantFrom('any', 'own' as const),
    magic: ticket,
    trading_hours: fc.array(fc.record({ from: anyNumber, to: anyNumber }), { maxLength: 2 }),
    trading_hours_timezone: fc.constantFrom('UTC', 'Europe/Berlin', '', 'Mars/Olympus'),
  })
  .map(({ numbers, ...others }) => ({ ...noLimits, ...numbers, ...others }) as Limits);

const symbols = fc.record({
  allowlist: fc.array(symbol, { maxLength: 2 }),
  denylist: fc.array(symbol, { maxLength: 2 }),
});

/** Of any limits of its own, on a magic number that is in use or is not. */
const anyProfile: fc.Arbitrary<ProfileRules> = fc
  .record({
    limits: fc.oneof(fc.constant(noLimits), limits),
    symbols: fc.oneof(fc.constant(openRules.symbols), symbols),
  })
  .map((own) => ({ ...own, limits: { ...own.limits, magic_scope: 'own' } }));

const anyRules: fc.Arbitrary<Rules> = fc.record({
  limits,
  read_only: fc.boolean(),
  symbols,
  live: fc.record({ enabled: fc.boolean(), login: fc.constantFrom(0n, 1001n, 1002n) }),
  expected: fc.record({ login: fc.constantFrom(0n, 1001n, 1002n), server: fc.constantFrom('', 'Fake-Demo') }),
  approvals: fc.record({
    channels: fc.subarray([...APPROVAL_CHANNELS]),
    elicitation_max_notional: anyNumber,
    agent_max_notional: anyNumber,
    levels: fc.array(fc.record({ above: anyNumber, channels: fc.subarray([...APPROVAL_CHANNELS]) }), { maxLength: 2 }),
  }),
  profiles: fc.constant({}),
});

const tame = situation({
  snapshot: {
    positions: [position(), position({ ticket: 502n, type: 'sell', sl: 1.09, tp: 1.08 })],
    orders: [pending()],
  },
});

const anySnapshot: fc.Arbitrary<Snapshot> = wild(tame.snapshot, {
  environment: fc.constantFrom('live', 'demo', 'paper', 'fake' as const),
  account: fc
    .record({
      trade_mode: fc.constantFrom('demo', 'contest', 'real', 'unknown'),
      margin_mode: fc.constantFrom('retail_netting', 'exchange', 'retail_hedging', 'unknown'),
      balance: anyNumber,
      credit: anyNumber,
      equity: anyNumber,
    })
    .map((changes) => ({ ...account, ...(changes as Partial<typeof account>) })),
  positions: fc.array(anyPosition, { maxLength: 3 }),
  orders: fc.array(anyOrder, { maxLength: 3 }),
  market: fc.oneof(
    fc.constant(market),
    fc.array(fc.tuple(symbol, anyFacts), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
  terminal_time: time,
  day: fc.record({ started_at: time, resets_at: time, realised: fc.option(anyNumber, { nil: undefined }) }),
  equity_peak: fc.option(anyNumber, { nil: undefined }),
  news: fc.option(
    fc.array(
      fc.record({
        time,
        currency: fc.constantFrom('EUR', 'USD', 'JPY'),
        importance: fc.constantFrom('low', 'high' as const),
        name: fc.string(),
      }),
      { maxLength: 3 },
    ),
    { nil: undefined },
  ),
  margin: fc.option(anyNumber, { nil: undefined }),
});

const gated: Rules = { ...openRules, limits: { ...noLimits, auto_approve_notional: 1 } };

const counters = fc.record({ last_minute: anyNumber, minute_resets_at: time, today: anyNumber });
const nobodyOr = fc.option(fc.constantFrom('a', 'b'), { nil: undefined });

/** Any situation that the types allow, of the account. */
const anyAccount: fc.Arbitrary<Situation> = fc
  .record({
    rules: fc.oneof(fc.constant(openRules), fc.constant(gated), anyRules),
    snapshot: anySnapshot,
    counters,
    in_flight: fc.array(
      fc
        .record({ request_id, command: anyCommand, notional: anyNumber, profile: nobodyOr })
        .map(({ profile, ...request }) => (profile === undefined ? request : { ...request, profile })),
      { maxLength: 3 },
    ),
    kill_switch: fc.boolean(),
    grant: fc.option(fc.record({ hash: fc.string(), channel: fc.constantFrom(...APPROVAL_CHANNELS) }), {
      nil: undefined,
      freq: 8,
    }),
  })
  .map(({ grant, ...rest }) => (grant === undefined ? rest : { ...rest, grant }));

const realised = fc.option(anyNumber, { nil: undefined });
const profiles = fc.record({ a: anyProfile, b: anyProfile }, { requiredKeys: [] });

/** Any situation in which one of two profiles proposes that the rules may know, or may not. */
export const anyProfileSituation = fc
  .record({
    given: anyAccount,
    profiles,
    profile: fc.record({ name: fc.constantFrom('a', 'b'), counters, realised }),
  })
  .map(({ given, profiles: known, profile }) => ({
    ...given,
    rules: { ...given.rules, profiles: known as Rules['profiles'] },
    profile,
  }));

/** Any situation that the types allow. */
export const anySituation: fc.Arbitrary<Situation> = fc.oneof(
  { weight: 3, arbitrary: anyAccount },
  { weight: 1, arbitrary: anyProfileSituation },
);

export const anyTime = time;
