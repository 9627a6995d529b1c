import {
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { isStream, whenClosed } from '../traffic.ts';
import type { Asked } from './sessions.ts';
import { unanswered } from './unanswered.ts';

type SendOptions = Parameters<WebStandardStreamableHTTPServerTransport['send']>[1];

/**
 * Of one session. What is under way when it ends is answered then: the SDK's own transport ends the stream without a
 * word, and clients go on waiting for their time limit.
 */
export class SessionTransport extends WebStandardStreamableHTTPServerTransport {
  readonly #underWay = new Set<RequestId>();

  async serve({ request, body, outgoing }: Pick<Asked, 'request' | 'body' | 'outgoing'>): Promise<Response> {
    const asked = [body].flat().flatMap((message) => (isJSONRPCRequest(message) ? [message.id] : []));
    const forget = () => asked.forEach((id) => void this.#underWay.delete(id));
    for (const id of asked) this.#underWay.add(id);
    whenClosed(outgoing, forget);
    const response = await this.handleRequest(request, body === undefined ? {} : { parsedBody: body });
    if (!isStream(response)) forget();
    return response;
  }

  override async send(message: JSONRPCMessage, options?: SendOptions): Promise<void> {
    const isAnswer = isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message);
    if (isAnswer && message.id !== undefined) this.#underWay.delete(message.id);
    await super.send(message, options);
  }

  override async close(): Promise<void> {
    for (const id of this.#underWay) await this.send(unanswered(id));
    await super.close();
  }
}
