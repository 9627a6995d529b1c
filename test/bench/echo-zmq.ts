import { Reply } from 'zeromq';

/** A bare REP socket: echoes one frame; a frame of 4 bytes asks for so many bytes back. The yardstick for the wire. */
const socket = new Reply({ linger: 0 });
await socket.bind('tcp://127.0.0.1:*');
process.stdout.write(`${socket.lastEndpoint}\n`);
const blocks = new Map<number, Buffer>();
for await (const [frame] of socket) {
  if (frame === undefined) break;
  if (frame.length !== 4) {
    await socket.send(frame);
    continue;
  }
  const size = frame.readUInt32LE();
  const block = blocks.get(size) ?? Buffer.alloc(size, 1);
  blocks.set(size, block);
  await socket.send([frame, block]);
}
