import { createMt5Client, type Mt5Client, type Mt5ClientOptions } from '@mt5-bridge/client';
import { type ErrorCode, Mt5Error, systemClock } from '@mt5-bridge/protocol';
import { type ConnectTransport, memoryPair } from '@mt5-bridge/protocol/wire';
import { type BoundEndpoints, bindZmq, connectZmq } from '@mt5-bridge/transport-zmq';
import { expect, onTestFinished } from 'vitest';
import { ManualClock, settled } from '../support/manual-clock.ts';
import { freeAddresses } from '../support/ports.ts';
import { ScriptedPeer } from '../support/scripted-peer.ts';

/** Options a test may change. */
type Changes = Partial<Pick<Mt5ClientOptions, 'serverTimezone' | 'requestTimeoutMs' | 'random' | 'observeCall'>>;

export interface Setting {
  readonly client: Mt5Client;
  readonly peer: ScriptedPeer;
  /** "level: message" of every log line. */
  readonly logged: string[];
}

export interface MemorySetting extends Setting {
  readonly clock: ManualClock;
}

/** A client and a scripted peer in one process, with a clock that the test moves; the link is not awaited. */
export async function apart(changes: Changes = {}): Promise<MemorySetting> {
  const clock = new ManualClock();
  const { connect, bind } = memoryPair();
  const peer = new ScriptedPeer(bind, () => clock.now());
  return { ...client(connect, clock, changes), peer, clock };
}

/** The same, with the link up. */
export async function together(changes: Changes = {}): Promise<MemorySetting> {
  const setting = await apart(changes);
  await setting.peer.open();
  await settled();
  expect(setting.client.link.state).toBe('up');
  return setting;
}

/** A client and a scripted peer over real sockets in real time, the link up. */
export async function overZmq(changes: Changes = {}): Promise<Setting & { bind: BoundEndpoints }> {
  const bind = await bindZmq(await freeAddresses());
  const peer = await new ScriptedPeer(bind, () => Date.now()).open();
  onTestFinished(() => peer.close());
  const setting = client(connectZmq(bind), systemClock(), changes);
  await setting.client.ready(5_000);
  return { ...setting, peer, bind };
}

/** A client of any carrier; logged: its log. */
export function client<C extends Mt5ClientOptions['clock']>(connect: ConnectTransport, clock: C, changes: Changes) {
  const logged: string[] = [];
  const client = createMt5Client({
    connect,
    clock,
    random: () => 0.5,
    serverTimezone: 'auto',
    requestTimeoutMs: 5_000,
    log: (level, message) => logged.push(`${level}: ${message}`),
    ...changes,
  });
  onTestFinished(() => client.close());
  return { client, logged };
}

/** What a promise came to by now; a pending one says so. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  const told = promise.catch((error: unknown) => (error instanceof Mt5Error ? error.code : error));
  await settled();
  return Promise.race([told, settled().then(() => 'pending')]);
}

export async function failure(promise: Promise<unknown>, code: ErrorCode): Promise<Mt5Error> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Mt5Error);
  expect((error as Mt5Error).code).toBe(code);
  return error as Mt5Error;
}
