import type { ConfigErrorCode } from '@mt5-bridge/config';
import type { MarketFileProblem } from '@mt5-bridge/fake-mt5';
import type { ErrorCode } from '@mt5-bridge/protocol';
import type { CliErrorCode } from './cli-error.ts';

/** What the process says when it ends; scripts rely on the numbers. */
export const exitCodes = {
  ok: { number: 0, meaning: 'done' },
  failure: { number: 1, meaning: 'failed unexpectedly, or a fault of mt5-bridge' },
  usage: { number: 2, meaning: 'wrong command line, argument or input file' },
  configuration: { number: 3, meaning: 'the configuration or an address in it can not be used' },
  unreachable: { number: 4, meaning: 'no terminal answers, or it has no connection to the broker' },
  refused: { number: 5, meaning: 'the terminal, the broker or the market refused' },
  protocol: { number: 6, meaning: 'both sides do not understand each other (versions, broken messages)' },
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

  INTERNAL: 'failure',
  UNEXPECTED: 'failure',
  NODE_TOO_OLD: 'failure',
  DEMO_FAILED: 'failure',
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
