/**
 * What mt5-trading-mcp has: keys, tools, error codes, in one place. Read in its sources at 1.4.2 (config.py, tools/*.py,
 * errors.py); what 1.5 and 1.6 added, from its release notes.
 */

export interface TheirKey {
  readonly path: string;
  /** What is in force there without the key. */
  readonly unset: unknown;
  /** What differs here; empty only where the default is the same and so is the meaning. */
  readonly differs: string;
}

const PLACE = "a file in the user's data folder";
const NO_EFFECT = 'no effect: ';

export const theirKeys: readonly TheirKey[] = [
  { path: 'mt5.terminal_path', unset: '', differs: `${NO_EFFECT}the terminal is started by you, not by this program` },
  {
    path: 'mt5.login',
    unset: null,
    differs: 'there it logs the terminal in; here it is the account that the terminal must be logged in to already',
  },
  { path: 'mt5.server', unset: null, differs: 'as with `mt5.login`' },
  { path: 'mt5.eager_connect', unset: true, differs: `${NO_EFFECT}it connects in the background` },
  { path: 'mt5.bridge.host', unset: '127.0.0.1', differs: `${NO_EFFECT}\`mt5.command\` and \`mt5.events\` say where` },
  { path: 'mt5.bridge.port', unset: 8001, differs: `${NO_EFFECT}as above` },
  {
    path: 'policy.auto_approve_notional',
    unset: 0,
    differs:
      'notional is lots x contract size x price in account currency; there it is lots x price, so a value from there asks far earlier here',
  },
  { path: 'policy.max_notional_per_trade', unset: 0, differs: 'notional as above' },
  {
    path: 'policy.max_realised_loss_per_close',
    unset: 0,
    differs: 'in account currency, with the contract size; there without it',
  },
  {
    path: 'policy.max_daily_loss',
    unset: 0,
    differs: 'realised and floating, from the midnight of the server; there the limit is read but never given a loss',
  },
  { path: 'policy.approval_ttl_seconds', unset: 300, differs: '' },
  {
    path: 'policy.max_orders_per_minute',
    unset: 0,
    differs: 'counts every trade request of all processes; there the `place_order` calls of one process',
  },
  { path: 'symbols.allowlist', unset: [], differs: '' },
  { path: 'symbols.denylist', unset: [], differs: '' },
  { path: 'idempotency.path', unset: PLACE, differs: `${NO_EFFECT}keys are in the ledger of the data directory` },
  { path: 'idempotency.ttl_seconds', unset: 86_400, differs: '' },
  {
    path: 'audit.path',
    unset: PLACE,
    differs:
      'another kind of log: move a file from there away first, or this one refuses to go on with it (`AUDIT_BROKEN`)',
  },
  { path: 'audit.max_bytes', unset: 10_485_760, differs: '' },
  {
    path: 'transport.http.host',
    unset: '127.0.0.1',
    differs: 'may be more than loopback, with a certificate or behind a proxy',
  },
  { path: 'transport.http.port', unset: 8765, differs: '' },
  {
    path: 'transport.http.auth_token',
    unset: '',
    differs:
      'empty there: everybody gets in; here only tokens of `mt5-bridge token` do. One of less than 32 characters does not count',
  },
  {
    path: 'transport.http.stateless',
    unset: true,
    differs: `${NO_EFFECT}clients of either kind are served, subscriptions too`,
  },
  { path: 'transport.http.trusted_hosts', unset: [], differs: '' },
  { path: 'transport.http.trusted_origins', unset: [], differs: '' },
  { path: 'telemetry.enabled', unset: false, differs: `${NO_EFFECT}there is no telemetry` },
  { path: 'telemetry.endpoint', unset: '', differs: `${NO_EFFECT}as above` },
  {
    path: 'streaming.quote_poll_interval_ms',
    unset: 200,
    differs: 'nothing is polled: the shortest time between two notices',
  },
  { path: 'streaming.account_poll_interval_ms', unset: 1000, differs: 'as with quotes' },
  { path: 'streaming.positions_poll_interval_ms', unset: 1000, differs: 'as with quotes; of orders, too' },
  { path: 'logging.level', unset: 'WARNING', differs: 'the names of either are taken' },
  { path: 'screenshot.width', unset: 1280, differs: `${NO_EFFECT}whoever asks for a picture says its size` },
  { path: 'screenshot.height', unset: 720, differs: `${NO_EFFECT}as above` },
  { path: 'screenshot.template', unset: '', differs: `${NO_EFFECT}the terminal's own look` },
  { path: 'screenshot.timeout_s', unset: 10, differs: `${NO_EFFECT}as above` },
];

export interface TheirTool {
  readonly name: string;
  /** What it is called here, where that differs. */
  readonly here?: string;
  readonly parameters: readonly string[];
  /** Parameters that the tool here does not have. */
  readonly without?: readonly string[];
  readonly differs: string;
}

const PROPOSAL = ['idempotency_key', 'approval_confirmed', 'approval_request_id'] as const;
const LISTS = 'an object with the list and its `total`, page by page; ';

export const theirTools: readonly TheirTool[] = [
  { name: 'ping', parameters: [], differs: '`round_trip_ms` for `latency_ms`; an error where there it is `ok: false`' },
  {
    name: 'get_terminal_info',
    parameters: [],
    differs: '`utc_offset_minutes` for `broker_tz_offset_minutes`; the times of the clock change are known',
  },
  { name: 'get_account_info', parameters: [], differs: 'and `environment`, `trade_mode`, `profit`, `credit`' },
  { name: 'get_quote', parameters: ['symbol'], differs: '`time_msc` to the millisecond; `spread`' },
  {
    name: 'get_symbols',
    parameters: ['category'],
    differs: `${LISTS}few fields of each: \`get_symbol_info\` has all of one`,
  },
  {
    name: 'get_market_hours',
    parameters: ['symbol'],
    differs: '`next_open`, `next_close` and the sessions are filled in',
  },
  {
    name: 'get_rates',
    parameters: ['symbol', 'timeframe', 'count'],
    differs: '`columns` and `rows` rather than a list of objects; newest last; time ranges and all 21 timeframes',
  },
  { name: 'calc_margin', parameters: ['symbol', 'side', 'volume', 'price'], differs: 'nothing' },
  {
    name: 'get_positions',
    parameters: ['symbol'],
    differs: `${LISTS}\`time_msc\` for \`time_open\`; \`magic\``,
  },
  {
    name: 'get_orders',
    parameters: ['symbol'],
    differs: `${LISTS}\`price_open\` for \`price\`, \`time_setup_msc\`, \`time_expiration\`, \`volume_current\``,
  },
  {
    name: 'get_history',
    parameters: ['from_ts', 'to_ts', 'symbol'],
    differs: `${LISTS}\`position_id\`, \`entry\`, \`magic\`; \`symbol\` is the whole name, not a part of it`,
  },
  {
    name: 'place_order',
    parameters: [
      ...['symbol', 'side', 'type', 'volume', 'price', 'stop_limit_price', 'sl', 'tp', 'deviation', 'comment'],
      ...PROPOSAL,
    ],
    differs: 'the tag of the request stands in front of the comment; `magic`, `expiration`, `filling` can be given',
  },
  {
    name: 'modify_order',
    parameters: ['ticket', 'sl', 'tp', 'price', 'expiration', ...PROPOSAL],
    differs: 'what is not named stays as it is; 0 takes a stop away',
  },
  {
    name: 'close_position',
    parameters: ['ticket', 'volume', ...PROPOSAL],
    differs: 'never asks, since it takes risk away; there it asks from the notional on',
  },
  { name: 'cancel_order', parameters: ['ticket', 'idempotency_key'], differs: 'nothing' },
  {
    name: 'get_chart_screenshot',
    here: 'get_chart_image',
    parameters: ['symbol', 'timeframe', 'annotations', 'scale', 'bars', 'end_time', 'price_min', 'price_max'],
    without: ['annotations', 'scale', 'bars', 'end_time', 'price_min', 'price_max'],
    differs: 'the newest bars, without drawings; `width` and `height` with each call',
  },
];

export const theirResources: readonly string[] = ['account://current', 'positions://current', 'quotes://{symbol}'];

/** Codes there, with those that stand in their place; none = the same name. */
export const theirErrors: readonly (readonly [code: string, here: readonly string[]])[] = [
  [
    'EXCEEDS_LOCAL_LIMIT',
    ['LIMIT_NOTIONAL_PER_TRADE', 'LIMIT_DAILY_LOSS', 'LIMIT_REALISED_LOSS', 'SYMBOL_NOT_ALLOWED', 'SYMBOL_DENIED'],
  ],
  ['TERMINAL_NOT_CONNECTED', []],
  ['INVALID_APPROVAL', []],
  ['IDEMPOTENCY_DIVERGED', []],
  ['INVALID_REQUEST', ['INVALID_PARAMS']],
  ['INVALID_TICKET', ['TICKET_NOT_FOUND']],
  ['SYMBOL_NOT_FOUND', []],
  ['INTERNAL_ERROR', ['INTERNAL']],
];
