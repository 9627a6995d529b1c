import type { ConfigErrorCode } from '@mt5-bridge/config';
import type { MarketFileProblem } from '@mt5-bridge/fake-mt5';
import type { ErrorCode } from '@mt5-bridge/protocol';
import type { CliErrorCode } from './cli-error.ts';

/** What the process says when it ends; scripts rely on the numbers. */
export const exitCodes = {
  ok: { number: 0, meaning: 'done' },
  failure: { number: 1, meaning: 'failed unexpectedly, or a fault of mt5-bridge' },
  usage: { number: 2, meaning: 'wrong command line, argument or input file' },
  configuration: { number: 3, meaning: 'the configuration, an address in it or the data directory can not be used' },
  unreachable: { number: 4, meaning: 'no terminal answers, or it has no connection to the broker' },
  refused: { number: 5, meaning: "the owner's rules, the terminal, the broker or the market refused" },
  protocol: { number: 6, meaning: 'both sides do not understand each other (versions, broken messages)' },
  unknown: { number: 7, meaning: 'it is not known yet whether the order was carried out: look, do not send again' },
} as const;

export type ExitClass = keyof typeof exitCodes;

const classes: Record<ErrorCode | ConfigErrorCode | MarketFileProblem | CliErrorCode, ExitClass> = {
  BAD_FRAME: 'protocol',
  VERSION_MISMATCH: 'protocol',
  UNKNOWN_OPERATION: 'protocol',
  BAD_REPLY: 'protocol',

  INVALID_PARAMS: 'usage',
  INVALID_SYMBOL: 'usage',
  INVALID_TIMEFRAME: 'usage',
  INVALID_COUNT: 'usage',
  INVALID_TIMESTAMP: 'usage',
  TOO_MUCH_DATA: 'usage',
  USAGE: 'usage',
  NO_INPUT: 'usage',
  PASSPHRASES_DIFFER: 'usage',
  FILE_UNWRITABLE: 'usage',
  UNKNOWN_TOOL: 'usage',
  MARKET_FILE_NOT_FOUND: 'usage',
  MARKET_FILE_IS_DIRECTORY: 'usage',
  MARKET_FILE_UNREADABLE: 'usage',
  MARKET_FILE_EMPTY: 'usage',
  MARKET_FILE_HEADER: 'usage',
  MARKET_FILE_COLUMNS: 'usage',
  MARKET_FILE_TIME: 'usage',
  MARKET_FILE_NUMBER: 'usage',
  MARKET_FILE_PRICE: 'usage',
  MARKET_FILE_ORDER: 'usage',
  MARKET_FILE_OVERLAP: 'usage',
  MARKET_FILE_SYMBOL: 'usage',

  CONFIG_SYNTAX: 'configuration',
  CONFIG_UNKNOWN_KEY: 'configuration',
  CONFIG_INVALID_VALUE: 'configuration',
  CONFIG_UNREADABLE: 'configuration',
  CONFIG_EXISTS: 'configuration',
  CONFIG_UNWRITABLE: 'configuration',
  ADDRESS_IN_USE: 'configuration',
  ADDRESS_INVALID: 'configuration',

  TERMINAL_NOT_CONNECTED: 'unreachable',
  NOT_CONNECTED: 'unreachable',
  TIMEOUT: 'unreachable',
  EXPIRED: 'unreachable',
  QUEUE_FULL: 'unreachable',
  CLOSED: 'unreachable',

  SYMBOL_NOT_FOUND: 'refused',
  SYMBOL_NOT_SELECTED: 'refused',
  NO_QUOTE: 'refused',
  NO_DATA: 'refused',
  PENDING: 'refused',
  TICKET_NOT_FOUND: 'refused',
  BOOK_UNAVAILABLE: 'refused',
  CALC_FAILED: 'refused',
  TERMINAL_ERROR: 'refused',

  INVALID_VOLUME: 'usage',
  INVALID_PRICE: 'usage',
  INVALID_STOPS: 'usage',
  INVALID_COMMENT: 'usage',
  IDEMPOTENCY_DIVERGED: 'usage',
  REQUEST_NOT_FOUND: 'usage',
  APPROVAL_NOT_FOUND: 'usage',
  PASSPHRASE_NOT_SET: 'configuration',
  OUTCOME_UNKNOWN: 'unknown',
  STALE_EPOCH: 'refused',
  GUARD_READ_ONLY: 'refused',
  GUARD_SYMBOL: 'refused',
  GUARD_VOLUME: 'refused',
  GUARD_MAGIC: 'refused',
  TRADING_READ_ONLY: 'refused',
  KILL_SWITCH_ON: 'refused',
  LIVE_NOT_ENABLED: 'refused',
  ACCOUNT_MISMATCH: 'refused',
  SYMBOL_DENIED: 'refused',
  SYMBOL_NOT_ALLOWED: 'refused',
  FOREIGN_MAGIC: 'refused',
  OUTSIDE_TRADING_HOURS: 'refused',
  NEWS_BLACKOUT: 'refused',
  STOP_LOSS_REQUIRED: 'refused',
  LIMIT_NOTIONAL_PER_TRADE: 'refused',
  LIMIT_LOTS_PER_TRADE: 'refused',
  LIMIT_POSITION_NOTIONAL: 'refused',
  LIMIT_TOTAL_NOTIONAL: 'refused',
  LIMIT_OPEN_POSITIONS: 'refused',
  LIMIT_ORDERS_PER_MINUTE: 'refused',
  LIMIT_ORDERS_PER_DAY: 'refused',
  LIMIT_DAILY_LOSS: 'refused',
  LIMIT_DRAWDOWN: 'refused',
  LIMIT_RISK_PER_TRADE: 'refused',
  LIMIT_SPREAD: 'refused',
  LIMIT_REALISED_LOSS: 'refused',
  DATA_MISSING: 'refused',
  DATA_STALE: 'refused',
  IDEMPOTENCY_IN_FLIGHT: 'unknown',
  ORDER_OUTCOME_UNKNOWN: 'unknown',
  ORDER_REJECTED: 'refused',
  INVALID_APPROVAL: 'refused',
  APPROVAL_PENDING: 'refused',
  APPROVAL_EXPIRED: 'refused',
  APPROVAL_USED: 'refused',
  APPROVAL_DENIED: 'refused',
  APPROVAL_VOID: 'refused',
  APPROVAL_CHANNEL_CLOSED: 'refused',
  TOO_MANY_PENDING: 'refused',
  WRONG_PASSPHRASE: 'refused',
  PASSPHRASE_LOCKED: 'refused',
  REQUEST_ID_REUSED: 'failure',
  JOURNAL_FAILED: 'failure',
  LEDGER_UNAVAILABLE: 'configuration',
  AUDIT_UNAVAILABLE: 'configuration',
  AUDIT_BROKEN: 'failure',

  INTERNAL: 'failure',
  UNEXPECTED: 'failure',
  NODE_TOO_OLD: 'failure',
  DEMO_FAILED: 'failure',
  SMOKE_TRADE_REFUSED: 'refused',
  SMOKE_TRADE_FAILED: 'failure',
  SMOKE_TRADE_LEFT: 'failure',
  SERVER_NOT_STARTED: 'failure',
};

/** The class of an error's code; codes of MT5's own return codes mean that the trade server refused. */
export function exitClassOf(code: string): ExitClass {
  return Object.hasOwn(classes, code) ? classes[code as keyof typeof classes] : 'refused';
}

/** For --help. */
export function describeExitCodes(): string {
  const lines = Object.values(exitCodes).map(({ number, meaning }) => `  ${number}  ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}
