import {
  Mt5Error,
  type OperationName,
  operationByNumber,
  operations,
  SchemaError,
  serverZone,
} from '@mt5-bridge/protocol';
import {
  decodeRequest,
  encodeReply,
  type Frames,
  type RequestFrame,
  RequestRefused,
  type WireError,
} from '@mt5-bridge/protocol/wire';
import { Crash } from '../faults/crash.ts';
import type { Log } from '../log.ts';
import type { WithRecords } from './handler.ts';
import { handlers } from './handlers/index.ts';
import type { Terminal } from './terminal.ts';

/** The longest message that a reply may carry. */
const MESSAGE_LENGTH = 1_024;

/** Answers one request; whatever happens, there is exactly one answer. @throws Crash, where a fault ends the program */
export function dispatch(terminal: Terminal, frames: Frames): Frames {
  const [head = new Uint8Array()] = frames;
  let id = 0;
  try {
    const request = decodeRequest(head);
    id = request.id;
    return carryOut(terminal, request, frames);
  } catch (error) {
    if (error instanceof Crash) throw error;
    const { refusedId, ...e } = asWireError(error, terminal.log);
    return [encodeReply({ id: refusedId ?? id, ok: false, t: terminal.frameClock(), e })];
  }
}

/** @throws Mt5Error, SchemaError, or anything that a handler throws */
function carryOut(terminal: Terminal, request: RequestFrame, frames: Frames): Frames {
  const { id, ttl } = request;
  const size = frames.reduce((bytes, frame) => bytes + frame.byteLength, 0);
  const limit = terminal.limits.max_request_bytes;
  if (size > limit) throw new Mt5Error('BAD_FRAME', `the request has ${size} bytes, the limit is ${limit}`);
  const name = operationByNumber(request.op);
  if (name === undefined) throw new Mt5Error('UNKNOWN_OPERATION', `there is no operation number ${request.op}`);
  const operation = operations[name];
  if (operation.kind === 'write' && ttl === 0) {
    throw new Mt5Error('INVALID_PARAMS', `ttl: ${name} needs a time to live, so that nothing stale is carried out`);
  }
  if (operation.kind === 'write' && request.e === undefined) {
    throw new Mt5Error(
      'INVALID_PARAMS',
      `e: ${name} needs the epoch that hello told, so that it meets the right account`,
    );
  }
  const late = ttl === 0 ? 0 : terminal.frameClock() - ttl;
  if (late > 0) throw new Mt5Error('EXPIRED', `the request came ${late} ms after its time to live`);

  if (request.e !== undefined && request.e !== terminal.epoch) {
    throw new Mt5Error('STALE_EPOCH', `the request is meant for epoch ${request.e}, this is ${terminal.epoch}`);
  }

  const params = operation.params.decode(request.a, 'a', serverZone);
  const answer = (handlers[name] as (terminal: Terminal, params: unknown) => unknown)(terminal, params);
  const [result, records] = 'bulk' in operation ? parts(answer as WithRecords<unknown>) : [answer];
  const d = encodeResult(name, result);
  const reply = encodeReply({ id, ok: true, t: terminal.frameClock(), d });
  return records === undefined ? [reply] : [reply, records];
}

const parts = ({ result, records }: WithRecords<unknown>): [unknown, Uint8Array] => [result, records];

/** A result that breaks its own schema is a fault of this side, not of the caller. */
function encodeResult(name: OperationName, result: unknown): unknown {
  try {
    return operations[name].result.encode(result as never, 'd', serverZone);
  } catch (cause) {
    throw new Error(`the answer to ${name} breaks its schema`, { cause });
  }
}

function asWireError(error: unknown, log: Log): WireError & { refusedId?: number } {
  if (error instanceof RequestRefused) return { code: error.code, message: error.message, refusedId: error.id };
  if (error instanceof SchemaError) return { code: 'INVALID_PARAMS', message: error.message.slice(0, MESSAGE_LENGTH) };
  if (error instanceof Mt5Error) {
    const { code, retcode } = error;
    const message = error.message.slice(0, MESSAGE_LENGTH);
    return retcode === undefined ? { code, message } : { code, message, retcode };
  }
  const problem = error instanceof Error ? error.message : String(error);
  log('error', `an operation failed unexpectedly: ${problem}`, { error });
  return { code: 'INTERNAL', message: problem.slice(0, MESSAGE_LENGTH) };
}
