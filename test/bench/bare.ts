import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Dealer } from 'zeromq';
import { connectStdio, type Era, type Session } from '../support/bridge.ts';

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export interface BareZmq {
  roundTrip(): Promise<void>;
  /** Transfers so many bytes and returns them. */
  transfer(bytes: number): Promise<Uint8Array>;
  close(): void;
}

/** A bare DEALER against a bare REP of Node in a process of its own. */
export const bareZmq = (): Promise<BareZmq> => bareRep(process.execPath, beside('echo-zmq.ts'));

/** A bare DEALER against a bare REP of libzmq in a process of its own. */
export async function bareLibzmq(): Promise<BareZmq> {
  const program = join(mkdtempSync(join(tmpdir(), 'mt5-bridge-echo-')), 'echo');
  await promisify(execFile)('g++', ['-O2', beside('echo-libzmq.cpp'), '-o', program, '-lzmq']);
  return bareRep(program);
}

const empty = Buffer.alloc(0);

/** A bare DEALER that sends one and the same request again and again. */
export function bareDealer(endpoint: string, request: Uint8Array): { socket: Dealer; roundTrip: () => Promise<void> } {
  const socket = new Dealer({ linger: 0 });
  socket.connect(endpoint);
  return {
    socket,
    async roundTrip() {
      await socket.send([empty, request]);
      await socket.receive();
    },
  };
}

async function bareRep(program: string, ...words: readonly string[]): Promise<BareZmq> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [endpoint] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { socket, roundTrip } = bareDealer(endpoint, Buffer.alloc(60, 1));
  return {
    roundTrip,
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
