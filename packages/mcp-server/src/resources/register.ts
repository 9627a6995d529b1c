import { type McpServer, type ReadResourceResult, ResourceTemplate } from '@modelcontextprotocol/server';
import type { ToolContext } from '../define-tool.ts';
import { codedError, failedResource } from '../failures.ts';
import { addressOf, answerOf, isTemplate, offeredResources } from './definitions.ts';
import type { Subscriptions } from './subscriptions.ts';

const MIME_TYPE = 'application/json';
/** As many as MCP lets a completion answer. */
const MOST_COMPLETIONS = 100;
/** A legacy connection subscribes as a whole. */
const CONNECTION = 'connection';

/** Offers every resource for reading, completion and, to clients up to 2025-11-25, subscription. */
export function registerResources(mcp: McpServer, context: ToolContext, subscriptions: Subscriptions): void {
  for (const definition of offeredResources(context)) {
    const { name, title, description, uri } = definition;
    const complete = { symbol: (typed: string) => coded(uri, context, () => completedSymbols(typed, context)) };
    const about = { title, description, mimeType: MIME_TYPE };
    const read = (url: URL) => contentsOf(url.href, context);
    if (isTemplate(definition))
      mcp.registerResource(name, new ResourceTemplate(uri, { list: undefined, complete }), about, read);
    else mcp.registerResource(name, uri, about, read);
  }
  mcp.server.setRequestHandler('resources/subscribe', async ({ params: { uri } }) => {
    const refusal = await subscriptions.refusal([uri]);
    if (refusal !== undefined) throw refusal;
    subscriptions.add(CONNECTION, [uri]);
    return {};
  });
  mcp.server.setRequestHandler('resources/unsubscribe', ({ params: { uri } }) => {
    subscriptions.remove(CONNECTION, uri);
    return {};
  });
}

/** @throws ProtocolError with the failure's record */
async function contentsOf(uri: string, context: ToolContext): Promise<ReadResourceResult> {
  const address = addressOf(uri, offeredResources(context));
  const answer = await coded(uri, context, () => answerOf(address, context));
  return { contents: [{ uri, mimeType: MIME_TYPE, text: JSON.stringify(answer) }] };
}

async function coded<T>(uri: string, { log }: ToolContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw failedResource(uri, codedError(thrown, log));
  }
}

/** Symbols whose name starts with what was typed, then those that have it in name or description. */
async function completedSymbols(typed: string, { reads }: ToolContext): Promise<string[]> {
  const filter = typed === '' ? {} : { search: typed };
  const { items } = await reads.symbols({ ...filter, offset: 0, count: MOST_COMPLETIONS });
  const names = items.map((item) => item.name).sort();
  const starts = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase());
  return [...names.filter(starts), ...names.filter((name) => !starts(name))];
}
