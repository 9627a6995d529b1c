/**
 * Every failure a user can meet on the read path: one entry a code. `what_to_do` speaks to the agent and to the person
 * behind it; `retryable` means that the same call may succeed later by itself; `requires_human` that it can't without one.
 */
export interface ErrorEntry {
  readonly message: string;
  readonly what_to_do: string;
  readonly retryable: boolean;
  readonly requires_human: boolean;
}

const entry = (message: string, what_to_do: string, kind: 'call' | 'later' | 'human'): ErrorEntry => ({
  message,
  what_to_do,
  retryable: kind === 'later',
  requires_human: kind === 'human',
});

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
  PENDING: entry('The terminal is still loading this history.', 'Call again in a second.', 'later'),
  TOO_MUCH_DATA: entry(
    'The answer would be larger than the limit.',
    'Ask for a smaller count or a narrower range.',
    'call',
  ),
  TICKET_NOT_FOUND: entry('There is no such ticket.', 'Look with get_positions, get_orders or get_history.', 'call'),
  BOOK_UNAVAILABLE: entry('The broker sends no depth of market for this symbol.', 'Use get_quote instead.', 'call'),
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
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalog;

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalog, code);
}
