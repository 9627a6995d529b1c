import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliError } from './cli-error.ts';
import type { Out } from './output/out.ts';

/** What a person types, or a script in their place writes. */
export interface Input {
  readonly isTerminal: boolean;
  /**
   * The next line, which a terminal does not show; a script's lines are read without asking.
   * @throws CliError NO_INPUT at the end of the input, and on Ctrl-C
   */
  secret(question: string): Promise<string>;
  /** The same, seen. */
  line(question: string): Promise<string>;
}

/** Nothing is read before the first question. `prompt`: where questions go. */
export function inputOf(stdin: NodeJS.ReadStream, prompt: Out): Input {
  const isTerminal = stdin.isTTY === true;
  let lines: AsyncIterator<string> | undefined;
  const asked = async (question: string, isSeen: boolean): Promise<string> => {
    if (isTerminal) return typed(stdin, prompt, question, isSeen);
    lines ??= createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
    const { done, value } = await lines.next();
    if (done) throw nothing();
    return value;
  };
  return { isTerminal, secret: (question) => asked(question, false), line: (question) => asked(question, true) };
}

/** What is not to be seen readline edits as usual, but what it would echo goes nowhere; the rest the terminal echoes. */
async function typed(stdin: NodeJS.ReadStream, prompt: Out, question: string, isSeen: boolean): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: stdin, output: nowhere, terminal: !isSeen, historySize: 0 });
  await prompt.write(question);
  try {
    return await answer(line);
  } finally {
    line.close();
    if (!isSeen) await prompt.write('\n');
  }
}

function answer(line: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    line.once('line', resolve);
    line.once('SIGINT', () => reject(nothing()));
    line.once('close', () => reject(nothing()));
  });
}

const nothing = () => new CliError('NO_INPUT', 'Nothing was typed.');
