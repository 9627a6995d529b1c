/** What can be wrong with a replay file, and what its owner can do about it. */
export const marketFileProblems = {
  MARKET_FILE_NOT_FOUND: 'Check the path of the replay file.',
  MARKET_FILE_IS_DIRECTORY: 'Name the files in it one by one, or use a shell pattern such as DIR/*.csv.',
  MARKET_FILE_UNREADABLE: 'Check that the file may be read.',
  MARKET_FILE_EMPTY: 'Export the bars or ticks again: the file holds no records.',
  MARKET_FILE_HEADER: 'Export it in MetaTrader 5: View, Symbols, Bars or Ticks, Export.',
  MARKET_FILE_COLUMNS: 'Give every line the columns of the header, separated by single tabs.',
  MARKET_FILE_TIME: 'Write dates as 2026.07.13 and times as 12:00:00 or 12:00:00.093.',
  MARKET_FILE_NUMBER: 'Write numbers with digits and a decimal point only, as in 1.14273.',
  MARKET_FILE_PRICE: 'Correct the prices of this line, or leave the line out.',
  MARKET_FILE_ORDER: 'Sort the lines by time, oldest first.',
  MARKET_FILE_OVERLAP: 'Leave one of the two files out, or cut them so that one ends before the other begins.',
  MARKET_FILE_SYMBOL: 'Name the file after its symbol, as in EURUSD_2026-07-13.csv: the symbol ends at the first "_".',
} as const;
export type MarketFileProblem = keyof typeof marketFileProblems;

/** A replay file that can't be used. `line` and `column` count from 1; absent when the file as a whole is meant. */
export class MarketFileError extends Error {
  override readonly name = 'MarketFileError';
  readonly code: MarketFileProblem;
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(
    code: MarketFileProblem,
    problem: string,
    at: { file: string; line?: number | undefined; column?: number | undefined },
    options?: ErrorOptions,
  ) {
    const place = [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
    super(`${place}: ${problem}`, options);
    this.code = code;
    this.file = at.file;
    this.line = at.line;
    this.column = at.column;
  }

  get whatToDo(): string {
    return marketFileProblems[this.code];
  }
}
