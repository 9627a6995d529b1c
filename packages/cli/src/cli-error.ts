/** Failures that only the command line can meet: what to do about each. */
const whatToDo = {
  USAGE: 'See `mt5-bridge --help`, or `mt5-bridge COMMAND --help`.',
  NO_INPUT: 'Type what is asked for at a terminal, or give it as a line on stdin.',
  NOT_CONFIRMED: 'Type yes where it is wanted.',
  PASSPHRASES_DIFFER: 'Try again.',
  UNKNOWN_TOOL: 'Use one of the close matches; `mt5-bridge call` alone lists the tools.',
  CONFIG_EXISTS: 'Edit that file, or write it anew with --force.',
  CONFIG_UNWRITABLE: 'Check the path and its permissions, or name another file with --config.',
  FILE_UNWRITABLE: 'Name a new file in a folder that you may write to.',
  CLIENT_CONFIG_UNREADABLE:
    'Put that file right in an editor, or add the server by hand as docs/clients.md shows, then try again.',
  TERMINAL_NOT_FOUND:
    'Start MetaTrader 5 once, so that it makes its data folder, or name that folder with --terminal (in the terminal: File, Open Data Folder); --wine-prefix names a Wine prefix, --no-terminal goes on without.',
  TERMINAL_UNCLEAR: 'Name the data folder of one of them with --terminal.',
  TERMINAL_FOLDER_WRONG: 'Name the folder that the terminal shows under File, Open Data Folder.',
  EXPERT_FILES_MISSING: 'Install mt5-bridge again: a part of it is missing.',
  LIBZMQ_MISSING:
    'Build it with `docker build --output docker/libzmq/build docker/libzmq`, or on Debian 12 with `docker/libzmq/build.sh docker/libzmq/build`, or name a file with --libzmq.',
  LIBZMQ_WRONG: 'Take the libzmq.dll that comes with this version, or build it as docker/libzmq/README.md says.',
  COMPILE_FAILED:
    'Look at what MetaEditor says, or compile in MetaEditor (F7) and run setup again; --no-compile leaves it out. `mt5-bridge setup --undo` takes back what was done.',
  SETUP_RUNNING: 'Wait for it to end; if none runs, remove that file.',
  SETUP_CHANGED: 'Run setup again: it looks at the file anew.',
  SETUP_UNREADABLE: 'Check what is there, and its permissions.',
  SETUP_UNWRITABLE:
    'Close the terminal and MetaEditor, check the disk and the permissions, and run it again: nothing is done twice. `mt5-bridge setup --undo` takes back what was done.',
  SETUP_JOURNAL_BROKEN: 'The disk or an editor changed it: put it right from a copy, or undo by hand what it tells of.',
  SERVER_NOT_STARTED: 'Run `mt5-bridge serve` by hand with the same options: it says why on stderr.',
  SMOKE_TRADE_REFUSED:
    'Log the terminal in to a demo account; to trade real money all the same, type --real-account with the number of the account.',
  SMOKE_TRADE_FAILED: 'Look at the Trade and Experts tabs of the terminal, and at `mt5-bridge audit tail`.',
  SMOKE_TRADE_LEFT: 'Close it by hand in the terminal: nothing here does it later.',
  DEMO_FAILED: 'Run `npm run build`, then try again; MT5_BRIDGE_LOG_LEVEL=debug says more.',
  UNEXPECTED: 'Run it again with MT5_BRIDGE_LOG_LEVEL=debug and report what it says as a fault of mt5-bridge.',
  NODE_TOO_OLD: 'Install Node 22.22 or newer: https://nodejs.org',
} as const;

export type CliErrorCode = keyof typeof whatToDo;

export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: CliErrorCode,
    problem: string,
    options: { details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(problem, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get whatToDo(): string {
    return whatToDo[this.code];
  }
}
