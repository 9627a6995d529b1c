import { type JSONRPCErrorResponse, ProtocolErrorCode, type RequestId } from '@modelcontextprotocol/server';
import { errorRecord } from '@mt5-bridge/gateway/read';
import { Mt5Error } from '@mt5-bridge/protocol';

/** To a request that was under way when its session, or its token, ended. */
export function unanswered(id: RequestId): JSONRPCErrorResponse {
  const record = errorRecord(new Mt5Error('SESSION_ENDED'));
  const message = `${record.code}: ${record.message} ${record.what_to_do}`;
  return { jsonrpc: '2.0', id, error: { code: ProtocolErrorCode.InternalError, message, data: record } };
}
