import type { Frames } from '@mt5-bridge/protocol/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Publisher, Reply } from 'zeromq';
import { type CurveKeys, type CurvePair, connectZmq, isCurveKey, newCurvePair, type ZmqAddresses } from './index.ts';

const DOMAIN = 'test';
const anyPort = 'tcp://127.0.0.1:*';
const terminal = newCurvePair();
const own = newCurvePair();
const stranger = newCurvePair();
const keys: CurveKeys = { ...own, serverKey: terminal.publicKey };

/** Who asks for a connection (ZAP, RFC 27); all but one are turned away. */
const gate = new Reply({ linger: 0 });
beforeAll(async () => {
  await gate.bind('inproc://zeromq.zap.01');
  void answerAll();
});
afterAll(() => gate.close());

async function answerAll(): Promise<void> {
  for await (const [, request, , , , , key] of gate) {
    const isKnown = key !== undefined && z85(key) === own.publicKey;
    await gate.send(['1.0', request ?? '', isKnown ? '200' : '400', isKnown ? 'OK' : 'unknown key', '', '']);
  }
}

function z85(bytes: Buffer): string {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
  const groups = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32BE(at * 4));
  return groups.map((group) => [4, 3, 2, 1, 0].map((k) => digits[Math.floor(group / 85 ** k) % 85]).join('')).join('');
}

let cleanUps: (() => unknown)[] = [];
beforeEach(() => {
  cleanUps = [];
});
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

async function serving(
  pair: CurvePair | undefined,
  at: ZmqAddresses = { command: anyPort, events: anyPort },
): Promise<ZmqAddresses & { close(): void }> {
  const curve = pair === undefined ? {} : { curveServer: true, curveSecretKey: pair.secretKey, zapDomain: DOMAIN };
  const options = { linger: 0, ...curve };
  const command = new Reply(options);
  const events = new Publisher(options);
  const close = (): void => {
    command.close();
    events.close();
  };
  cleanUps.push(close);
  await command.bind(at.command);
  await events.bind(at.events);
  void (async () => {
    for await (const frames of command) await command.send(frames);
  })();
  return { command: command.lastEndpoint ?? '', events: events.lastEndpoint ?? '', close };
}

function connected(addresses: ZmqAddresses, ours: CurveKeys | undefined) {
  const heard = { replies: [] as string[], links: [] as string[] };
  const transport = connectZmq(
    addresses,
    ours,
  )({
    reply: (frames: Frames) => heard.replies.push(new TextDecoder().decode(frames[0])),
    event: () => {},
    link: (state) => heard.links.push(state),
  });
  cleanUps.push(() => transport.close());
  return { transport, heard };
}

describe('an encrypted connection', () => {
  it('stands with the keys of both sides', async () => {
    const { transport, heard } = connected(await serving(terminal), keys);
    transport.send([new TextEncoder().encode('hello')]);
    await vi.waitFor(() => expect(heard).toEqual({ replies: ['hello'], links: ['connected'] }));
  });

  it.each<[string, CurvePair | undefined, CurveKeys | undefined]>([
    ['the terminal has another key', terminal, { ...keys, serverKey: stranger.publicKey }],
    ['the terminal does not know the client', terminal, { ...keys, ...stranger }],
    ['our two keys are no pair', terminal, { ...keys, publicKey: stranger.publicKey }],
    ['only the terminal encrypts', terminal, undefined],
    ['only this side encrypts', undefined, keys],
  ])('is refused, and refused again, where %s', async (_, theirs, ours) => {
    const { transport, heard } = connected(await serving(theirs), ours);
    transport.send([new TextEncoder().encode('hello')]);
    await vi.waitFor(() => expect(heard.links.length).toBeGreaterThan(2), 4_000);
    expect(new Set(heard.links)).toEqual(new Set(['refused']));
    expect(heard.replies).toEqual([]);
  });

  it('stands as soon as the terminal is given the right keys', async () => {
    const before = await serving(undefined);
    const { heard } = connected(before, keys);
    await vi.waitFor(() => expect(heard.links).toContain('refused'), 2_000);
    before.close();
    await vi.waitFor(() => serving(terminal, before), 2_000);
    await vi.waitFor(() => expect(heard.links.at(-1)).toBe('connected'), 4_000);
  });

  it('has nothing left to do once it is closed', async () => {
    const { transport, heard } = connected(await serving(terminal), undefined);
    await vi.waitFor(() => expect(heard.links).toContain('refused'), 2_000);
    await transport.close();
    const before = heard.links.length;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(heard.links).toHaveLength(before);
  });
});

describe('a key', () => {
  it.each([terminal, own, stranger])('that was made is one', ({ publicKey, secretKey }) => {
    expect([publicKey, secretKey].every(isCurveKey)).toBe(true);
  });

  it.each(['', 'x', 'a'.repeat(39), 'a'.repeat(41), '\\'.repeat(40), ' '.repeat(40), '#'.repeat(40)])(
    'is not %j: it is refused without being shown',
    (text) => {
      for (const name of Object.keys(keys)) {
        expect(() => connectZmq({ command: anyPort, events: anyPort }, { ...keys, [name]: text })).toThrow(
          expect.objectContaining({
            code: 'CURVE_KEYS_UNUSABLE',
            message: expect.stringMatching(/^The (?:own (?:public|secret) key|public key of the terminal) is no CURVE/),
          }),
        );
      }
    },
  );
});
