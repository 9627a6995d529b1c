import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of an answer that is JSON. */
  readonly json: () => Record<string, unknown>;
}

export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a text. */
  readonly body?: unknown;
}

/** A request with any header at all, those that fetch() keeps for itself among them. */
export async function rawRequest(url: string, ask: RawRequest = {}): Promise<RawAnswer> {
  const answer = await sent(url, ask);
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode ?? 0, headers: answer.headers, text, json: () => JSON.parse(text) };
}

/** Before its body is read. */
export function sent(url: string, { method = 'GET', path = '/', headers = {}, body }: RawRequest) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const json = body !== undefined && typeof body !== 'string';
  const out = request(`${url}${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  });
  out.once('response', resolve).once('error', reject);
  out.end(json ? JSON.stringify(body) : body);
  return promise;
}

export const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};

export const mcpHeaders = {
  authorization: 'Bearer trader-token',
  accept: 'application/json, text/event-stream',
};
