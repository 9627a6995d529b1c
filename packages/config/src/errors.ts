import type { Position } from './toml-positions.ts';

export type ConfigErrorCode = 'CONFIG_SYNTAX' | 'CONFIG_UNKNOWN_KEY' | 'CONFIG_INVALID_VALUE' | 'CONFIG_UNREADABLE';

/** One thing wrong with a configuration. Never holds more of the file than a key's name and a short scalar value. */
export interface ConfigProblem extends Partial<Position> {
  readonly code: ConfigErrorCode;
  /** The file, or the environment variable, that the problem is in. */
  readonly file: string;
  /** Dotted, as in `mt5.bridge.port`. */
  readonly key?: string;
  readonly message: string;
  readonly what_to_do: string;
}

/** `file:line:column: message What to do.`, as compilers write it, so that editors can jump there. */
function sentence(problem: ConfigProblem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  return `${place}: ${problem.message} ${problem.what_to_do}`;
}

/** A configuration that can't be used, with everything that is wrong with it; the first few problems of a long list. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly key: string | undefined;
  readonly what_to_do: string;
  /** In the order of the file. The fields above are the first one's. */
  readonly problems: readonly ConfigProblem[];

  /** @param more the number of problems that `problems` leaves out */
  constructor(problems: readonly [ConfigProblem, ...ConfigProblem[]], more = 0) {
    super([...problems.map(sentence), ...(more > 0 ? [`… and ${more} more problems.`] : [])].join('\n'));
    const [first] = problems;
    this.code = first.code;
    this.file = first.file;
    this.line = first.line;
    this.column = first.column;
    this.key = first.key;
    this.what_to_do = first.what_to_do;
    this.problems = problems;
  }
}

/** The error of a file that gives no text to parse. */
export function unreadable(file: string, message: string, what_to_do: string, line?: number): ConfigError {
  return new ConfigError([{ code: 'CONFIG_UNREADABLE', file, ...(line && { line }), message, what_to_do }]);
}
