import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Dealer } from 'zeromq';
import { connectStdio, type Era, type Session } from '../support/bridge.ts';

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export interface BareZmq {
  roundTrip(): Promise<void>;
  /** Transfers so many bytes and returns them. */
  transfer(bytes: number): Promise<Uint8Array>;
  close(): void;
}

/** A bare DEALER against a bare REP in a process of its own. */
export async function bareZmq(): Promise<BareZmq> {
  const child = spawn(process.execPath, [beside('echo-zmq.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [endpoint] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const socket = new Dealer({ linger: 0 });
  socket.connect(endpoint);
  const empty = Buffer.alloc(0);
  const payload = Buffer.alloc(60, 1);
  return {
    async roundTrip() {
      await socket.send([empty, payload]);
      await socket.receive();
    },
    async transfer(bytes) {
      const ask = Buffer.alloc(4);
      ask.writeUInt32LE(bytes);
      await socket.send([empty, ask]);
      const [, , block] = await socket.receive();
      return block ?? empty;
    },
    close() {
      socket.close();
      child.kill();
    },
  };
}

export function bareSdk(era: Era): Promise<Session> {
  return connectStdio([beside('echo-mcp.ts')], era);
}
