import { type AddressInfo, createServer } from 'node:net';
import { operations } from '@mt5-bridge/protocol';
import { decodeReply, encodeRequest } from '@mt5-bridge/protocol/wire';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { curveKeyPair, Request } from 'zeromq';
import { type FakeProcess, nativeBin, startFake } from '../support/processes.ts';
import { until } from '../support/wait.ts';
import { BUILDING_MS, underWine } from './expert.ts';

let options: readonly string[];
beforeAll(async () => {
  options = await underWine();
}, BUILDING_MS);

let terminal: FakeProcess | undefined;
const callers = new Set<Request>();
afterEach(async () => {
  for (const caller of callers) caller.close();
  callers.clear();
  await terminal?.kill();
  terminal = undefined;
});

/** The expert under Wine, with inputs. */
async function expert(...inputs: string[]): Promise<FakeProcess> {
  const set = inputs.flatMap((input) => ['--set', input]);
  terminal = await startFake(['--seed', '11', ...options, ...set], undefined, nativeBin);
  return terminal;
}

/** Whether a hello is answered there within a second. */
async function isAnswered(address: string, keys: Partial<Request> = {}): Promise<boolean> {
  const caller = new Request({ linger: 0, sendTimeout: 1_000, receiveTimeout: 1_000, ...keys });
  callers.add(caller);
  caller.connect(address);
  try {
    await caller.send(encodeRequest({ id: 1, op: operations.hello.number, ttl: 0, a: {} }));
    const [head] = await caller.receive();
    return head !== undefined && decodeReply(head).ok;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
    throw error;
  }
}

/** A program of this system that listens somewhere. */
async function holder(): Promise<{ readonly address: string; release(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `tcp://127.0.0.1:${port}`,
    release: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

test('with CURVE only known clients are answered', async () => {
  const [own, known, stranger] = [curveKeyPair(), curveKeyPair(), curveKeyPair()];
  const { command } = await expert(
    `InpCurveSecretKey=${own.secretKey}`,
    `InpCurveClientKeys=${curveKeyPair().publicKey},${known.publicKey}`,
  );
  const as = ({ publicKey, secretKey }: typeof own) => ({
    curveServerKey: own.publicKey,
    curvePublicKey: publicKey,
    curveSecretKey: secretKey,
  });
  expect(await isAnswered(command, as(known))).toBe(true);
  expect(await isAnswered(command, as(stranger))).toBe(false);
  expect(await isAnswered(command)).toBe(false);
  expect(await isAnswered(command, as(known))).toBe(true);
});

test('another address closes the sockets and opens others, and the first address can be had again', async () => {
  const { command, control } = await expert();
  expect(await isAnswered(command)).toBe(true);
  const { address: elsewhere, release } = await holder();
  await release();
  control({ expert: 'parameters', set: [`InpCommandAddress=${elsewhere}`] });
  await until(() => isAnswered(elsewhere), 'An answer at the other address');
  expect(await isAnswered(command)).toBe(false);
  control({ expert: 'parameters', set: [`InpCommandAddress=${command}`] });
  await until(() => isAnswered(command), 'An answer at the first address');
  expect(await isAnswered(elsewhere)).toBe(false);
});

test('an address that is taken is tried again until it is free', async () => {
  const { command, control } = await expert();
  const { address, release } = await holder();
  control({ expert: 'parameters', set: [`InpCommandAddress=${address}`] });
  await until(async () => !(await isAnswered(command)), 'The end of the first address');
  await release();
  await until(() => isAnswered(address), 'An answer at the address that has become free');
});
