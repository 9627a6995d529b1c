import { type Client, ProtocolError } from '@modelcontextprotocol/client';
import type { ErrorRecord } from '@mt5-bridge/gateway/read';
import { ToolError } from './failure.ts';
import type { Answer } from './output/format.ts';

export interface Illustrated<T> {
  readonly answer: Answer & T;
  /** The image (PNG) that came with the answer. */
  readonly picture: Uint8Array | undefined;
}

/** A tool's answer, of which the caller knows `T` from the tool's output schema. @throws ToolError with the server's record */
export async function callTool<T>(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
): Promise<Answer & T> {
  return (await callIllustrated<T>(client, name, args)).answer;
}

/** @throws ToolError with the server's record */
export async function callIllustrated<T>(
  client: Client,
  name: string,
  args: Record<string, unknown>,
): Promise<Illustrated<T>> {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: args });
  if (isError !== true) {
    const image = content.find((block) => block.type === 'image');
    const picture = image === undefined ? undefined : Buffer.from(image.data, 'base64');
    return { answer: structuredContent as Answer & T, picture };
  }
  const [first] = content;
  throw new ToolError(JSON.parse(first?.type === 'text' ? first.text : '') as ErrorRecord);
}

/** What a resource holds now. @throws ToolError with the server's record */
export async function readResource(client: Client, uri: string): Promise<Answer> {
  const { contents } = await withRecord(client.readResource({ uri }));
  const [first] = contents;
  return JSON.parse(first !== undefined && 'text' in first ? first.text : '') as Answer;
}

/** On a connection of the older era, as those in one process are. @throws ToolError with the server's record */
export async function subscribe(client: Client, uri: string): Promise<void> {
  await withRecord(client.subscribeResource({ uri }));
}

/** For resources the record is the data of the protocol's own error. */
async function withRecord<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof ProtocolError ? new ToolError(error.data as ErrorRecord) : error;
  }
}
