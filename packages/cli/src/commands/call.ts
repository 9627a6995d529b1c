import { type JsonSchema, toolArguments } from '../call/tool-arguments.ts';
import { CliError } from '../cli-error.ts';
import { closeMatches } from '../close-matches.ts';
import { exitClassOf, exitCodes } from '../exit-codes.ts';
import { recordOf } from '../failure.ts';
import { callIllustrated } from '../mcp-answers.ts';
import { writeNewFile } from '../new-file.ts';
import type { Answer } from '../output/format.ts';
import type { Format } from '../output/formats.ts';
import { writeAnswer } from '../output/write-answer.ts';
import { openSession, type Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import type { TerminalOptions } from '../terminal-options.ts';

export interface CallOptions extends TerminalOptions {
  readonly jsonArgs?: Readonly<Record<string, unknown>>;
  readonly output?: Format;
  /** A new file for the picture that comes with the answer. */
  readonly out?: string;
}

/**
 * Runs one tool, or lists them all. Where a format for programs is asked for, a failure has that format too.
 * @returns the exit code
 */
export async function call(
  shell: Shell,
  tool: string | undefined,
  words: readonly string[],
  { jsonArgs = {}, output, out, ...options }: CallOptions,
): Promise<number> {
  try {
    await using session = await openSession(shell, options);
    const { answer, picture } =
      tool === undefined
        ? { answer: await toolList(session), picture: undefined }
        : await toolAnswer(session, tool, words, jsonArgs);
    if (picture !== undefined && out !== undefined) await writeNewFile(out, [picture]);
    await writeAnswer(shell, answer, output);
    return await pictureTold(shell, picture, out);
  } catch (error) {
    if (output === undefined || output === 'table') throw error;
    const record = await recordOf(error);
    await writeAnswer(shell, { error: record }, output);
    return exitCodes[exitClassOf(record.code)].number;
  }
}

/** What became of the picture. An order that was sent stays done: a file that is not written is no failure of the tool. */
async function pictureTold(
  { stderr }: Shell,
  picture: Uint8Array | undefined,
  out: string | undefined,
): Promise<number> {
  if (picture !== undefined) {
    await stderr.write(out === undefined ? 'A picture came with it; --out FILE.png keeps it.\n' : `Wrote ${out}\n`);
  } else if (out !== undefined) {
    await stderr.write(`No picture came with the answer: ${out} was not written.\n`);
    return exitCodes.usage.number;
  }
  return exitCodes.ok.number;
}

async function toolList({ client }: Session): Promise<Answer> {
  const { tools } = await client.listTools();
  return {
    tools: tools.map(({ name, title, inputSchema }) => ({
      name,
      title,
      arguments: Object.keys(inputSchema.properties ?? {}),
    })),
  };
}

async function toolAnswer(
  session: Session,
  name: string,
  words: readonly string[],
  json: Readonly<Record<string, unknown>>,
): ReturnType<typeof callIllustrated> {
  const { tools } = await session.client.listTools();
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    const names = tools.map((candidate) => candidate.name);
    throw new CliError('UNKNOWN_TOOL', `There is no tool "${name}".`, {
      details: { close_matches: closeMatches(name, names) },
    });
  }
  const args = toolArguments(words, json, tool.inputSchema as JsonSchema);
  await session.ready();
  return callIllustrated(session.client, name, args);
}
