import { createFakeMt5 } from '@mt5-bridge/fake-mt5';
import { newYorkCloseZone, operations, systemClock } from '@mt5-bridge/protocol';
import { type BindTransport, decodeReply, decodeRequest, encodeReply, type Frames } from '@mt5-bridge/protocol/wire';
import { bindZmq } from '@mt5-bridge/transport-zmq';

/**
 * FakeMT5 that has its tick records at hand, as a terminal has them in memory: the first answer to `ticks` is kept and
 * sent again. It shows what the wire and the client cost, without what FakeMT5 spends on making a million records.
 */
const sockets = await bindZmq({ command: 'tcp://127.0.0.1:*', events: 'tcp://127.0.0.1:*' });
let kept: { readonly d: unknown; readonly records: Uint8Array } | undefined;

const bind: BindTransport = (handler) =>
  sockets(async (frames): Promise<Frames | undefined> => {
    const { id, op } = decodeRequest(frames[0] ?? new Uint8Array());
    if (op !== operations.ticks.number) return handler(frames);
    if (kept === undefined) {
      const [head, records] = (await handler(frames)) ?? [];
      if (head === undefined || records === undefined) return undefined;
      const reply = decodeReply(head);
      if (reply.ok) kept = { d: reply.d, records };
      return [head, records];
    }
    return [encodeReply({ id, ok: true, t: Date.now(), d: kept.d }), kept.records];
  });

await createFakeMt5({ bind, clock: systemClock(), zone: newYorkCloseZone(), seed: 1, speed: 1, loop: true });
process.stdin.resume().on('end', () => process.exit());
process.stdout.write(`${JSON.stringify({ ready: true, command: sockets.command, events: sockets.events })}\n`);
