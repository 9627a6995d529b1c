import assert from 'node:assert/strict';
import { type OperationName, operations, type Params, type Result, serverZone } from '@mt5-bridge/protocol';
import { type Peer, pause } from './peer.ts';

const PATIENCE_MS = 20_000;
const PAUSE_MS = 100;

/** An answer that the terminal has to compute or draw first: asked for again while it is PENDING. */
export async function patient<N extends OperationName>(
  peer: Peer,
  name: N,
  params: Params<N>,
): Promise<{ result: Result<N>; bulk: Uint8Array | undefined }> {
  const { number, params: shape, result } = operations[name];
  const a = shape.encode(params as never, 'a', serverZone);
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(PAUSE_MS)) {
    const { head, bulk } = await peer.ask(number, a);
    if (head.ok) return { result: result.decode(head.d, 'd', serverZone) as Result<N>, bulk };
    assert.equal(head.e.code, 'PENDING', `${name}: ${head.e.message}`);
    assert(Date.now() < deadline, `${name} was still PENDING after ${PATIENCE_MS} ms`);
  }
}
