import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ScriptedModel extends AsyncDisposable {
  readonly url: string;
  /** What the client answered to each call, in their order. */
  readonly answers: readonly string[];
}

interface Block {
  readonly type: string;
  readonly tool_use_id?: string;
  readonly content?: unknown;
}

/** Stands in for the service that a model runs in: it calls these tools one after the other, then says that it is done. */
export async function scriptedModel(calls: readonly ScriptedCall[]): Promise<ScriptedModel> {
  const answers = new Map<string, string>();
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { messages = [], tools = [] } = body === '' ? {} : JSON.parse(body);
    const blocks: Block[] = messages.flatMap(({ content }: { content: unknown }) => content);
    for (const { type, tool_use_id: id, content } of blocks)
      if (type === 'tool_result' && id !== undefined) answers.set(id, JSON.stringify(content));
    // Without tools it is asked for something on the side, as a title.
    const call = tools.length > 0 ? calls[answers.size] : undefined;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const [type, data] of events(call, answers.size))
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
    response.end();
  }
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get answers() {
      return [...answers.values()];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function events(call: ScriptedCall | undefined, number: number): [string, object][] {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'scripted', content: [] };
  const usage = { input_tokens: 1, output_tokens: 1 };
  const block = call
    ? { type: 'tool_use', id: `toolu_${number}`, name: call.name, input: {} }
    : { type: 'text', text: '' };
  const delta = call
    ? { type: 'input_json_delta', partial_json: JSON.stringify(call.input) }
    : { type: 'text_delta', text: 'done' };
  return [
    ['message_start', { message: { ...message, usage, stop_reason: null, stop_sequence: null } }],
    ['content_block_start', { index: 0, content_block: block }],
    ['content_block_delta', { index: 0, delta }],
    ['content_block_stop', { index: 0 }],
    ['message_delta', { delta: { stop_reason: call ? 'tool_use' : 'end_turn', stop_sequence: null }, usage }],
    ['message_stop', {}],
  ];
}
