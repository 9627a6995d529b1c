import { type ErrorEntry, entry } from './entry.ts';
import { httpErrors } from './http-errors.ts';

export type { ErrorEntry };

export const errorCatalog = {
  // What the terminal's side answers.
  BAD_FRAME: entry(
    'The message could not be read.',
    'Check that both sides are mt5-bridge of matching versions and that nothing else talks to this port.',
    'human',
  ),
  VERSION_MISMATCH: entry(
    'The two sides speak different protocol versions.',
    'Update the older side: the expert advisor in the terminal, or mt5-bridge.',
    'human',
  ),
  UNKNOWN_OPERATION: entry(
    'The terminal side does not know this operation.',
    'Update the expert advisor in the terminal to the version that came with this mt5-bridge.',
    'human',
  ),
  INVALID_PARAMS: entry('An argument is wrong.', 'Correct the argument named in the message and call again.', 'call'),
  INVALID_SYMBOL: entry(
    'That is not a symbol name.',
    'Use a name from get_symbols, spelled as the broker spells it.',
    'call',
  ),
  INVALID_TIMEFRAME: entry(
    'That is not a timeframe.',
    'Use one of M1 M2 M3 M4 M5 M6 M10 M12 M15 M20 M30 H1 H2 H3 H4 H6 H8 H12 D1 W1 MN1.',
    'call',
  ),
  INVALID_COUNT: entry(
    'The count is out of range.',
    'Ask for a whole number of at least 1, within the limit named.',
    'call',
  ),
  INVALID_TIMESTAMP: entry(
    'The time or time range is wrong.',
    'Use ISO 8601 UTC, as in 2026-07-13T12:00:00Z, with the start before the end.',
    'call',
  ),
  EXPIRED: entry('The request was older than its time to live and was not carried out.', 'Call again.', 'later'),
  SYMBOL_NOT_FOUND: entry(
    'The broker has no such symbol.',
    'Look with get_symbols; where close matches are listed, one of them may be meant.',
    'call',
  ),
  SYMBOL_NOT_SELECTED: entry(
    'The symbol is not in Market Watch and could not be added.',
    'Add it in the terminal (View, Symbols), or remove others: Market Watch has a limit.',
    'human',
  ),
  NO_QUOTE: entry(
    'The symbol has no quote yet.',
    'Wait for the market to open (get_market_hours), or check the terminal connection.',
    'later',
  ),
  NO_DATA: entry('There is no data in that range.', 'Ask for a later or wider range.', 'call'),
  PENDING: entry('The terminal is still loading or drawing this.', 'Call again in a second.', 'later'),
  TOO_MUCH_DATA: entry(
    'The answer would be larger than the limit.',
    'Ask for a smaller count or a narrower range.',
    'call',
  ),
  TICKET_NOT_FOUND: entry('There is no such ticket.', 'Look with get_positions, get_orders or get_history.', 'call'),
  BOOK_UNAVAILABLE: entry('The broker sends no depth of market for this symbol.', 'Use get_quote instead.', 'call'),
  INDICATOR_FAILED: entry(
    'The terminal cannot compute this indicator.',
    'Check type, name and inputs; a custom indicator must be compiled in MQL5\\Indicators of the terminal.',
    'call',
  ),
  CALENDAR_UNAVAILABLE: entry(
    'The terminal has no economic calendar.',
    'Enable it in the terminal (Tools, Options, Server, "Enable news"); some brokers offer none.',
    'human',
  ),
  SCREENSHOT_FAILED: entry(
    'The terminal could not draw the chart.',
    'Close charts in the terminal (there is a limit of 100), and check that it runs with a display.',
    'human',
  ),
  CALC_FAILED: entry(
    'The terminal could not calculate this.',
    'Check symbol, volume and prices; the symbols that convert its currencies must have quotes.',
    'call',
  ),
  NOT_CONNECTED: entry(
    'The terminal has no connection to the broker.',
    'Check the login and the network in the terminal; the status bar shows "No connection".',
    'later',
  ),
  TERMINAL_ERROR: entry(
    'The terminal reported a runtime error.',
    'Look up the number in details; the Experts log in the terminal says more.',
    'human',
  ),
  INTERNAL: entry(
    'Something failed that should not have.',
    'Look into the logs of mt5-bridge and of the expert advisor, and report it as a fault of mt5-bridge.',
    'human',
  ),

  // What the client finds on the way.
  TERMINAL_NOT_CONNECTED: entry(
    'No answer from the terminal: there is no connection to the expert advisor.',
    'Start MetaTrader 5 with the mt5-bridge expert advisor on a chart, check the addresses, then run `mt5-bridge doctor`.',
    'later',
  ),
  TIMEOUT: entry(
    'The terminal did not answer in time.',
    'Call again; if it stays so, the terminal is frozen or overloaded: run `mt5-bridge doctor`.',
    'later',
  ),
  BAD_REPLY: entry(
    'The terminal side sent an answer that breaks the protocol.',
    'Update the expert advisor; if versions match, report it as a fault of mt5-bridge.',
    'human',
  ),
  QUEUE_FULL: entry(
    'Too many calls wait for the terminal.',
    'Wait for earlier calls to finish, then call again.',
    'later',
  ),
  CLOSED: entry('The connection was closed on this side.', 'Start the server again.', 'human'),
  ADDRESS_IN_USE: entry(
    'The address is already in use.',
    'Stop the other program on this port, or choose another address.',
    'human',
  ),
  ADDRESS_INVALID: entry('That is not a usable address.', 'Write it as tcp://127.0.0.1:5555.', 'human'),
  CURVE_KEYS_UNUSABLE: entry(
    'The keys for the encrypted connection are missing or cannot be used.',
    'Make them with `mt5-bridge keys` (anew with --new), and give the expert advisor what it prints.',
    'human',
  ),

  // What the terminal's side refuses of trade requests, before the broker hears of them, and of what asks about them.
  STALE_EPOCH: entry(
    'The terminal has started anew since this request was judged, so it was not carried out.',
    'Propose it again: account and positions may be others now.',
    'call',
  ),
  REQUEST_ID_REUSED: entry(
    'This request id belongs to another trade request.',
    'Report it as a fault of mt5-bridge: a request id is never used twice.',
    'human',
  ),
  OUTCOME_UNKNOWN: entry(
    'This trade request was begun before and its answer is not known.',
    'Do not send again: look the outcome up.',
    'call',
  ),
  JOURNAL_FAILED: entry(
    'The journal of trade requests cannot be written, so nothing was sent.',
    'Free disk space on the machine of the terminal, and check that its files folder is writable.',
    'human',
  ),
  GUARD_READ_ONLY: entry(
    'The expert advisor is set to read only.',
    'Set its input in the terminal if trading is wanted; nothing else can.',
    'human',
  ),
  GUARD_STOPPED: entry(
    'Trading was stopped with the button on the chart in the terminal.',
    'Only a person at the terminal can let it go on: the button is on the chart of the expert advisor.',
    'human',
  ),
  GUARD_SYMBOL: entry(
    'The expert advisor does not allow trading this symbol.',
    'Use a symbol that its inputs allow, or have the owner change them in the terminal.',
    'human',
  ),
  GUARD_VOLUME: entry(
    'The volume is larger than the expert advisor allows.',
    'Use a smaller volume, or have the owner change the input in the terminal.',
    'human',
  ),
  GUARD_MAGIC: entry(
    'The expert advisor does not allow trading with this magic number, or on what carries it.',
    'Touch only what carries an allowed magic number, or have the owner change the input in the terminal.',
    'human',
  ),

  // What the owner's rules refuse; details hold the limit, its value, the attempt, and when it resets.
  TRADING_READ_ONLY: entry(
    'This server only reads: trading is switched off.',
    'Ask the owner to choose another policy.preset, or to start the server without --read-only.',
    'human',
  ),
  KILL_SWITCH_ON: entry(
    'The kill switch is on: nothing that adds risk is sent.',
    'Closing, cancelling and tightening stops still work. Only the owner releases it: `mt5-bridge kill off`.',
    'human',
  ),
  LIVE_NOT_ENABLED: entry(
    'This is a real account, and trading real money is not enabled.',
    'The owner enables it with live.enabled = true and live.login in the configuration.',
    'human',
  ),
  ACCOUNT_MISMATCH: entry(
    'The terminal is logged in to another account than the configuration expects.',
    'Check login and server in the terminal against mt5.login, mt5.server and live.login.',
    'human',
  ),
  SYMBOL_DENIED: entry(
    "The symbol is on the owner's denylist.",
    'Trade another symbol; the owner changes symbols.denylist.',
    'human',
  ),
  SYMBOL_NOT_ALLOWED: entry(
    "The symbol is not on the owner's allowlist.",
    'Trade a symbol of symbols.allowlist: see get_policy.',
    'human',
  ),
  FOREIGN_MAGIC: entry(
    "That carries a magic number that is not this server's own.",
    'Touch only positions and orders with the magic number in get_policy.',
    'human',
  ),
  OUTSIDE_TRADING_HOURS: entry(
    'The owner allows trading only at other hours.',
    'Wait for the time in details.resets_at.',
    'later',
  ),
  NEWS_BLACKOUT: entry(
    'An important event for a currency of this symbol is near.',
    'Wait for the time in details.resets_at.',
    'later',
  ),
  STOP_LOSS_REQUIRED: entry(
    'The owner requires a stop loss with every order that adds risk.',
    'Propose the order again with sl.',
    'call',
  ),
  LIMIT_NOTIONAL_PER_TRADE: entry(
    'The order is worth more than one trade may be.',
    'Propose a smaller volume.',
    'call',
  ),
  LIMIT_LOTS_PER_TRADE: entry('The volume is larger than one trade may be.', 'Propose a smaller volume.', 'call'),
  LIMIT_POSITION_NOTIONAL: entry(
    'What is held and ordered of this symbol would be worth more than allowed.',
    'Propose a smaller volume, or close something of this symbol first.',
    'call',
  ),
  LIMIT_TOTAL_NOTIONAL: entry(
    'All that is held and ordered would be worth more than allowed.',
    'Propose a smaller volume, or close something first.',
    'call',
  ),
  LIMIT_OPEN_POSITIONS: entry(
    'As many positions and orders are open as allowed.',
    'Close a position or cancel an order first.',
    'call',
  ),
  LIMIT_ORDERS_PER_MINUTE: entry(
    'As many orders were sent in the last minute as allowed.',
    'Wait for the time in details.resets_at.',
    'later',
  ),
  LIMIT_ORDERS_PER_DAY: entry(
    'As many orders were sent today as allowed.',
    'Wait for the time in details.resets_at.',
    'later',
  ),
  LIMIT_DAILY_LOSS: entry(
    'The loss of the day has reached its limit.',
    'Nothing that adds risk before the time in details.resets_at; closing still works.',
    'human',
  ),
  LIMIT_DRAWDOWN: entry(
    'Equity has fallen from its peak by as much as allowed.',
    'Nothing that adds risk until equity recovers or the owner changes the limit; closing still works.',
    'human',
  ),
  LIMIT_RISK_PER_TRADE: entry(
    'The loss at the stop would be larger than one trade may risk.',
    'Propose a smaller volume or a nearer stop loss.',
    'call',
  ),
  LIMIT_SPREAD: entry('The spread is wider than allowed.', 'Wait for a narrower spread.', 'later'),
  LIMIT_REALISED_LOSS: entry(
    'Closing this would realise a larger loss than one close may.',
    'Close a part, or ask the owner.',
    'human',
  ),
  DATA_MISSING: entry(
    "Something that the owner's rules need is not known, so they refuse.",
    'See details for what is missing; run `mt5-bridge doctor`.',
    'later',
  ),
  DATA_STALE: entry(
    'The newest quote of this symbol is too old to judge an order by.',
    'Wait for the market to open or for the terminal to receive quotes again.',
    'later',
  ),

  // What the gateway answers on the way of an order.
  INVALID_VOLUME: entry(
    'The volume does not fit the symbol.',
    'Use a volume within volume_min and volume_max, in whole steps of volume_step: see get_symbol_info.',
    'call',
  ),
  INVALID_PRICE: entry(
    'The price does not fit the order.',
    'Use a price on the grid of trade_tick_size, on the right side of the market for this type of order.',
    'call',
  ),
  INVALID_STOPS: entry(
    'A stop is on the wrong side of the price, or too near to it.',
    'A buy has sl below and tp above, a sell the other way round, each at least trade_stops_level points away.',
    'call',
  ),
  INVALID_COMMENT: entry('The comment cannot be sent.', 'Use printable ASCII characters.', 'call'),
  IDEMPOTENCY_DIVERGED: entry(
    'This idempotency key belongs to another request.',
    'Use a new idempotency_key for a new request; the first one is unchanged.',
    'call',
  ),
  IDEMPOTENCY_IN_FLIGHT: entry(
    'A request with this idempotency key is under way.',
    'Do not send again: ask get_order_outcome in a second.',
    'later',
  ),
  ORDER_OUTCOME_UNKNOWN: entry(
    'It is not known whether the order was carried out.',
    'Do not send again: it is being looked up; ask get_order_outcome with the request_id in details. If it stays so, the owner looks in the terminal and settles it with `mt5-bridge settle`.',
    'call',
  ),
  ORDER_REJECTED: entry(
    'The order was rejected, and nothing was carried out.',
    'Read the reason in details, then decide again.',
    'call',
  ),
  REQUEST_NOT_FOUND: entry(
    'There is no such request here.',
    'Use the request_id or idempotency_key of an order that was proposed to this server.',
    'call',
  ),
  REQUEST_SETTLED: entry(
    'What became of this request is known already.',
    'Read it with get_order_outcome, or `mt5-bridge audit query --request-id`; nothing needs to be settled.',
    'call',
  ),
  REQUEST_IN_FLIGHT: entry(
    'This request is still under way: its answer may come by itself.',
    'Wait until its time-out is over by a minute, then look at `mt5-bridge settle` again.',
    'later',
  ),
  APPROVAL_NOT_FOUND: entry(
    'There is no such approval.',
    'Look with list_approvals; at a terminal, `mt5-bridge approvals` with the --data-dir of the server.',
    'call',
  ),
  INVALID_APPROVAL: entry(
    'The approval does not belong to this order: something differs from the preview.',
    'Propose the order as it was previewed, or as a new one without approval_request_id.',
    'call',
  ),
  APPROVAL_PENDING: entry('The approval was not given yet.', 'Wait for the owner; ask get_approval.', 'later'),
  APPROVAL_EXPIRED: entry('The approval was not used in time.', 'Propose the order again.', 'call'),
  APPROVAL_USED: entry(
    'The approval was used before; each one sends one order.',
    'Ask get_approval what became of it; at a terminal, `mt5-bridge approvals --state all`.',
    'call',
  ),
  APPROVAL_DENIED: entry('The owner denied the order.', 'Do not propose the same order again unasked.', 'human'),
  APPROVAL_VOID: entry(
    'The price moved too far since the preview.',
    'Propose the order again at the current price.',
    'call',
  ),
  APPROVAL_CHANNEL_CLOSED: entry(
    'The owner does not accept approvals of this kind for this order.',
    'See approvals in get_policy for what is accepted.',
    'human',
  ),
  TOO_MANY_PENDING: entry(
    'Too many orders of this account wait for the owner already.',
    'Propose no more that need approval: see list_approvals; the owner answers them, or clears them with `mt5-bridge deny`.',
    'human',
  ),
  PASSPHRASE_NOT_SET: entry(
    'No passphrase is set, so nobody can approve here.',
    'The owner sets one: `mt5-bridge passphrase`.',
    'human',
  ),
  WRONG_PASSPHRASE: entry('The passphrase is wrong.', 'Try again.', 'human'),
  PASSPHRASE_LOCKED: entry('Too many wrong passphrases.', 'Wait for the time named.', 'human'),
  LEDGER_UNAVAILABLE: entry(
    'The ledger cannot be read or written, so nothing was sent.',
    'Check the data directory: free space, permissions, and that the disk works.',
    'human',
  ),
  AUDIT_UNAVAILABLE: entry(
    'The audit log cannot be written, so nothing was sent.',
    'Check audit.path: free space, permissions, and that the disk works.',
    'human',
  ),
  AUDIT_BROKEN: entry(
    'The audit log was changed after it was written.',
    'Keep the files as they are and find out who changed them; details say where the chain breaks.',
    'human',
  ),
  ...httpErrors,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalog;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalog, code);
}
